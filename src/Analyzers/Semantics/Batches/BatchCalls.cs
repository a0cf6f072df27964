using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>Decides whether a call before a loop, of a method for many keys, gives the same as a call per element of one that takes one key.</summary>
internal sealed class BatchCalls(KnownSymbols symbols, Bodies bodies, Dispatch dispatch, BatchReader batches, ReadingCalls reading, Func<Compilation, KeyedMethods> methods)
{
    /// <summary>The batch for a call that stands in a foreach, or in a lambda that runs for each element; null when the two would not be the same.</summary>
    public Batch? Read(Turn turn, EffectSite site)
    {
        if (ElementWalk.Of(turn.Iteration, symbols.Bcl) is not { } walk
            || site is not { IsDirect: false, IsNear: true, Operation: IInvocationOperation { Syntax: InvocationExpressionSyntax, TargetMethod: { IsGenericMethod: false, ReducedFrom: null } } call }
            || KeyOf(call, turn.Iteration) is not { Parameter: { } parameter } argument
            || ElementValue.Of(argument.Value, walk) is not { } value || !SymbolEqualityComparer.Default.Equals(value.Type.WithoutNullable(), parameter.Type.WithoutNullable())
            || batches.SourceOf(walk) is not { } source
            || MethodOf(call, parameter.Ordinal) is not { } method || RowHere(method.Row) is not { } row)
        {
            return null;
        }

        var body = new BatchBody(walk, call, row, symbols);
        if (!body.IsQuiet || BatchTurns.Of(walk, call, turn.Iteration, body) is not { } turns || !batches.IsAsBefore(value, turns, body) || body.AssignsColumn(method.Found.Key.Name) || method.IsTracking && body.ChangesRows
            || body.Varies(call, turn.Iteration, except: argument.Value) || !batches.IsThere(value, parameter.Type.IsNullableValue() && !value.Type.IsNullableValue(), turn, site, walk) || HasWork(call, argument) || method.Found.Step < 0 && !batches.KeepsTracked(body) || !KeepsType(call, method, walk)
            || !reading.Cover(walk.Region))
        {
            return null;
        }

        var found = method.Found;
        return new Batch(
            method.Shape, found.Key.Name, value.Text, argument.Value.WithoutConversions().Syntax.ToString(), found.Step, found.Conjunct,
            found.Key.Type.IsNullableValue(), value.Type.IsNullableValue(), IsBounded: false, source) { Parameter = parameter.Ordinal, IsProjected = method.IsProjected, IsLambda = !walk.IsLoop, Filter = turns.Filter, Terms = BatchReader.TermsOf(method.Shape, found, turns) };
    }

    /// <summary>The one argument that differs from turn to turn.</summary>
    public static IArgumentOperation? KeyOf(IInvocationOperation call, Iteration iteration)
    {
        var varying = call.Arguments.Where(a => iteration.Varies(a.Value)).Take(2).ToList();
        return varying.Count == 1 && varying[0] is { ArgumentKind: ArgumentKind.Explicit } key ? key : null;
    }

    private KeyedMethod? MethodOf(IInvocationOperation call, int parameter) =>
        dispatch.OnlyTargetOf(call) is { } target && bodies.SourceOf(target) is { } source ? methods(source).Read(target, parameter) : null;

    /// <summary>The entity as this compilation names it.</summary>
    private INamedTypeSymbol? RowHere(INamedTypeSymbol row) =>
        SymbolEqualityComparer.Default.Equals(row.ContainingAssembly, bodies.Compilation.Assembly) ? row
            : row.GetDocumentationCommentId() is { } id ? DocumentationCommentId.GetFirstSymbolForDeclarationId(id, bodies.Compilation) as INamedTypeSymbol : null;

    /// <summary>Whether what the call is made on, or gets beside the key, does something of its own.</summary>
    public static bool HasWork(IInvocationOperation call, IArgumentOperation key) => call.DescendantsAndSelf().Any(part =>
        part != call && !part.IsInside(key.Value) && part is IInvocationOperation or IAwaitOperation or IAssignmentOperation or IIncrementOrDecrementOperation or IDynamicInvocationOperation);

    /// <summary>Whether the loop reads a list as it reads the sequence that the method declares: a variable gets nothing else, and nothing finds another method.</summary>
    private bool KeepsType(IInvocationOperation call, KeyedMethod method, ElementWalk walk)
    {
        if (!method.IsSequence)
        {
            return true;
        }

        var parent = call.Parent;
        while (parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IVariableInitializerOperation)
        {
            parent = parent.Parent;
        }

        return (parent is not IVariableDeclaratorOperation { Symbol: var local } || BodyIndex.Of(walk.Operation).Writes(local).Count == 1)
            && !walk.Body.Contains<IInvocationOperation>(c => c.TargetMethod.Name == "Reverse" && c.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable));
    }
}
