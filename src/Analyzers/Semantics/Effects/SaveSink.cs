using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Whether a save that stands in a loop can run once behind it.</summary>
internal sealed class SaveSink(KnownSymbols symbols)
{
    /// <summary>The fact that a fix reads.</summary>
    public const string Fact = "Sink";

    private static readonly ImmutableHashSet<string> Tracking = ImmutableHashSet.Create(
        StringComparer.Ordinal, "Add", "AddAsync", "AddRange", "AddRangeAsync", "Update", "UpdateRange", "Remove", "RemoveRange", "Attach", "AttachRange", "Set", "SaveChanges", "SaveChangesAsync");

    private static readonly ImmutableHashSet<string> Transactions = ImmutableHashSet.Create(
        StringComparer.Ordinal, "BeginTransaction", "BeginTransactionAsync", "Commit", "CommitAsync", "Rollback", "RollbackAsync", "CreateExecutionStrategy", "UseTransaction", "UseTransactionAsync");

    public bool Allows(Turn turn, EffectSite site) =>
        site is { IsDirect: true, Certainty: Certainty.Always, Operation: IInvocationOperation call } && turn.IsAlone(site)
        && symbols.Ef is { } ef && ef.IsContext(call.TargetMethod.ContainingType) && call.AsStatement() is { } statement
        && LoopBody.Of(turn.Iteration) is { } body && body.Statements.IndexOf(statement) is var at and >= 0 && body.Statements.Length > 1
        && !body.Leaves() && !turn.Iteration.Varies(call) && HasPlainArguments(call) && IsPlain(call.Instance)
        && !body.Loop.IsInTry() && !body.Block.Contains<IOperation>(o => Forbids(o, ef))
        && !body.Statements.Skip(at + 1).Any(s => s.Contains<IOperation>(o => BodyIndex.SymbolOf(o) is ILocalSymbol local && body.Declares(local)))
        && !CarriesOver(body);

    private bool HasPlainArguments(IInvocationOperation call) =>
        call.Arguments.All(a => a.ArgumentKind == ArgumentKind.DefaultValue || a.Parameter?.Type.Is(symbols.Bcl.CancellationToken) == true && IsPlain(a.Value.WithoutConversions()));

    /// <summary>A variable, a field, or a property of the object itself: the same each time.</summary>
    private static bool IsPlain(IOperation? operation) => operation?.WithoutConversions() switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or IDefaultValueOperation => true,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
        _ => false,
    };

    /// <summary>What makes each save a step of its own: a try, a transaction, a look at the tracker, a context that is handed on.</summary>
    private static bool Forbids(IOperation operation, EfSymbols ef) => operation switch
    {
        ITryOperation or ILockOperation => true,
        IObjectCreationOperation { Type.Name: "TransactionScope" } => true,
        IInvocationOperation call when Transactions.Contains(call.TargetMethod.Name) => true,
        IInvocationOperation { TargetMethod: { Name: "Load" or "LoadAsync" or "Reload" or "ReloadAsync" } } => true,
        _ when ef.IsContext(operation.Type) && operation is not IConversionOperation => operation.Parent switch
        {
            IInvocationOperation call => !Tracking.Contains(call.TargetMethod.Name),
            IPropertyReferenceOperation property => !property.Type.IsOrDerivesFrom(ef.DbSet),
            IConversionOperation or IParenthesizedOperation => false,
            _ => true,
        },
        _ => false,
    };

    /// <summary>Whether an object of one turn is at hand in the next: its key would not be there yet.</summary>
    private bool CarriesOver(LoopBody body)
    {
        var filled = new Dictionary<ISymbol, int>(SymbolEqualityComparer.Default);
        var used = new Dictionary<ISymbol, int>(SymbolEqualityComparer.Default);
        foreach (var operation in body.Block.Descendants())
        {
            if (operation is IAssignmentOperation { Target: var target, Value.Type: var type } && IsOuter(target, body) && type is { IsReferenceType: true, SpecialType: not SpecialType.System_String })
            {
                return true;
            }

            if (BodyIndex.SymbolOf(operation) is { } symbol && IsOuter(operation, body) && operation is not IConversionOperation && operation.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String } held && !IsStore(held))
            {
                used[symbol] = used.TryGetValue(symbol, out var times) ? times + 1 : 1;
                if (operation.Parent is IInvocationOperation { Arguments.Length: > 0 } call && call.Instance == operation && call.Arguments.Any(static a => a.Value.WithoutConversions().Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String }))
                {
                    filled[symbol] = 1;
                }
            }
        }

        return filled.Keys.Any(symbol => used[symbol] > 1);
    }

    private bool IsStore(ITypeSymbol type) => symbols.Ef is { } ef && (ef.IsContext(type) || type.IsOrDerivesFrom(ef.DbSet));

    private static bool IsOuter(IOperation operation, LoopBody body) => operation.WithoutConversions() switch
    {
        ILocalReferenceOperation local => !body.Declares(local.Local),
        IParameterReferenceOperation parameter => !body.Declares(parameter.Parameter),
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
        _ => false,
    };
}
