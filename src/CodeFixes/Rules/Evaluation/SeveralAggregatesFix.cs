using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Queries;

namespace PerfAnalyzers.Rules.Evaluation;

/// <summary>PERF4002: one grouped query in front of the first number, from which all of them are read.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SeveralAggregatesFix() : SolutionFix(SeveralAggregates.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (place.Fact(SeveralAggregates.Merge) is not { } facts || Members(place, MergedAggregate.Parse(facts)) is not { } members
            || members[0].Replaced.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || SourceOf(members[0]) is not { } source)
        {
            return null;
        }

        var names = new FreshNames(statement);
        var (result, group) = (names.Take(members.All(static m => m.Name == "Count") ? "counts" : "figures"), names.Take("g"));
        var (first, last) = (members[0].Terminal, members[0].Replaced);
        var ending = last is AwaitExpressionSyntax ? $"FirstOrDefaultAsync({members[0].Token}){members[0].Configure}" : "FirstOrDefault()";
        var lines = new IndentedLines(Layout.Indent(statement), Layout.LineEnd(place.Root));
        lines.AddLines($"var {result} = {(last is AwaitExpressionSyntax ? "await " : "")}{source.ToString().Replace("\r\n", "\n")}\n{Layout.Step}.GroupBy(_ => 1)\n{Layout.Step}.Select({group} => new\n{Layout.Step}{{");
        foreach (var member in members)
        {
            lines.AddLines($"{Layout.Step}{Layout.Step}{member.Property} = {member.Over(group)},");
        }

        lines.AddLines($"{Layout.Step}}})\n{Layout.Step}.{ending} ?? new {{ {string.Join(", ", members.Select(static m => $"{m.Property} = {m.Merged.Empty}"))} }};");
        var rewrite = new Rewrite("Read all of them with one grouped query (slower where each one has an index of its own)");
        rewrite.Insert(place.Document, Layout.Lines(statement).Start, lines.ToString());
        var forgiving = place.Model.GetNullableContext(first.SpanStart).WarningsEnabled() ? "!" : "";
        foreach (var member in members)
        {
            rewrite.Change(place.Document, member.Replaced.Span, $"{result}.{member.Property}{(member.Merged.Nullable.Length == 0 ? "" : forgiving + ".Value")}");
        }

        rewrite.Import(place.Document, place.Model, first.SpanStart, Usings.Linq);

        return rewrite;
    }

    /// <summary>The members as they are written; null when one can't be told from its surroundings, or a comment would be lost.</summary>
    private static ImmutableArray<Member>? Members(Place place, ImmutableArray<MergedAggregate> merged)
    {
        var members = ImmutableArray.CreateBuilder<Member>();
        for (var i = 0; i < merged.Length; i++)
        {
            var name = i == 0 ? place.Node : place.Related(i - 1);
            if (name is null || ChainEdit.CallAt(place.Root, name.Span) is not { } terminal || Member.Of(terminal, merged[i]) is not { } member || ChainEdit.HasComment(member.Replaced.DescendantTrivia()))
            {
                return null;
            }

            var property = member.Property;
            for (var number = 2; members.Any(m => m.Property == member.Property); number++)
            {
                member = member with { Property = property + number };
            }

            members.Add(member);
        }

        return Layout.IsAlone(members[0].Replaced.FirstAncestorOrSelf<StatementSyntax>()!) ? members.ToImmutable() : null;
    }

    /// <summary>What the members share: the chain without the calls that only this one has.</summary>
    private static ExpressionSyntax? SourceOf(Member member)
    {
        ExpressionSyntax? source = ChainEdit.SourceOf(member.Terminal);
        for (var step = 0; step < member.Merged.Steps && source is not null; step++)
        {
            source = source is InvocationExpressionSyntax call ? ChainEdit.SourceOf(call) : null;
        }

        return source;
    }

    private sealed record Member(MergedAggregate Merged, InvocationExpressionSyntax Terminal, ExpressionSyntax Replaced, string Property, string Configure)
    {
        /// <summary>The terminal without Async.</summary>
        public string Name => ChainEdit.NameOf(Terminal)!.Identifier.ValueText is var name && Replaced is AwaitExpressionSyntax ? name.Substring(0, name.Length - "Async".Length) : name;

        public string Token => string.Join(", ", Terminal.ArgumentList.Arguments.Where(static a => a.Expression is not LambdaExpressionSyntax));

        public static Member? Of(InvocationExpressionSyntax terminal, MergedAggregate merged)
        {
            ExpressionSyntax outer = terminal;
            var configure = ChainEdit.ConfigureAwaitOf(terminal);
            outer = configure ?? outer;
            var isAsync = ChainEdit.NameOf(terminal)?.Identifier.ValueText.EndsWith("Async", StringComparison.Ordinal) == true;
            if (isAsync != outer.Parent is AwaitExpressionSyntax)
            {
                return null;
            }

            outer = isAsync ? (ExpressionSyntax)outer.Parent! : outer;
            return new Member(merged, terminal, outer, PropertyOf(outer, terminal), configure is null ? "" : $".ConfigureAwait({configure.ArgumentList.Arguments})");
        }

        /// <summary>The number over the rows of the group.</summary>
        public string Over(string group)
        {
            var steps = new List<InvocationExpressionSyntax>();
            for (var (source, left) = (ChainEdit.SourceOf(Terminal), Merged.Steps); left > 0 && source is InvocationExpressionSyntax call; left--)
            {
                steps.Insert(0, call);
                source = ChainEdit.SourceOf(call);
            }

            var lambda = Lambda(Terminal);
            if (lambda is null && steps.LastOrDefault() is { } last && (Called(last) == "Select" || Called(last) == "Where" && Name is "Count" or "LongCount"))
            {
                lambda = Lambda(last);
                steps.Remove(last);
            }

            var filters = string.Concat(steps.Where(static s => Called(s) == "Where").Select(static s => $".Where({Lambda(s)})"));
            return $"{(Merged.Nullable.Length == 0 ? "" : $"({Merged.Nullable})")}{group}{filters}.{Name}({lambda})";
        }

        private static string? Called(InvocationExpressionSyntax call) => ChainEdit.NameOf(call)?.Identifier.ValueText;

        private static LambdaExpressionSyntax? Lambda(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.Select(static a => a.Expression).OfType<LambdaExpressionSyntax>().FirstOrDefault();

        /// <summary>The name of what the number becomes, else what it is.</summary>
        private static string PropertyOf(ExpressionSyntax value, InvocationExpressionSyntax terminal)
        {
            var name = value.Parent switch
            {
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText,
                AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } => target.Identifier.ValueText,
                AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax target } => target.Name.Identifier.ValueText,
                AnonymousObjectMemberDeclaratorSyntax { NameEquals.Name.Identifier.ValueText: var member } => member,
                ArgumentSyntax { NameColon.Name.Identifier.ValueText: var argument } => argument,
                _ => ChainEdit.NameOf(terminal)!.Identifier.ValueText.Replace("Async", ""),
            };
            name = name.TrimStart('_');
            return name.Length == 0 || !char.IsLetter(name[0]) ? "Value" : char.ToUpperInvariant(name[0]) + name.Substring(1);
        }
    }
}
