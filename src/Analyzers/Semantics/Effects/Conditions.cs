using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Batches;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Decides whether what memory does with the rows that a call returns can go along with the call, into the query behind it: a condition, or that they are counted.</summary>
internal sealed class Conditions(BclSymbols bcl, Bodies bodies, Dispatch dispatch, QueryReader queries, Translation translation, MoveLimits limits, Func<Compilation, Conditions> roomOf)
{
    /// <summary>Whether the rows have one use, which begins with a condition that the query can ask.</summary>
    public bool CanMove(FetchedRows rows) =>
        rows is { Fetch: IInvocationOperation { Syntax: InvocationExpressionSyntax, TargetMethod: { ReducedFrom: null, IsGenericMethod: false } } call, Uses: [{ Use: { Steps: [{ Call: { Syntax: InvocationExpressionSyntax } filter } first, ..] } use, Culprit: var culprit }] }
        && culprit == first && !IsRetyped(use) && ConditionOf(first) is { } condition && translation.OfArguments(filter) == Translatable.Yes && !limits.ExceedsSqlite(use with { Steps = ImmutableArray.Create(first) })
        && Expressible.Is(condition) && ReadsEarlier(condition, call) && (IsOf(call, filter) || IsOfNext(call, filter))
        && dispatch.OnlyTargetOf(call) is { } target && bodies.SourceOf(target) is { } source && roomOf(source).Take(target.Declared(), condition);

    /// <summary>What the query behind the call could answer in place of its rows, by the name of the operator; null when the rows are needed.</summary>
    public string? AnswerOf(FetchedRows rows) =>
        rows is { Fetch: IInvocationOperation { Syntax: InvocationExpressionSyntax, TargetMethod: { ReducedFrom: null, IsGenericMethod: false } } call, Uses: [{ Use: { End: MemoryEnd.Value, Steps: [{ Kind: OperatorKind.Count or OperatorKind.Any, Function: null, Call: { Syntax: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } } end } step] } }] }
        && IsOf(call, end) && dispatch.OnlyTargetOf(call) is { } target && bodies.SourceOf(target) is { } source && roomOf(source).Answers(target.Declared())
            ? step.Operator.Name
            : null;

    private bool Answers(IMethodSymbol method) => MethodOf(method) is { } found && !limits.IncludeFilters(found.Query);

    private bool Take(IMethodSymbol method, IAnonymousFunctionOperation condition) => MethodOf(method)?.Takes(condition, translation, bcl) == true;

    private ConditionalMethod? MethodOf(IMethodSymbol method) =>
        method is { IsVirtual: false, IsOverride: false, IsAbstract: false, IsExtensionMethod: false, IsGenericMethod: false } && method.IsCalledByHand()
        && method.Parameters.All(static p => p is { RefKind: RefKind.None, Type: not ({ TypeKind: TypeKind.Delegate } or { Name: "Expression" }) })
        && method.DeclaringSyntaxReferences[0].GetSyntax() is MethodDeclarationSyntax declaration && ConditionalMethod.TerminalOf(declaration) is { } terminal
        && bodies.Of(method) is { } body && KeyedMethod.CallAt(body, terminal) is { } call
        && queries.ReadTerminal(call) is { Operator: { Kind: OperatorKind.List, Name: not "ToHashSet" }, Query: { IsComplete: true, Root.Kind: RootKind.Set or RootKind.Call or RootKind.Member } query }
        && query.Steps.All(static s => BatchReader.KeepsRows(s) || s.Kind == OperatorKind.Project)
        && bcl.ElementOf(call.Receiver()?.WithoutConversions().Type) is { } row && SymbolEqualityComparer.Default.Equals(row, bcl.ElementOf(bcl.Awaited(method.ReturnType)))
            ? new ConditionalMethod(query)
            : null;

    /// <summary>The predicate of a Where, or of an operator that filters as well.</summary>
    private static IAnonymousFunctionOperation? ConditionOf(MemoryStep step) =>
        (step.Operator.Name == "Where" || step.Operator is { TakesPredicate: true, Kind: not (OperatorKind.Filter or OperatorKind.All) })
        && step.Call!.Arguments.Length == (step.Call.Instance is null ? 2 : 1) && step.Function is IAnonymousFunctionOperation { Symbol.Parameters.Length: 1, Syntax: LambdaExpressionSyntax { ExpressionBody: not null } } lambda
            ? lambda
            : null;

    /// <summary>What the condition reads beside the row is there when the call is made, and stays: a sequence may be read later.</summary>
    private static bool ReadsEarlier(IAnonymousFunctionOperation condition, IInvocationOperation call) =>
        condition.Body.DescendantsAndSelf().All(part => part switch
        {
            ILocalReferenceOperation { Local: var local } => local.DeclaringSyntaxReferences is [var declared, ..] && declared.Span.End <= call.Syntax.SpanStart && Stays(local, call),
            IParameterReferenceOperation { Parameter: var parameter } => Stays(parameter, call),
            _ => true,
        });

    private static bool Stays(ISymbol variable, IInvocationOperation call) => BodyIndex.Of(call).Writes(variable).All(w => w.At.Syntax.SpanStart < call.Syntax.SpanStart);

    /// <summary>A variable of what the operator returns gets something else as well.</summary>
    private static bool IsRetyped(MemoryUse use) => use is { At: IVariableDeclaratorOperation, IsReassigned: true };

    /// <summary>Whether the operator gets all the rows, and nothing but waiting and copying stands between.</summary>
    private static bool IsOf(IOperation rows, IInvocationOperation filter)
    {
        for (var parent = rows.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent == filter)
            {
                return true;
            }

            if (!IsPassage(parent))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsPassage(IOperation operation) => operation is IAwaitOperation or IConversionOperation or IParenthesizedOperation or IArgumentOperation
        or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" or "ToList" or "ToArray" or "AsEnumerable" }
        or IPropertyReferenceOperation { Property.Name: "Result" };

    /// <summary>Whether the rows go into a variable whose one use is the operator, in the statement that follows and whenever that runs.</summary>
    private static bool IsOfNext(IOperation rows, IInvocationOperation filter)
    {
        var holder = rows.Parent;
        while (holder is IVariableInitializerOperation || holder is not null && IsPassage(holder))
        {
            holder = holder.Parent;
        }

        if (holder is not IVariableDeclaratorOperation { Symbol: var local } || BodyIndex.Of(rows) is not { IsComplete: true } index || index.Writes(local).Count != 1 || index.Reads(local) is not [var read] || !IsOf(read, filter)
            || holder.Syntax.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables.Count: 1, Parent: BlockSyntax block } declaration
            || block.Statements.ElementAtOrDefault(block.Statements.IndexOf(declaration) + 1) is not { } next)
        {
            return false;
        }

        for (var (child, parent) = ((IOperation)filter, filter.Parent); parent is not null && next.Span.Contains(child.Syntax.Span); (child, parent) = (parent, parent.Parent))
        {
            if (child.Syntax == next)
            {
                return true;
            }

            if (!(parent is IReturnOperation || parent is IForEachLoopOperation loop && loop.Collection == child || LoopBody.RunsAlways(child, parent)))
            {
                return false;
            }
        }

        return false;
    }
}
