using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Tests.Semantics.Queries;

/// <summary>A query written as one expression.</summary>
public sealed class ChainTests
{
    [Theory]
    [InlineData("_ = [|db.Orders|];", "Orders")]
    [InlineData("_ = [|db.Orders.Where(o => o.Total > 3).OrderBy(o => o.Id)|];", "Orders.Where(o.Total > 3).OrderBy(o.Id)")]
    [InlineData("_ = [|db.Orders.OrderByDescending(o => o.Id).ThenBy(o => o.Total).Skip(10).Take(5)|];", "Orders.OrderByDescending(o.Id).ThenBy(o.Total).Skip(10).Take(5)")]
    [InlineData("_ = [|db.Orders.Include(o => o.Lines).ThenInclude(l => l.Product).AsNoTracking().AsSplitQuery()|];", "Orders.Include(o.Lines).ThenInclude(l.Product).AsNoTracking.AsSplitQuery")]
    [InlineData("_ = [|db.Orders.Select(o => o.Customer.Name).Distinct()|];", "Orders.Select(o.Customer.Name).Distinct")]
    [InlineData("_ = [|db.Orders.AsQueryable().IgnoreQueryFilters().TagWith(\"x\")|];", "Orders.AsQueryable.IgnoreQueryFilters.TagWith")]
    [InlineData("_ = [|(db.Orders.Where(o => o.Id > 1))|];", "Orders.Where(o.Id > 1)")]
    [InlineData("_ = [|((IQueryable<Order>)db.Orders).Where(o => o.Id > 1)|];", "Orders.Where(o.Id > 1)")]
    [InlineData("_ = [|(db.Orders as IQueryable<Order>)!.Take(1)|];", "Orders.Take(1)")]
    [InlineData("_ = [|db?.Orders.Where(o => o.Id > 1)|];", "Orders.Where(o.Id > 1)")]
    [InlineData("_ = [|db?.Orders?.Where(o => o.Id > 1)?.Take(3)|];", "Orders.Where(o.Id > 1).Take(3)")]
    [InlineData("_ = [|Queryable.Where(db.Orders, o => o.Id > 1)|];", "Orders.Where(o.Id > 1)")]
    [InlineData("_ = [|EntityFrameworkQueryableExtensions.AsNoTracking(db.Orders.Where(o => o.Id > 1))|];", "Orders.Where(o.Id > 1).AsNoTracking")]
    [InlineData("_ = [|db.Orders.Union(db.Orders.Where(o => o.Id > 1))|];", "Orders.Union")]
    [InlineData("_ = [|db.Orders.OfType<Order>()|];", "Orders.OfType")]
    public void Method_chains(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));

    [Theory]
    [InlineData("_ = [|from o in db.Orders where o.Id > 1 select o|];", "Orders.Where(o.Id > 1)")]
    [InlineData("_ = [|from o in db.Orders where o.Id > 1 orderby o.Id descending, o.Total select o.Note|];", "Orders.Where(o.Id > 1).OrderByDescending(o.Id).ThenBy(o.Total).Select(o.Note)")]
    [InlineData("_ = [|from o in db.Orders join c in db.Customers on o.CustomerId equals c.Id select c.Name|];", "Orders.Join(o.CustomerId)")]
    [InlineData("_ = [|from o in db.Orders from l in o.Lines select l.Price|];", "Orders.SelectMany(o.Lines)")]
    [InlineData("_ = [|from o in db.Orders group o by o.CustomerId into g select g.Key|];", "Orders.GroupBy(o.CustomerId).Select(g.Key)")]
    [InlineData("_ = [|from o in db.Orders let t = o.Total * 2 where t > 5 select o|];", "Orders.Select(let t = o.Total * 2).Where(t > 5).Select(o)")]
    [InlineData("_ = [|(from o in db.Orders select o).Take(3)|];", "Orders.Select(o).Take(3)")]
    public void Query_syntax(string code, string expected) => Assert.Equal(expected, QueryOf.Marked(code));

    [Theory]
    [InlineData("_ = await [|db.Orders.Where(o => o.Id > 1).ToListAsync(ct)|];", "Orders.Where(o.Id > 1) => ToListAsync")]
    [InlineData("_ = await [|db.Orders.Where(o => o.Id > 1).ToListAsync(ct)|].ConfigureAwait(false);", "Orders.Where(o.Id > 1) => ToListAsync")]
    [InlineData("_ = [|db.Orders.First(o => o.Id == 1)|];", "Orders => First")]
    [InlineData("_ = [|db.Orders.ToList()|];", "Orders => ToList")]
    [InlineData("_ = [|db.Orders.ToDictionary(o => o.Id)|];", "Orders => ToDictionary")]
    [InlineData("_ = [|db.Orders.Find(1)|];", "Orders => Find")]
    [InlineData("_ = await [|db.Orders.FindAsync(1)|];", "Orders => FindAsync")]
    [InlineData("_ = await [|db.FindAsync<Order>(1)|];", "Set<Order> => FindAsync")]
    [InlineData("_ = [|db.Orders.Where(o => o.Id > 1).ExecuteDelete()|];", "Orders.Where(o.Id > 1) => ExecuteDelete")]
    [InlineData("_ = [|db.Orders.Max(o => o.Id)|];", "Orders => Max")]
    [InlineData("_ = [|(from o in db.Orders select o.Id).Count()|];", "Orders.Select(o.Id) => Count")]
    [InlineData("[|db.Orders.Load()|];", "Orders => Load")]
    [InlineData("_ = [|db?.Orders.Where(o => o.Id > 1).ToList()|];", "Orders.Where(o.Id > 1) => ToList")]
    [InlineData("_ = [|db.Orders.AsEnumerable().ToList()|];", "Orders.AsEnumerable => ToList")]
    [InlineData("IEnumerable<Order> rows = db.Orders.Where(o => o.Id > 1);\n_ = [|rows.ToList()|];", "Orders.Where(o.Id > 1) => ToList")]
    [InlineData("_ = [|db.Orders.AsEnumerable().Where(o => o.Id > 1).ToList()|];", "none")] // AsEnumerable is the end
    [InlineData("_ = [|db.Orders.ToList().Count()|];", "none")]
    [InlineData("_ = [|db.Orders.Where((Func<Order, bool>)(o => o.Id > 1)).ToList()|];", "none")]
    [InlineData("_ = [|new List<Order>().First(o => o.Id == 1)|];", "none")]
    [InlineData("_ = [|\"abc\".Contains('b')|];", "none")]
    [InlineData("var list = new List<Order>();\n_ = [|list.Find(o => o.Id == 1)|];", "none")]
    public void Terminals(string code, string expected) => Assert.Equal(expected, QueryOf.Executed(code));

    [Theory]
    [InlineData("[|foreach (var o in db.Orders.Where(o => o.Id > 1)) { }|]", "Orders.Where(o.Id > 1) => foreach")]
    [InlineData("[|foreach (var o in db.Orders.AsEnumerable()) { }|]", "Orders.AsEnumerable => foreach")]
    [InlineData("[|await foreach (var o in db.Orders.AsAsyncEnumerable()) { }|]", "Orders.AsAsyncEnumerable => foreach")]
    [InlineData("[|await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(ct)) { }|]", "Orders.AsAsyncEnumerable => foreach")]
    [InlineData("[|await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(ct).ConfigureAwait(false)) { }|]", "Orders.AsAsyncEnumerable => foreach")]
    [InlineData("[|await foreach (var o in db.Orders) { }|]", "Orders => foreach")]
    [InlineData("IEnumerable<Order> rows = db.Orders;\n[|foreach (var o in rows) { }|]", "Orders => foreach")]
    [InlineData("[|foreach (var o in db.Orders.ToList()) { }|]", "none")]
    [InlineData("[|foreach (var o in await db.Orders.ToListAsync()) { }|]", "none")]
    [InlineData("[|foreach (var o in new List<Order>()) { }|]", "none")]
    public void Enumeration(string code, string expected) => Assert.Equal(expected, QueryOf.Executed(code));

    [Theory]
    [InlineData("await db.Orders.ToListAsync(ct)", "Orders => ToListAsync")]
    [InlineData("db.Orders.ToArrayAsync(ct).GetAwaiter().GetResult()", "Orders => ToArrayAsync")]
    [InlineData("db.Orders.ToListAsync(ct).Result", "Orders => ToListAsync")]
    [InlineData("new List<Order>()", "none")]
    public void Rows_of_a_local(string value, string expected)
    {
        var snippet = Snippet.Compile($"var rows = {value};\nvar again = rows;\n_ = [|again|];");
        Assert.Equal(expected, PerfAnalyzers.Semantics.Knowledge.Of(snippet.Compilation).Queries.Materialised(snippet.Marked())?.ToString() ?? "none");
    }

    [Fact]
    public void What_a_query_has_and_may_have()
    {
        var query = QueryOf.Read("var q = db.Orders.Where(o => o.Id > 1);\nif (ct.CanBeCanceled)\n{\n    q = q.Take(3);\n}\n_ = [|q|];")!;
        Assert.True(query.Has(OperatorKind.Filter));
        Assert.False(query.Has(OperatorKind.Take));
        Assert.True(query.MayHave(OperatorKind.Take));
        Assert.False(query.MayHave(OperatorKind.Skip));
        Assert.False(query.MayBeOrdered);
        Assert.Equal("Orders", query.Name);
        Assert.Equal("Order", query.Entity!.Name);
    }

    [Fact]
    public void Every_terminal_of_the_table_is_let_through_the_gate()
    {
        foreach (var name in new[] { "ToList", "ToListAsync", "FirstOrDefaultAsync", "AnyAsync", "Find", "FindAsync", "ExecuteUpdateAsync", "AsEnumerable" })
        {
            Assert.True(OperatorTable.MayEnd(name), name);
        }

        foreach (var name in new[] { "Where", "WhereAsync", "Select", "Include", "Add", "" })
        {
            Assert.False(OperatorTable.MayEnd(name), name);
        }

        Assert.Null(OperatorTable.Of("WhereAsync"));
        Assert.Equal(OperatorKind.First, OperatorTable.Of("FirstAsync")!.Kind);
    }
}
