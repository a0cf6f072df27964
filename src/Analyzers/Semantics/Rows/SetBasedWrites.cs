using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>Says whether rows that are loaded to be written can be written by one statement in their place, with the same rows stored afterwards.</summary>
internal sealed class SetBasedWrites(KnownSymbols symbols, Dispatch dispatch, Func<EfModel> model)
{
    /// <summary>The fact that a fix reads: what becomes of the call that saves.</summary>
    public const string SaveFact = "save";

    /// <summary>The fact that a fix reads: how each assignment becomes a setter.</summary>
    public const string SettersFact = "set";

    /// <summary>Other changes may wait for it.</summary>
    public const string Kept = "kept";

    /// <summary>The context is made for this write alone.</summary>
    public const string Dropped = "dropped";

    /// <summary>What a fix needs to write ExecuteDelete; null when the result could differ.</summary>
    public ImmutableDictionary<string, string?>? Delete(LoadedRows rows) =>
        rows.Fate.Use == RowUse.Removed && RunOf(rows) is { Turn: [var removal] } run && Removes(removal, run)
        && Entity(rows) is { DependentsNeedClient: Fact.No } entity && !new RelatedRows(symbols, model(), entity).AreInSight(run)
            ? ImmutableDictionary<string, string?>.Empty.Add(SaveFact, SaveOf(run))
            : null;

    /// <summary>What a fix needs to write ExecuteUpdate; null when the result could differ.</summary>
    public ImmutableDictionary<string, string?>? Update(LoadedRows rows) =>
        RunOf(rows) is { Row: not null } run && Entity(rows) is { } entity && RowSetters.Of(run, entity, symbols) is { } setters
        && (setters.IsMarked || IsTracked(rows.Query.Query)) && !IsTrackerSet(run) && !new RelatedRows(symbols, model(), entity).AreInSight(run)
            ? ImmutableDictionary<string, string?>.Empty.Add(SaveFact, SaveOf(run)).Add(SettersFact, string.Join("|", setters.Setters))
            : null;

    private WriteRun? RunOf(LoadedRows rows) =>
        symbols.Ef is not null && rows.Query.Query is { IsComplete: true } query && query.Steps.All(s => Keeps(s) || s.Kind == OperatorKind.Stream && s == query.Steps[query.Steps.Length - 1])
        && WriteRun.Of(rows, symbols) is { } run && !run.Save.IsInTry()
            ? run
            : null;

    /// <summary>Steps that one statement can stand on everywhere: filters, and what doesn't change the rows.</summary>
    private static bool Keeps(QueryStep step) => step.Operator.Name == "Where" || step.Kind is OperatorKind.Tag or OperatorKind.Tracking || step is { Kind: OperatorKind.Neutral, Operator.Name: not "DefaultIfEmpty" };

    /// <summary>The entity, when its rows lie in one table and saving them does no more than the statement.</summary>
    private EntityModel? Entity(LoadedRows rows) =>
        model() is { SavesHaveSideEffects: Fact.No, IsRelational: true } known && known.Entity(rows.Entity) is { IsClosed: true } entity
        && SymbolEqualityComparer.Default.Equals(rows.Query.Query.Entity, rows.Entity)
        && !(entity.IsKeyless || entity.IsOwned || entity.IsComplex || entity.IsView || entity.IsSplit || entity.HasTrigger || entity.IsConcurrencyChecked || entity.Mapping != MappingStrategy.Tph)
        && !entity.Navigations.Any(static n => n.IsAlwaysLoaded) && !entity.Properties.Any(static p => p.ValueGeneration is ValueGeneration.OnUpdate or ValueGeneration.OnAddOrUpdate)
        && !IsInHierarchy(entity.Type, known)
            ? entity
            : null;

    private bool IsInHierarchy(INamedTypeSymbol type, EfModel known)
    {
        for (var above = type.BaseType; above is { SpecialType: SpecialType.None }; above = above.BaseType)
        {
            if (known.IsEntity(above))
            {
                return true;
            }
        }

        return dispatch.Types.Any(t => SymbolEqualityComparer.Default.Equals(t.BaseType?.OriginalDefinition, type.OriginalDefinition));
    }

    private bool Removes(IOperation operation, WriteRun run) => operation is IExpressionStatementOperation statement ? Removes(statement.Operation, run) : operation switch
    {
        IInvocationOperation { TargetMethod.Name: "Remove" or "RemoveRange" } call => run.Tracks(call, symbols.Ef!),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "State", Instance: IInvocationOperation { TargetMethod.Name: "Entry" } entry } } => run.Row is not null && run.Tracks(entry, symbols.Ef!),
        _ => false,
    };

    /// <summary>Whether values that the rows get are saved: the context tracks them, unless the query says otherwise.</summary>
    private bool IsTracked(Query query) => query.StepsOf(OperatorKind.Tracking).ToList() is var steps && steps.All(static s => !s.Sometimes)
        && (steps.Count == 0 ? model().NoTrackingByDefault == Fact.No : steps[steps.Count - 1].Operator.Name == "AsTracking");

    private static bool IsTrackerSet(WriteRun run) => run.Save.Root().Contains<IPropertyReferenceOperation>(static p => p.Property.Name is "AutoDetectChangesEnabled" or "QueryTrackingBehavior");

    /// <summary>Nothing else waits for the save when the context is made here and used by nothing before it.</summary>
    private string SaveOf(WriteRun run) =>
        new OwnContext(symbols.Ef).Of(run.Save, run.Save.Root()) is { } made && symbols.Ef!.IsContext(symbols.Bcl.Awaited(made.Type)) && run.Context.WithoutConversions() is ILocalReferenceOperation { Local: var context }
        && BodyIndex.Of(run.Save).Reads(context).All(r => run.Holds(r) || r.IsInside(run.Save) || r.Syntax.SpanStart > run.Save.Syntax.SpanStart && !r.SharesLoopWith(run.Save))
            ? Dropped
            : Kept;
}
