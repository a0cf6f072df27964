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
            if (++seen > Budget || HeldBy(operation) is { } held && IsRelated(held) && !IsOwn(operation, run) && Disturbs(operation, run))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a value holds, or what a query tracks that is run for its effect or handed on as a sequence.</summary>
    private ITypeSymbol? HeldBy(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "Load" or "LoadAsync" or "ForEachAsync" } load => symbols.Bcl.ElementOf(load.Receiver()?.WithoutConversions().Type),
        IConversionOperation { IsImplicit: true, Operand.Type: { } query, Type: { } sequence } when symbols.Bcl.IsQueryable(query) && !symbols.Bcl.IsQueryable(sequence) => symbols.Bcl.ElementOf(query),
        ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation or IInvocationOperation or IObjectCreationOperation when operation.Type is { IsReferenceType: true } type => type,
        _ => null,
    };

    /// <summary>Rows of the run itself.</summary>
    private static bool IsOwn(IOperation operation, WriteRun run) => run.Holds(operation) && (operation is IConversionOperation || BodyIndex.SymbolOf(operation) is not { } symbol || run.Declares(symbol));

    private bool Disturbs(IOperation operation, WriteRun run)
    {
        var start = operation;
        while (start is IMemberReferenceOperation { Instance: { } instance })
        {
            start = instance.WithoutConversions();
        }

        var isOfLambda = start is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } };
        if ((isOfLambda || start is IInvocationOperation or IConversionOperation) && operation.IsTranslated(symbols.Bcl))
        {
            return false;
        }

        var isLater = operation.Syntax.SpanStart > run.Save.Syntax.SpanStart && !operation.SharesLoopWith(run.Save);
        return !isLater || !isOfLambda && start is not (ILocalReferenceOperation or IInvocationOperation or IObjectCreationOperation or IConversionOperation);
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
