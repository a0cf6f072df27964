using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>The body of a loop around a query that might be moved in front of it.</summary>
internal sealed class BatchBody
{
    private static readonly ImmutableHashSet<string> Clocks = ImmutableHashSet.Create("Now", "UtcNow", "Today");
    private static readonly ImmutableArray<string> Writes = ImmutableArray.Create("Add", "Remove", "Update", "Attach", "Clear", "Reload", "ExecuteSql");

    private readonly ElementWalk walk;
    private readonly IInvocationOperation query;
    private readonly INamedTypeSymbol row;
    private readonly KnownSymbols symbols;
    private readonly List<IInvocationOperation> handed = [];
    private readonly HashSet<ISymbol> assigned = new(SymbolEqualityComparer.Default);

    public BatchBody(ElementWalk walk, IInvocationOperation query, INamedTypeSymbol row, KnownSymbols symbols)
    {
        (this.walk, this.query, this.row, this.symbols) = (walk, query, row, symbols);
        IsQuiet = BodyIndex.Of(walk.Operation).IsComplete;
        foreach (var operation in walk.Body.DescendantsAndSelf())
        {
            IsQuiet &= See(operation);
        }
    }

    /// <summary>The loop neither hands elements out as it goes nor changes what the query reads.</summary>
    public bool IsQuiet { get; }

    /// <summary>The loop may end before its last element.</summary>
    public bool LeavesEarly { get; private set; }

    /// <summary>The loop reckons with elements that are null.</summary>
    public bool ChecksElement { get; private set; }

    /// <summary>Calls before the query that get the element: its values may be others by then.</summary>
    public IReadOnlyList<IInvocationOperation> Handed => handed;

    /// <summary>The loop writes to rows of that entity.</summary>
    public bool ChangesRows => assigned.Any(m => m.ContainingType is { } owner && (row.IsOrDerivesFrom(owner) || owner.IsOrDerivesFrom(row)));

    /// <summary>No loop of the same function repeats the loop.</summary>
    public bool RunsOnce
    {
        get
        {
            for (var parent = walk.Statement.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
            {
                if (parent is ILoopOperation)
                {
                    return false;
                }
            }

            return true;
        }
    }

    public bool Assigns(ISymbol member) => assigned.Contains(member);

    /// <summary>The loop writes to that property of some row of the entity.</summary>
    public bool AssignsColumn(string name) => assigned.Any(m => m.Name == name && m.ContainingType is { } owner && row.IsOrDerivesFrom(owner));

    /// <summary>Whether the operation, but for one part of it, may read another value in another turn; what rows bring along is the same.</summary>
    public bool Varies(IOperation read, Iteration iteration, IOperation? except = null)
    {
        foreach (var part in read.DescendantsAndSelf())
        {
            if (except is not null && part.IsInside(except))
            {
                continue;
            }

            var varies = part switch
            {
                ILocalReferenceOperation or IParameterReferenceOperation => !IsOwn(part) && iteration.Varies(part),
                _ when IsClock(part) => true,
                IMemberReferenceOperation { Member: IPropertySymbol or IFieldSymbol } member => assigned.Contains(member.Member) && !ReadsRow(part),
                IInvocationOperation call => call != query && IsComputedHere(call),
                _ => false,
            };
            if (varies)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The time of day.</summary>
    public static bool IsClock(IOperation part) => part is IPropertyReferenceOperation { Property: { IsStatic: true } clock } && Clocks.Contains(clock.Name);

    /// <summary>A variable that the query itself declares.</summary>
    private bool IsOwn(IOperation reference) =>
        reference is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } parameter }
        && parameter.DeclaringSyntaxReferences.Any(d => d.SyntaxTree == query.Syntax.SyntaxTree && query.Syntax.Span.Contains(d.Span));

    /// <summary>Whether a row goes into the operation.</summary>
    public bool ReadsRow(IOperation part) => part.Contains<IParameterReferenceOperation>(IsOwn);

    /// <summary>A call in a lambda of the query that no row goes into: it runs here, once for each query.</summary>
    private bool IsComputedHere(IInvocationOperation call) => call.IsTranslated(symbols.Bcl) && !ReadsRow(call);

    private bool See(IOperation operation)
    {
        switch (operation)
        {
            case IBranchOperation branch:
                LeavesEarly |= walk.IsLeft(branch);
                return branch.BranchKind != BranchKind.GoTo;
            case IReturnOperation { Kind: OperationKind.Return } when !operation.IsInFunction(walk.Body):
                LeavesEarly |= walk.IsLoop;
                return true;
            case IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak }:
                return false;
            case IAssignmentOperation { Target: IMemberReferenceOperation, Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation } }:
                return true;
            case IAssignmentOperation { Target: IMemberReferenceOperation target }:
                assigned.Add(target.Member);
                return true;
            case IIncrementOrDecrementOperation { Target: IMemberReferenceOperation target }:
                assigned.Add(target.Member);
                return true;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: IMemberReferenceOperation target }:
                assigned.Add(target.Member);
                return true;
            case IInvocationOperation call:
                if (call.Syntax.SpanStart < query.Syntax.Span.End && HandsElementOver(call))
                {
                    handed.Add(call);
                }

                return !WritesRows(call);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } equality:
                ChecksElement |= IsElement(equality.LeftOperand) || IsElement(equality.RightOperand);
                return true;
            case IIsPatternOperation pattern:
                ChecksElement |= IsElement(pattern.Value);
                return true;
            case IConditionalAccessOperation access:
                ChecksElement |= IsElement(access.Operation);
                return true;
            default:
                return true;
        }
    }

    /// <summary>The element goes into code of the application before the query.</summary>
    private bool HandsElementOver(IInvocationOperation call) =>
        !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty
        && (IsElement(call.Instance) || call.Arguments.Any(a => IsElement(a.Value)));

    private bool IsElement(IOperation? value) =>
        value?.WithoutConversions() is ILocalReferenceOperation or IParameterReferenceOperation && value.WithoutConversions() is { Type.IsReferenceType: true } reference
        && SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(reference), walk.Element);

    /// <summary>Calls of the loop, of methods in sight, that may reach rows of that entity: of services, or of what is made for it.</summary>
    public IEnumerable<IInvocationOperation> CallsOnRows => walk.Body.DescendantsAndSelf().OfType<IInvocationOperation>().Where(call =>
        !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && call != query
        && (call.TargetMethod.ContainingType.TypeArguments.Concat(call.TargetMethod.TypeArguments).Concat(call.Arguments.Select(static a => a.Value.WithoutConversions().Type!)) is var types
            && (call.TargetMethod.ContainingType.TypeArguments.IsEmpty || types.Any(IsRow))));

    /// <summary>Rows of that entity are added, removed or forgotten, or nobody knows which.</summary>
    public bool WritesRows(IOperation operation)
    {
        if (operation is not IInvocationOperation call || symbols.Ef is not { } ef || !Writes.Any(w => call.TargetMethod.Name.StartsWith(w, StringComparison.Ordinal)))
        {
            return false;
        }

        var owner = call.TargetMethod.ContainingType;
        return owner.IsOrDerivesFrom(ef.DbSet)
            ? owner.TypeArguments.Length != 1 || owner.TypeArguments[0] is ITypeParameterSymbol || IsRow(owner.TypeArguments[0])
            : ef.IsContext(owner) || owner.ContainingNamespace?.ToString().StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) == true;
    }

    private bool IsRow(ITypeSymbol? type) => type is INamedTypeSymbol named && (named.IsOrDerivesFrom(row) || row.IsOrDerivesFrom(named));
}
