using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Includes;

/// <summary>`Entry(order).Reference(o => o.Customer).Load()` for an element of an iteration.</summary>
/// <param name="Call">The call that sends the query.</param>
/// <param name="Navigation">The navigation that it loads.</param>
/// <param name="Iteration">The iteration that it runs in.</param>
/// <param name="Source">The query of the elements, null when it isn't in sight.</param>
internal sealed record ExplicitLoad(IInvocationOperation Call, IPropertySymbol Navigation, Iteration Iteration, RowSource? Source);

/// <summary>Reads explicit loads of navigations.</summary>
internal sealed class ExplicitLoadReader(KnownSymbols symbols, IterationReader iterations, QueryReader queries)
{
    /// <summary>The load of an element's navigation that the call is; null when it is something else, rare, guarded, or not per element.</summary>
    public ExplicitLoad? Read(IInvocationOperation call)
    {
        if (symbols.Ef is not { } ef || NavigationEntryOf(call, ef) is not IInvocationOperation { TargetMethod.Name: "Reference" or "Collection" or "Navigation" } named
            || named.Receiver() is not { } entry || Resolved(entry) is not IInvocationOperation { TargetMethod.Name: "Entry" } entity
            || entity.Arguments.Length != 1 || BodyIndex.SymbolOf(entity.Arguments[0].Value.WithoutConversions()) is not { } element)
        {
            return null;
        }

        var iteration = iterations.Around(call).FirstOrDefault();
        return iteration is { Repetition: Repetition.Elements } && iteration.Elements.Contains(element, SymbolEqualityComparer.Default)
            && !IsConditional(call, iteration) && NavigationOf(named, entity.Arguments[0].Value.WithoutConversions().Type) is { } navigation
                ? new ExplicitLoad(call, navigation, iteration, RowSource.Of(iteration, iterations, queries, symbols))
                : null;
    }

    /// <summary>The `Reference(..)` of `.Load()`, or of `.Query().Load()` without a filter.</summary>
    private IOperation? NavigationEntryOf(IInvocationOperation call, EfSymbols ef)
    {
        if (call.TargetMethod.ContainingType.IsOrDerivesFrom(ef.NavigationEntry))
        {
            return call.TargetMethod.Name is "Load" or "LoadAsync" && call.Receiver() is { } receiver ? Resolved(receiver) : null;
        }

        return queries.ReadTerminal(call) is { Operator.Kind: OperatorKind.Load or OperatorKind.List, Query: { Root.Kind: RootKind.Navigation, Steps.IsEmpty: true, IsComplete: true } query } && query.Root.Context is { } context
            ? Resolved(context)
            : null;
    }

    private static IOperation Resolved(IOperation value) =>
        value.Core() is ILocalReferenceOperation local && BodyIndex.Of(value).SingleValue(local.Local) is { } assigned ? assigned.Core() : value.Core();

    private static bool IsConditional(IOperation operation, Iteration iteration)
    {
        for (var parent = operation.Parent; parent is not null && parent != iteration.Body && parent != iteration.Operation; parent = parent.Parent)
        {
            if (parent is IConditionalOperation or ISwitchOperation or ICatchClauseOperation)
            {
                return true;
            }
        }

        return false;
    }

    private IPropertySymbol? NavigationOf(IInvocationOperation named, ITypeSymbol? entity)
    {
        if (QueryReader.LambdaOf(named) is { } lambda)
        {
            return lambda.Body.Operations.OfType<IReturnOperation>().FirstOrDefault()?.ReturnedValue?.WithoutConversions() is IPropertyReferenceOperation { Instance: IParameterReferenceOperation } property ? property.Property : null;
        }

        return named.Arguments.LastOrDefault()?.Value.ConstantValue is { HasValue: true, Value: string name }
            ? entity?.MappedLike().FirstOrDefault(p => p.Name == name)
            : null;
    }
}
