using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>A loop that asks a method for one page after the other.</summary>
/// <param name="Call">The call in the loop.</param>
/// <param name="Page">The cut in the method, or in one that it calls.</param>
internal sealed record PageLoop(IInvocationOperation Call, Page Page);

/// <summary>What of a parameter decides how many rows are skipped: itself, or one of its members.</summary>
internal sealed record SkippedBy(Page Page, int Ordinal, IPropertySymbol? Member);

/// <summary>Finds calls in counting loops of methods that skip further from turn to turn.</summary>
internal sealed class PageCalls(
    BclSymbols bcl, Bodies bodies, Dispatch dispatch, IterationReader iterations, PageReader pages, Func<IMethodSymbol, bool> mayReach, Func<Compilation, PageCalls> readerOf)
{
    private const int MostHops = 3;

    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<SkippedBy>> known = new(SymbolEqualityComparer.Default);

    /// <summary>The pages that a loop fetches by this call, null when it does nothing of the kind.</summary>
    public PageLoop? Read(IInvocationOperation call)
    {
        if (call.Arguments.IsEmpty || !IsInCountingLoop(call) || OperatorTable.Of(call.TargetMethod.Name) is not null || bcl.ElementOf(call.Type) is null || !mayReach(call.TargetMethod)
            || iterations.Around(call).FirstOrDefault() is not { Kind: IterationKind.For or IterationKind.While or IterationKind.Do, Repetition: not Repetition.Few } loop
            || dispatch.OnlyTargetOf(call) is not { } target)
        {
            return null;
        }

        return Of(target.Declared()).FirstOrDefault(s => Grows(call, s, loop)) is { } skipped ? new PageLoop(call, skipped.Page) : null;
    }

    private static bool IsInCountingLoop(IOperation call)
    {
        for (var parent = call.Parent; parent is not null and not IAnonymousFunctionOperation; parent = parent.Parent)
        {
            if (parent is ILoopOperation)
            {
                return parent is not IForEachLoopOperation;
            }
        }

        return false;
    }

    private static bool Grows(IInvocationOperation call, SkippedBy skipped, Iteration loop)
    {
        if (call.Arguments.ArgumentAt(skipped.Ordinal) is not { } given)
        {
            return false;
        }

        if (skipped.Member is null)
        {
            return loop.Varies(given);
        }

        var assigned = given.Creation()?.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(a => a.Target is IPropertyReferenceOperation p && SymbolEqualityComparer.Default.Equals(p.Property, skipped.Member));
        return assigned is not null && loop.Varies(assigned.Value)
            || BodyIndex.Of(call).Assignments(skipped.Member).Any(a => a != assigned && a.IsInside(loop.Operation) && (a is not ISimpleAssignmentOperation simple || loop.Varies(simple.Value)));
    }

    private ImmutableArray<SkippedBy> Of(IMethodSymbol method) => known.TryGetValue(method, out var found) ? found : known.GetOrAdd(method, Find(method));

    private ImmutableArray<SkippedBy> Find(IMethodSymbol method)
    {
        if (bodies.SourceOf(method) is not { } source)
        {
            return ImmutableArray<SkippedBy>.Empty;
        }

        if (source != bodies.Compilation)
        {
            return readerOf(source).Of(method);
        }

        var found = ImmutableArray.CreateBuilder<SkippedBy>();
        foreach (var operation in bodies.Of(method)?.Descendants() ?? [])
        {
            if (operation is IInvocationOperation { Arguments.IsEmpty: false } && pages.Read(operation) is { IsPaged: true, Distance: Distance.Asked, Kind: CutKind.Skip or CutKind.Helper } page)
            {
                foreach (var offset in page.Offset is { } own ? [own] : ((IInvocationOperation)operation).Arguments.Where(a => a.Value != page.Source && a.Value.Type?.SpecialType == SpecialType.System_Int32).Select(static a => a.Value))
                {
                    Collect(offset, method, page, found, 0);
                }
            }
        }

        return found.ToImmutable();
    }

    private static void Collect(IOperation offset, IMethodSymbol method, Page page, ImmutableArray<SkippedBy>.Builder found, int hops)
    {
        foreach (var part in offset.DescendantsAndSelf())
        {
            switch (part)
            {
                case IParameterReferenceOperation { Parameter: var parameter } when SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method):
                    found.Add(new SkippedBy(page, parameter.Ordinal, (part.Parent as IPropertyReferenceOperation)?.Property is { Name: not "Value" } member ? member : null));
                    break;
                case ILocalReferenceOperation local when hops < MostHops:
                    foreach (var write in BodyIndex.Of(local).Writes(local.Local))
                    {
                        Collect(write.Value, method, page, found, hops + 1);
                    }

                    break;
            }
        }
    }
}
