using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Batches;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1003: one query for all elements before the loop, and a lookup of its rows in it; behind a call, a method for many keys.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class QueryPerElementFix() : SolutionFix(QueryPerElement.Rule.Id, readsRelated: false)
{
    private static readonly ImmutableArray<(BatchTerms Term, string Words)> Terms = ImmutableArray.Create(
        (BatchTerms.Unasked, "also for elements that don't ask"),
        (BatchTerms.Uncaught, "a failing query ends the loop"),
        (BatchTerms.ExactText, "text must agree in every character"),
        (BatchTerms.AllOfKey, "all rows of each key, of which the first is read"));

    private protected override async Task<Rewrite?> ProposeAsync(Place place)
    {
        if (Batch.Of(place.Fact) is not { } batch || ChainEdit.CallAt(place.Root, place.Span) is not { } call || BatchLoop.Around(place, batch, call) is not { } loop)
        {
            return null;
        }

        return batch.Parameter < 0 ? InPlace(place, batch, call, loop) : await BehindCallAsync(place, batch, call, loop).ConfigureAwait(false);
    }

    private static Rewrite? InPlace(Place place, Batch batch, InvocationExpressionSyntax terminal, BatchLoop loop)
    {
        if (BatchedQuery.Of(place.Model, batch, terminal, place.Cancellation) is not { IsRead: true } query)
        {
            return null;
        }

        var rewrite = new Rewrite("Fetch the rows for all elements with one query before the loop" + Said(batch.Terms)) { Terms = (int)batch.Terms };
        var source = loop.Source(rewrite, query.IsAsync, query.Token, query.Configure);
        var answers = new BatchAnswers(batch, query, loop.Names);
        var values = BatchAnswers.Keys(batch, query.KeyType, source) + ".Distinct()";
        if (batch.IsBounded)
        {
            var keys = loop.Names.Take(BatchAnswers.Plural(batch.Value.Contains('.') ? Lower(batch.Value.Substring(batch.Value.LastIndexOf('.') + 1)) : batch.Value));
            keys = keys == source ? loop.Names.Take("keys") : keys;
            loop.Lines.Add($"var {keys} = {values}.ToList();");
            answers.FetchAtOnce(keys, loop.Lines);
        }
        else if (answers.FetchInParts(values, loop.Lines) is var found && found != answers.Name)
        {
            loop.Lines.Add($"var {answers.Name} = {found};");
        }

        rewrite.Change(place.Document, query.Replaced.Span, answers.Of(batch.Inner));
        loop.Finish(rewrite, query.IsAsync ? [Usings.Linq, Usings.Generic, Usings.EfCore] : [Usings.Linq, Usings.Generic]);
        return rewrite;
    }

    private static async Task<Rewrite?> BehindCallAsync(Place place, Batch batch, InvocationExpressionSyntax call, BatchLoop loop)
    {
        if (BatchCall.Of(place, batch, call) is not { IsRead: true } one || await BatchMethod.OfAsync(place, batch, one.Method).ConfigureAwait(false) is not { } many)
        {
            return null;
        }

        var rewrite = new Rewrite(many.Title + Said(batch.Terms)) { Terms = (int)batch.Terms };
        var source = loop.Source(rewrite, many.IsAsync, one.Token, one.Configure);
        var answers = many.Answers(loop.Names);
        loop.Lines.AddLines($"var {answers.Name} = {one.With(many, place.Model, source)};");
        rewrite.Change(place.Document, one.Replaced.Span, answers.Of(batch.Inner) + (one.IsNeverNull && answers.MayBeNull ? "!" : ""));
        loop.Finish(rewrite, batch.Source == BatchSource.Query && many.IsAsync ? [Usings.Linq, Usings.Generic, Usings.EfCore] : [Usings.Linq, Usings.Generic]);
        many.AddTo(rewrite);
        return rewrite;
    }

    /// <summary>What the title says that is not as before.</summary>
    private static string Said(BatchTerms terms)
    {
        var said = Terms.Where(t => (terms & t.Term) != 0).Select(static t => t.Words).ToList();
        return said.Count == 0 ? "" : $" ({string.Join("; ", said)})";
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
