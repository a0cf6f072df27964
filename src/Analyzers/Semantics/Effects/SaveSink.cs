using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Whether a save in a loop can run once behind it.</summary>
internal sealed class SaveSink(KnownSymbols symbols, Bodies bodies, Dispatch dispatch, SaveMethods saves, IdleCode idle, Func<Compilation, SaveSink> inSight,
    Func<IOperation, IReadOnlyCollection<IInvocationOperation>, IInvocationOperation?, bool> areSteady)
{
    /// <summary>The fact that a fix reads.</summary>
    public const string Fact = "Sink";

    /// <summary>Its value when a turn asks another system: what fails there keeps all elements from being saved.</summary>
    public const string Asks = "Asks";

    private const int CallDepth = 2;

    private static readonly ImmutableHashSet<string> Tracking = ImmutableHashSet.Create(
        StringComparer.Ordinal, "Add", "AddAsync", "AddRange", "AddRangeAsync", "Update", "UpdateRange", "Remove", "RemoveRange", "Attach", "AttachRange", "Set", "SaveChanges", "SaveChangesAsync");

    private static readonly ImmutableHashSet<string> Transactions = ImmutableHashSet.Create(
        StringComparer.Ordinal, "BeginTransaction", "BeginTransactionAsync", "Commit", "CommitAsync", "Rollback", "RollbackAsync", "CreateExecutionStrategy", "UseTransaction", "UseTransactionAsync");

    /// <summary>What the report tells its fix; null when the save has to stay.</summary>
    public ImmutableDictionary<string, string?>? Of(Turn turn, EffectSite site)
    {
        if (site.Operation is not IInvocationOperation call || !saves.IsSave(call) || call.AsStatement() is not { } statement || turn.ReadsBeside(site) is not { } reads
            || SavedTurn.Of(turn.Iteration, statement) is not { HasMore: true } saved || turn.Iteration.Varies(call) || !IsFree(saved, call, reads)
            || !saved.Skipped.All(s => idle.Covers(s, saved.Body, reads)) || !saved.After.All(s => idle.Covers(s, saved.Body)))
        {
            return null;
        }

        return AreSteady(saved.Body.Block, reads, call) ? ImmutableDictionary<string, string?>.Empty.Add(Fact, turn.OnlyStores ? "" : Asks) : null;
    }

    /// <summary>Whether what a turn asks the database for is the same when the turns before are not saved yet.</summary>
    public bool AreSteady(IOperation turn, IReadOnlyCollection<IInvocationOperation> reads, IInvocationOperation? save) => reads.Count == 0 || areSteady(turn, reads, save);

    /// <summary>Whether the call tells a context or a set of rows.</summary>
    public bool IsTracking(IInvocationOperation call) => call.TargetMethod.Name is not ("SaveChanges" or "SaveChangesAsync" or "Set") && Tracking.Contains(call.TargetMethod.Name) && IsStore(call.TargetMethod.ContainingType);

    /// <summary>Whether a piece of code counts on nothing that was saved before.</summary>
    public bool IsFree(IOperation code) =>
        symbols.Ef is { } ef && !code.Contains<IOperation>(o => Forbids(o, ef) || o is IInvocationOperation call && LooksAtTracker(call, CallDepth));

    /// <summary>Whether nothing in the turn depends on what was saved before.</summary>
    public bool IsFree(SavedTurn saved, IInvocationOperation save, IReadOnlyCollection<IInvocationOperation> reads) =>
        symbols.Ef is { } ef && !HandlesFailure(saved.Body.Loop) && !saved.Body.Block.Contains<IOperation>(o => o != save && !reads.Any(r => o.IsInside(r)) && Forbids(o, ef))
        && !saved.Body.Block.Contains<IInvocationOperation>(c => c != save && !reads.Any(r => c.IsInside(r)) && LooksAtTracker(c, CallDepth))
        && !saved.After.Any(s => s.Contains<IOperation>(o => BodyIndex.SymbolOf(o) is ILocalSymbol local && saved.Body.Declares(local)))
        && !CarriesOver(saved.Body, BodyIndex.SymbolOf(save.Instance!));

    /// <summary>Whether a try around the loop deals with a save that fails; what elements were saved before is then said there.</summary>
    private static bool HandlesFailure(IOperation loop)
    {
        for (var parent = loop.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ITryOperation { Catches: var catches } && catches.Any(static c => c.ExceptionType is not { Name: "Exception" or "Object", ContainingNamespace.Name: "System" }))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What makes each save a step of its own: a try, a transaction, a look at the tracker, a context that is handed on.</summary>
    private static bool Forbids(IOperation operation, EfSymbols ef) => operation switch
    {
        ITryOperation or ILockOperation => true,
        IObjectCreationOperation { Type.Name: "TransactionScope" } => true,
        IInvocationOperation call when Transactions.Contains(call.TargetMethod.Name) => true,
        IInvocationOperation { TargetMethod: { Name: "Load" or "LoadAsync" or "Reload" or "ReloadAsync" } } => true,
        _ => UsesOtherwise(operation, ef),
    };

    /// <summary>Whether a context is used for more than its sets and to tell it of rows.</summary>
    private static bool UsesOtherwise(IOperation operation, EfSymbols ef)
    {
        if (operation is IConversionOperation || !ef.IsContext(operation.Type))
        {
            return operation is IPropertyReferenceOperation { Property.Name: "Local" } local && local.Property.ContainingType.IsOrDerivesFrom(ef.DbSet);
        }

        var user = operation.Parent;
        while (user is IConversionOperation or IParenthesizedOperation)
        {
            user = user.Parent;
        }

        return user switch
        {
            IInvocationOperation call => !Tracking.Contains(call.TargetMethod.Name) && !IsMark(call),
            IPropertyReferenceOperation property => !property.Type.IsOrDerivesFrom(ef.DbSet),
            _ => true,
        };
    }

    /// <summary>`db.Entry(row).State = EntityState.Modified`, or a look whether the row is tracked at all.</summary>
    private static bool IsMark(IInvocationOperation call) => call is { TargetMethod.Name: "Entry", Parent: IPropertyReferenceOperation { Property.Name: "State" } state } && state.Parent switch
    {
        ISimpleAssignmentOperation { Value: IFieldReferenceOperation } set => set.Target == state,
        IBinaryOperation { RightOperand: IFieldReferenceOperation { Field.Name: "Detached" } } => true,
        _ => false,
    };

    private bool LooksAtTracker(IInvocationOperation call, int depth)
    {
        if (depth == 0 || call.TargetMethod.Declared().DeclaringSyntaxReferences.IsEmpty)
        {
            return false;
        }

        var targets = dispatch.TargetsOf(call);
        return targets.IsDefault || targets.Any(t => bodies.SourceOf(t) is { } source && inSight(source).LooksAtTracker(t, depth - 1));
    }

    private bool LooksAtTracker(IMethodSymbol method, int depth) => symbols.Ef is { } ef && bodies.Of(method) is { } body
        && body.Contains<IOperation>(o => UsesOtherwise(o, ef) || o is IInvocationOperation call && LooksAtTracker(call, depth));

    /// <summary>Whether an object of one turn is at hand in the next: its key would not be there yet.</summary>
    private bool CarriesOver(LoopBody body, ISymbol? store)
    {
        var filled = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var read = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in body.Block.Descendants())
        {
            if (operation is IAssignmentOperation { Target: var target, Value.Type: var type } && IsOuter(target, body) && IsObject(type))
            {
                return true;
            }

            if (BodyIndex.SymbolOf(operation) is not { } symbol || !IsOuter(operation, body) || operation is IConversionOperation || !IsObject(operation.Type) || IsStore(operation.Type!) || SymbolEqualityComparer.Default.Equals(symbol, store))
            {
                continue;
            }

            var fills = operation.Parent is IInvocationOperation { Arguments.Length: > 0 } call && call.Instance == operation && call.Arguments.Any(static a => IsObject(a.Value.WithoutConversions().Type)) ? call : null;
            if (fills is not null)
            {
                filled.Add(symbol);
            }

            if (fills is not { Parent: IExpressionStatementOperation })
            {
                read.Add(symbol);
            }
        }

        return filled.Overlaps(read);
    }

    private static bool IsObject(ITypeSymbol? type) => type is { IsReferenceType: true, SpecialType: not SpecialType.System_String };

    private bool IsStore(ITypeSymbol type) => symbols.Ef?.IsStore(type) == true;

    private static bool IsOuter(IOperation operation, LoopBody body) => operation.WithoutConversions() switch
    {
        ILocalReferenceOperation local => !body.Declares(local.Local),
        IParameterReferenceOperation parameter => !body.Declares(parameter.Parameter),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
        _ => false,
    };
}
