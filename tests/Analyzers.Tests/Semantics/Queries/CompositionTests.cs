namespace PerfAnalyzers.Tests.Semantics.Queries;

/// <summary>A query that is built over several statements.</summary>
public sealed class CompositionTests
{
    [Theory]
    [InlineData("var q = db.Orders.Where(o => o.Id > 1);\n_ = [|q|];", "Orders.Where(o.Id > 1)")]
    [InlineData("var q = db.Orders.Where(o => o.Id > 1);\nvar r = q.Take(3);\n_ = [|r|];", "Orders.Where(o.Id > 1).Take(3)")]
    [InlineData("IQueryable<Order> q;\nq = db.Orders;\n_ = [|q|];", "Orders")]
    [InlineData("IQueryable<Order> q = null!;\nq = db.Orders;\n_ = [|q|];", "Orders")]
    [InlineData("IQueryable<Order> q = db.Orders;\nq = q.Where(o => o.Id > 1);\n_ = [|q|];", "Orders.Where(o.Id > 1)")]
    [InlineData("IQueryable<Order> q = db.Orders;\nq = q.Where(o => o.Id > 1);\nq = q.Where(o => o.Id > 2).OrderBy(o => o.Id);\n_ = [|q|];", "Orders.Where(o.Id > 1).Where(o.Id > 2).OrderBy(o.Id)")]
    [InlineData("IQueryable<Order> q = db.Orders;\n_ = [|q|];\nq = q.Where(o => o.Id > 1);", "Orders")] // not yet
    [InlineData("IQueryable<Order> q = db.Orders;\nq = [|q|].Where(o => o.Id > 1);", "Orders")]
    [InlineData("IQueryable<Order> q = db.Orders.Take(1);\nq = db.Orders.Take(2);\n_ = [|q|];", "Orders.Take(2)")] // the first is gone
    [InlineData("var q = from o in db.Orders where o.Id > 1 select o;\nq = from o in q orderby o.Id select o;\n_ = [|q|];", "Orders.Where(o.Id > 1).OrderBy(o.Id)")]
    [InlineData("IQueryable<Order> q = db.Orders;\nvar r = q.Where(o => o.Id > 1);\nq = r.Take(3);\n_ = [|q|];", "Orders.Where(o.Id > 1).Take(3)")]
    public void Locals(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));

    [Theory]
    [InlineData("if (ct.CanBeCanceled)\n{\n    q = q.Where(o => o.Id > 1);\n}\n_ = [|q|];", "Orders.Where(o.Id > 1)?")]
    [InlineData("if (ct.CanBeCanceled) q = q.Where(o => o.Id > 1);\nq = q.OrderBy(o => o.Id);\n_ = [|q|];", "Orders.Where(o.Id > 1)?.OrderBy(o.Id)")]
    [InlineData("if (ct.CanBeCanceled)\n{\n    q = q.Where(o => o.Id > 1);\n    _ = [|q|];\n}", "Orders.Where(o.Id > 1)")]
    [InlineData("if (ct.CanBeCanceled)\n{\n    q = q.Where(o => o.Id > 1);\n}\nelse\n{\n    _ = [|q|];\n}", "Orders")] // the other branch
    [InlineData("if (ct.CanBeCanceled)\n{\n    q = q.Where(o => o.Id > 1);\n    _ = q.ToList();\n    return;\n}\n_ = [|q|];", "Orders")] // left before
    [InlineData("if (ct.CanBeCanceled)\n{\n    q = q.OrderBy(o => o.Id);\n}\nelse\n{\n    q = q.OrderBy(o => o.Total);\n}\n_ = [|q|];", "Orders.OrderBy(o.Id)?.OrderBy(o.Total)?")]
    [InlineData("switch (ct.CanBeCanceled)\n{\n    case true:\n        q = q.Where(o => o.Id > 1);\n        break;\n    default:\n        q = q.Take(3);\n        break;\n}\n_ = [|q|];", "Orders.Where(o.Id > 1)?.Take(3)?")]
    [InlineData("switch (ct.CanBeCanceled)\n{\n    case true:\n        q = q.Where(o => o.Id > 1);\n        break;\n    default:\n        _ = [|q|];\n        break;\n}", "Orders")]
    [InlineData("try\n{\n    q = q.Where(o => o.Id > 1);\n}\nfinally\n{\n}\n_ = [|q|];", "Orders.Where(o.Id > 1)?")]
    [InlineData("using (db.Database.BeginTransaction())\n{\n    q = q.Where(o => o.Id > 1);\n}\n_ = [|q|];", "Orders.Where(o.Id > 1)")]
    [InlineData("if (ct.CanBeCanceled) q = db.Orders.Take(3);\n_ = [|q|];", "Orders.Take(3)?")]
    [InlineData("if (ct.CanBeCanceled) throw new Exception();\nq = q.Take(3);\n_ = [|q|];", "Orders.Take(3)")]
    public void Branches(string code, string expected) => Assert.Equal(expected, QueryOf.Marked("IQueryable<Order> q = db.Orders;\n" + code));

    [Theory]
    [InlineData("foreach (var id in new[] { 1, 2 })\n{\n    q = q.Where(o => o.Id != id);\n}\n_ = [|q|];", "Orders.Where(o.Id != id)?")]
    [InlineData("for (var i = 0; i < 3; i++) q = q.Where(o => o.Id != i);\n_ = [|q|];", "Orders.Where(o.Id != i)?")]
    [InlineData("while (ct.CanBeCanceled)\n{\n    _ = [|q|];\n    q = q.Where(o => o.Id > 1);\n}", "Orders.Where(o.Id > 1)?")] // from the second turn on
    [InlineData("while (ct.CanBeCanceled)\n{\n    q = [|q|].Where(o => o.Id > 1);\n}", "Orders.Where(o.Id > 1)?")]
    [InlineData("while (ct.CanBeCanceled)\n{\n    var p = db.Orders.Take(3);\n    _ = [|p|];\n    p = p.Where(o => o.Id > 1);\n}", "Orders.Take(3)")] // a new variable each turn
    public void Loops(string code, string expected) => Assert.Equal(expected, QueryOf.Marked("IQueryable<Order> q = db.Orders;\n" + code));

    [Theory]
    [InlineData("var q = ct.CanBeCanceled ? db.Orders.Where(o => o.Id > 1) : db.Orders;\n_ = [|q|];", "Orders.Where(o.Id > 1)?")]
    [InlineData("var q = ct.CanBeCanceled ? db.Orders.OrderBy(o => o.Id) : db.Orders.OrderBy(o => o.Total);\n_ = [|q|];", "Orders.OrderBy(o.Id)")]
    [InlineData("IQueryable<Order> q = db.Orders;\nq = ct.CanBeCanceled ? q.Where(o => o.Id > 1) : q;\n_ = [|q|];", "Orders.Where(o.Id > 1)?")]
    [InlineData("IQueryable<object> q = ct.CanBeCanceled ? db.Orders : db.Customers;\n_ = [|q|];", "several Orders")]
    [InlineData("IQueryable<Order>? p = null;\nvar q = p ?? db.Orders.Take(3);\n_ = [|q|];", "Orders.Take(3) ...")]
    [InlineData("IQueryable<Order>? q = null;\nq ??= db.Orders;\n_ = [|q|];", "Orders")]
    [InlineData("var q = ct.CanBeCanceled switch { true => db.Orders.Take(3), false => db.Orders.Take(5) };\n_ = [|q|];", "Orders.Take(3)")]
    [InlineData("var q = ct.CanBeCanceled switch { true => db.Orders.Take(3), false => throw new Exception() };\n_ = [|q|];", "Orders.Take(3)")]
    [InlineData("var q = ct.CanBeCanceled ? db.Orders : Enumerable.Empty<Order>().AsQueryable();\n_ = [|q|];", "Orders")] // no rows: nothing runs
    public void Choices(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));

    [Fact]
    public void A_choice_between_a_database_and_memory_is_unknown() =>
        Assert.False(QueryOf.Read("var q = ct.CanBeCanceled ? db.Orders : new List<Order>().AsQueryable();\n_ = [|q|];")!.IsDatabase);

    [Theory]
    [InlineData("var (q, n) = (db.Orders.Take(3), 1);\n_ = [|q|];", "Orders.Take(3)")]
    [InlineData("var (q, n) = Both();\n_ = [|q|];\n\n(IQueryable<Order>, int) Both() => (db.Orders.Take(3), 1);", "local q ...")]
    [InlineData("Make(out var q);\n_ = [|q|];\n\nvoid Make(out IQueryable<Order> made) => made = db.Orders;", "local q ...")]
    [InlineData("object o = db;\nif (o is IQueryable<Order> q) { _ = [|q|]; }", "local q")]
    [InlineData("foreach (var q in new[] { db.Orders.Take(3) }) { _ = [|q|]; }", "local q")]
    [InlineData("Func<IQueryable<Order>, IQueryable<Order>> filter = x => x.Take(3);\nvar q = filter(db.Orders);\n_ = [|q|];", "Orders ...")]
    [InlineData("var rows = db.Orders.ToList();\n_ = [|rows|];", "memory")]
    [InlineData("IQueryable<Order> q = db.Orders;\nvoid Add() => q = q.Take(3);\nAdd();\n_ = [|q|];", "Orders.Take(3)?")]
    [InlineData("IQueryable<Order> q = db.Orders;\nAction later = () => { _ = [|q|]; };", "Orders")]
    public void Variables_of_other_kinds(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));
}
