using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Batches;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rules.Writing;

/// <summary>PERF3001: saves once, behind the loop, or every few hundred elements; behind a call, a method for many elements.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SaveChangesPerElementFix() : SolutionFix(SaveChangesPerElement.Rule.Id, readsRelated: false)
{
    /// <summary>What EF Core tracks and a transaction holds stays small, and a failure leaves what was saved before.</summary>
    private const int Part = 500;

    private protected override async Task<Rewrite?> ProposeAsync(Place place)
    {
        if (ChainEdit.CallAt(place.Root, place.Span) is not { } call)
        {
            return null;
        }

        return place.Fact(SaveSink.Fact) is { } fact ? InPlace(place, call, asks: fact == SaveSink.Asks)
            : place.Fact(SaveCalls.Element) is { } element ? await BehindCallAsync(place, call, int.Parse(element, CultureInfo.InvariantCulture)).ConfigureAwait(false)
            : null;
    }

    private protected override Task<Rewrite?> ProposeOtherAsync(Place place)
    {
        return Task.FromResult(place.Fact(SaveSink.Fact) is { } fact && ChainEdit.CallAt(place.Root, place.Span) is { } call ? InParts(place, call, asks: fact == SaveSink.Asks) : null);
    }

    private static Rewrite? InParts(Place place, InvocationExpressionSyntax call, bool asks)
    {
        if (LoopMove.Around(place, call) is not { } move || move.StatementIn(call) is not { } statement)
        {
            return null;
        }

        var rewrite = new Rewrite($"Save every {Part} elements, and once more after the loop (one transaction for each {Part}{(asks ? ", fewer when a request fails" : "")})") { IsLocal = asks };
        return move.ToParts(rewrite, statement, new FreshNames(statement).Take("unsaved"), Part) ? rewrite : null;
    }

    private static Rewrite? InPlace(Place place, InvocationExpressionSyntax call, bool asks)
    {
        if (LoopMove.Around(place, call) is not { } move || move.StatementIn(call) is not { } statement)
        {
            return null;
        }

        var rewrite = new Rewrite($"Save once, after the loop (one transaction for all elements{(asks ? ", none when a request fails" : "")})") { IsLocal = asks };
        move.ToBack(rewrite, statement);
        return rewrite;
    }

    private static async Task<Rewrite?> BehindCallAsync(Place place, InvocationExpressionSyntax call, int element)
    {
        if (ManyCall.Of(place, call, element) is not { } one)
        {
            return null;
        }

        if (place.Fact(SaveCalls.Name) is { } name)
        {
            var rewrite = new Rewrite(ManyMethod.TitleOf(name));
            one.Write(rewrite, name);
            return rewrite;
        }

        if (await ManyMethod.OfAsync(place, one.Method, element).ConfigureAwait(false) is not { } many)
        {
            return null;
        }

        var added = new Rewrite(many.Title);
        one.Write(added, many.Name);
        many.AddTo(added);
        return added;
    }
}
