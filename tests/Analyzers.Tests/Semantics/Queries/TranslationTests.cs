using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics;

namespace PerfAnalyzers.Tests.Semantics.Queries;

public sealed class TranslationTests
{
    [Theory]
    [InlineData("o => o.Total > 3 && o.Note!.StartsWith(\"a\")")]
    [InlineData("o => o.Customer.Name.ToLower() == name.Trim()")]
    [InlineData("o => ids.Contains(o.Id)")]
    [InlineData("o => o.Lines.Any(l => l.Price > 3) || o.Lines.Sum(l => l.Quantity) > 5")]
    [InlineData("o => o.PlacedAt.Date == DateTime.Now.AddDays(-Next())")] // what doesn't depend on the row runs before
    [InlineData("o => o.Status.HasFlag(OrderStatus.Paid)")]
    [InlineData("o => !string.IsNullOrEmpty(o.Note) && (o.Discount ?? 0) > 1")]
    public void As_written(string lambda) => Assert.Equal("Yes", Level(lambda));

    [Theory]
    [InlineData("o => o.Note!.Equals(name, StringComparison.OrdinalIgnoreCase)")]
    [InlineData("o => o.Note is null")]
    [InlineData("o => o.Status is OrderStatus.Paid or OrderStatus.New")]
    [InlineData("o => o.Customer?.Name == name")]
    [InlineData("o => (DateTime.Now - o.PlacedAt).TotalDays > 5")]
    [InlineData("o => IsLarge(o)")]
    [InlineData("IsLarge")]
    [InlineData("o => IsOpen(o.Status)")]
    public void In_other_words(string lambda) => Assert.Equal("Rewritten", Level(lambda));

    [Theory]
    [InlineData("o => File.Exists(o.Note)")]
    [InlineData("o => System.Text.RegularExpressions.Regex.IsMatch(o.Note!, name)")]
    [InlineData("o => o.ToString()!.GetHashCode() == 3")]
    [InlineData("o => IsKnown(o)")]
    [InlineData("o => o.Note![0] == 'a'")]
    [InlineData("o => Endless(o)")]
    [InlineData("o => seen.Add(o.Id)")]
    [InlineData("o => pairs.Contains((o.Id, o.CustomerId))")]
    public void Not_at_all(string lambda) => Assert.Equal("No", Level(lambda));

    private static string Level(string lambda)
    {
        var snippet = Snippet.Compile($$"""
            public abstract class Work(List<Order> orders)
            {
                public void Run(string name, int[] ids, HashSet<int> seen, HashSet<(int, int)> pairs) { _ = [|orders.Where({{lambda}})|]; }
                private static int Next() => 5;
                private static bool IsLarge(Order order) => order.Total > 1000 && order.Lines.Count > 3;
                private static bool IsOpen(OrderStatus status)
                {
                    var result = false;
                    if (status == OrderStatus.New)
                    {
                        result = true;
                    }

                    return result || status == OrderStatus.Paid;
                }
                protected abstract bool IsKnown(Order order);
                private static bool Endless(Order order) => Endless(order);
            }
            """);
        return Knowledge.Of(snippet.Compilation).Translation.OfArguments(snippet.Marked<IInvocationOperation>()).ToString();
    }
}
