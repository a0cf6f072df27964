using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PerfAnalyzers.Tests.Robustness;

/// <summary>Code while it is being typed: cut off anywhere, or with a token missing. Positions are random, from a fixed seed.</summary>
public sealed class BrokenCodeTests
{
    private const int Variants = 12;

    public static TheoryData<string> Names => [.. Realistic.All.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Truncated(string name)
    {
        foreach (var (code, token, _) in Broken(name))
        {
            await Hard.Run(code[..token.SpanStart], new Setup { IsBroken = true });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task With_a_token_missing(string name)
    {
        foreach (var (code, token, _) in Broken(name))
        {
            await Hard.Run(code.Remove(token.SpanStart, token.Span.Length), new Setup { IsBroken = true });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task With_a_token_in_place_of_another(string name)
    {
        foreach (var (code, token, other) in Broken(name))
        {
            await Hard.Run(code.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, other.Text), new Setup { IsBroken = true });
        }
    }

    private static IEnumerable<(string Code, SyntaxToken Token, SyntaxToken Other)> Broken(string name)
    {
        var code = Realistic.Text(name);
        var random = new Random(name.Aggregate(17, (hash, c) => (hash * 31) + c));
        var tokens = CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens().Where(t => t.Span.Length > 0).ToArray();
        for (var i = 0; i < Variants; i++)
        {
            yield return (code, tokens[random.Next(tokens.Length)], tokens[random.Next(tokens.Length)]);
        }
    }
}
