using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>Objects in a body that the tracker may connect with the rows of a run: a statement in the database leaves them as they are.</summary>
internal sealed class RelatedRows(KnownSymbols symbols, EfModel model, EntityModel entity)
{
    private const int Budget = 20_000;

    /// <summary>Whether such an object is there when the run begins, or comes from outside. What is loaded behind the save is loaded as it is then.</summary>
    public bool AreInSight(WriteRun run)
    {
        var seen = 0;
        foreach (var operation in run.Save.Root().Descendants())
        {
            if (++seen > Budget || IsObject(operation) && IsRelated(operation.Type!) && !IsOwn(operation, run) && Disturbs(operation, run))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsObject(IOperation operation) =>
        operation is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation or IInvocationOperation or IObjectCreationOperation && operation.Type is { IsReferenceType: true };

    /// <summary>Rows of the run itself.</summary>
    private static bool IsOwn(IOperation operation, WriteRun run) => run.Holds(operation) && (BodyIndex.SymbolOf(operation) is not { } symbol || run.Declares(symbol));

    private bool Disturbs(IOperation operation, WriteRun run)
    {
        var start = operation;
        while (start is IMemberReferenceOperation { Instance: { } instance })
        {
            start = instance.WithoutConversions();
        }

        var isOfLambda = start is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } };
        if ((isOfLambda || start is IInvocationOperation) && operation.IsTranslated(symbols.Bcl))
        {
            return false;
        }

        var isLater = operation.Syntax.SpanStart > run.Save.Syntax.SpanStart && !operation.SharesLoopWith(run.Save);
        return !isLater || !isOfLambda && start is not (ILocalReferenceOperation or IInvocationOperation or IObjectCreationOperation);
    }

    /// <summary>The entity, one that it leads to or that leads to it, or a sequence of them in memory.</summary>
    private bool IsRelated(ITypeSymbol type)
    {
        if (symbols.Bcl.IsQueryable(type) || type.IsOrDerivesFrom(symbols.Ef!.DbSet))
        {
            return false;
        }

        var element = symbols.Bcl.ElementOf(type) ?? symbols.Bcl.Awaited(type);
        return SymbolEqualityComparer.Default.Equals(element, entity.Type)
            || entity.Navigations.Any(n => SymbolEqualityComparer.Default.Equals(n.Target, element))
            || model.Entity(element)?.Navigations.Any(n => SymbolEqualityComparer.Default.Equals(n.Target, entity.Type)) == true;
    }
}
