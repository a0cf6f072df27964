using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PerfAnalyzers.Semantics;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Tests.Semantics.Effects;

/// <summary>What a body may do by the names that it uses: what can't be is never bound.</summary>
public sealed class NameIndexTests
{
    [Theory]
    [InlineData("", "db.SaveChanges();", true)]
    [InlineData("", "await db.Orders.FindAsync(1);", true)]
    [InlineData("using Microsoft.EntityFrameworkCore;", "await rows.ToListAsync();", true)]
    [InlineData("using Other.Linq;", "await rows.ToListAsync();", true)] // another provider
    [InlineData("using System.Linq;", "await rows.ToListAsync();", false)]
    [InlineData("using System.Linq;", "await rows.ToListAsync(); } public static async Task ToListAsync(object rows) { ", true)] // an extension of the application
    [InlineData("", "Console.WriteLine(order.ToString()); } public override string ToString() { db.SaveChanges(); return \"\"; ", false)]
    [InlineData("", "order.Dispose(); } public void Dispose() { db.SaveChanges(); ", false)]
    [InlineData("", "order.Dispose(true); } public void Dispose(bool all) { db.SaveChanges(); ", true)]
    [InlineData("", "string.Join(text); } public void Join(string text) { db.SaveChanges(); ", false)]
    [InlineData("", "order.Join(text); } public void Join(string text) { db.SaveChanges(); ", true)]
    [InlineData("", "order.Wide.Log(); } public int Wide { get { db.SaveChanges(); return 1; } } public void Other() { ", true)]
    [InlineData("using Microsoft.AspNetCore.Identity;", "_ = manager.Users.First(); } private readonly UserManager<User> manager; public void Other() { ", true)]
    [InlineData("", "_ = team.Users.First();", false)]
    public void Of_the_database(string usings, string body, bool mayBe) => Assert.Equal(mayBe, MayReach(usings, body, k => k.Effects));

    [Theory]
    [InlineData("", "File.Delete(path);", true)]
    [InlineData("", "files.File.Delete(path);", true)] // System.IO.Abstractions
    [InlineData("", "DirectoryName = \"\"; rows.CreateDirectory(path);", false)]
    [InlineData("", "FileInfo info = new(path); info.Delete();", true)]
    [InlineData("", "await Task.Delay(1);", true)]
    [InlineData("", "Task wait = order.Delay(1);", false)]
    [InlineData("using Acme.Mail;", "await mail.SendOutAsync(1);", true)]
    [InlineData("using System.Linq;", "await mail.SendOutAsync(1);", false)]
    [InlineData("using Shop.Mail;", "await mail.SendOutAsync(1); } } namespace Shop.Mail { public class Letter { ", false)] // a namespace of the application
    [InlineData("using Acme.Mail;", "order.Sent.Log(); } public int Sent { get { mail.SendOutAsync(1); return 1; } } public void Other() { ", false)]
    [InlineData("using Acme.Mail;", "A(); } void A() => B(); void B() => C(); void C() => mail.SendOutAsync(1); public void Other() { ", true)]
    [InlineData("using Acme.Mail;", "A(); } void A() => B(); void B() => C(); void C() => D(); void D() => E(); void E() => mail.SendOutAsync(1); public void Other() { ", false)] // far away
    public void Of_other_systems(string usings, string body, bool mayBe) => Assert.Equal(mayBe, MayReach(usings, body, k => k.Outside));

    [Fact]
    public void A_namespace_opened_for_all_files() => Assert.True(MayReach("global using Microsoft.EntityFrameworkCore;", "await rows.ToListAsync();", k => k.Effects));

    private static bool MayReach(string usings, string body, Func<Knowledge, EffectReader> reader)
    {
        var compilation = EffectsOf.Compile("public class Empty { }");
        compilation = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpSyntaxTree.ParseText($$"""
            {{usings}}
            public class Work { public async Task Do() { {{body}} } }
            """, (CSharpParseOptions)compilation.SyntaxTrees.First().Options, cancellationToken: TestContext.Current.CancellationToken));
        return reader(Knowledge.Of(compilation)).MayReach(EffectsOf.Method(compilation, "Do"));
    }
}
