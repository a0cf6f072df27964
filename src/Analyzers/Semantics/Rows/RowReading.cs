using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>One walk from a value that holds rows to everything that is done with them.</summary>
/// <param name="reader">Answers for methods that get the rows.</param>
/// <param name="symbols">The library types.</param>
/// <param name="query">The query that loaded the rows, null for a parameter.</param>
/// <param name="depth">How many calls deep the walk stands.</param>
/// <param name="isShallow">Calls of the application's own methods are passed over: the first, cheap look.</param>
internal sealed class RowReading(RowReader reader, KnownSymbols symbols, QueryUse? query, int depth, bool isShallow)
{
    private const int Budget = 400;

    private readonly HashSet<ISymbol> followed = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IOperation> accepted = [];
    private readonly ImmutableArray<IPropertySymbol>.Builder columns = ImmutableArray.CreateBuilder<IPropertySymbol>();
    private readonly ImmutableArray<IOperation>.Builder places = ImmutableArray.CreateBuilder<IOperation>();
    private RowUse use;
    private bool isDirect;
    private bool saves;
    private bool passesOver;
    private int budget = Budget;

    private bool IsNeeded => (use & RowUse.Needed) != 0;

    /// <summary>Nothing seen needs the rows, and something writes them or may do so.</summary>
    public bool MayWriteOnly => !IsNeeded && (passesOver || (use & (RowUse.Removed | RowUse.Assigned)) != 0);

    public RowFate Fate => IsNeeded ? RowFate.Lost(use) : new(use, columns.ToImmutable(), places.ToImmutable(), isDirect, saves, use & RowFate.Writes);

    /// <summary>What becomes of the rows that the expression holds.</summary>
    public void Follow(IOperation value, Holding holding)
    {
        if (IsNeeded || --budget < 0)
        {
            use |= RowUse.Needed;
            return;
        }

        var (child, parent) = Outward(value);
        switch (parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                FollowLocal(declarator.Symbol, declarator, holding);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local, Parent: IExpressionStatementOperation } assignment when assignment.Value == child:
                FollowLocal(local.Local, assignment, holding);
                break;
            case IForEachLoopOperation loop when holding == Holding.Rows:
                FollowLoop(loop);
                break;
            case IArgumentOperation argument:
                FollowArgument(argument, holding);
                break;
            case IArrayInitializerOperation { Parent: IArrayCreationOperation { IsImplicit: true, Parent: IArgumentOperation packed } }:
                FollowArgument(packed, holding);
                break;
            case IInvocationOperation { TargetMethod.Name: "ForEach" } call when holding == Holding.Rows && QueryReader.LambdaOf(call) is { } lambda:
                FollowTurn(lambda.Symbol.Parameters[0], lambda.Body, call);
                break;
            case IPropertyReferenceOperation property when property.Instance == child:
                FollowProperty(property, holding);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when NullTests.IsNull(comparison.LeftOperand) || NullTests.IsNull(comparison.RightOperand):
            case IExpressionStatementOperation:
            case INameOfOperation:
                use |= RowUse.Tested;
                break;
            case IIsPatternOperation { Pattern: var pattern } test when test.Value == child && NullTests.AsksExistence(pattern, out var declared):
                use |= RowUse.Tested;
                if (declared is not null)
                {
                    FollowSymbol(declared, test, holding);
                }

                break;
            case ICoalesceOperation { WhenNull: var otherwise } coalesce when coalesce.Value == child && otherwise.WithoutConversions() is IThrowOperation:
                Follow(coalesce, holding);
                break;
            case IConditionalAccessOperation access when access.Operation == child && Placeholder(access) is { } placeholder:
                Follow(placeholder, holding);
                break;
            default:
                use |= RowUse.Needed;
                break;
        }
    }

    /// <summary>What becomes of the rows in one turn of a loop or lambda that runs once per row.</summary>
    public void FollowTurn(ISymbol element, IOperation body, IOperation iteration)
    {
        FollowSymbol(element, iteration, Holding.EachRow);
        var seen = 0;
        foreach (var operation in body.Descendants())
        {
            if (IsNeeded || ++seen > Budget * 4)
            {
                use |= RowUse.Needed;
                return;
            }

            if (operation is IBranchOperation { BranchKind: BranchKind.Break } or IReturnOperation { IsImplicit: false, ReturnedValue: not null }
                || operation is IInvocationOperation call && !IsAccepted(call, body) && (!reader.IsKnown(call.TargetMethod) || !isShallow) && !reader.Saves(call))
            {
                use |= RowUse.Needed;
            }
        }
    }

    public void FollowLoop(IForEachLoopOperation loop)
    {
        if (loop.Locals.Length == 1)
        {
            FollowTurn(loop.Locals[0], loop.Body, loop);
        }
        else
        {
            use |= RowUse.Needed;
        }
    }

    public void FollowParameter(IParameterSymbol parameter, IOperation body)
    {
        foreach (var read in BodyIndex.Of(body).Reads(parameter))
        {
            Follow(read, parameter.Type.ArgumentOf(symbols.Bcl.IEnumerableOf) is null ? Holding.Row : Holding.Rows);
        }

        if (BodyIndex.Of(body).Writes(parameter).Count > 0)
        {
            use |= RowUse.Needed;
        }
    }

    /// <summary>A sequence that is handed to a method.</summary>
    public void FollowArgument(IArgumentOperation argument, Holding holding)
    {
        if (argument.Parent is not IInvocationOperation call || argument.Parameter is not { RefKind: RefKind.None } parameter)
        {
            use |= RowUse.Needed;
            return;
        }

        accepted.Add(call);
        if (symbols.Ef?.IsStore(call.TargetMethod.ContainingType) == true)
        {
            FollowTracking(call);
        }
        else if (call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable) && parameter.Ordinal == 0)
        {
            FollowOperator(call, holding);
        }
        else if (call.TargetMethod.Name == "ThrowIfNull")
        {
            use |= RowUse.Tested;
        }
        else if (call.TargetMethod.IsExtensionMethod && call.TargetMethod.Name == "ForEach" && holding == Holding.Rows && QueryReader.LambdaOf(call) is { } lambda)
        {
            FollowTurn(lambda.Symbol.Parameters[0], lambda.Body, call);
        }
        else if (isShallow)
        {
            passesOver |= reader.IsKnown(call.TargetMethod);
            use |= passesOver ? RowUse.None : RowUse.Needed;
        }
        else
        {
            Take(reader.OfParameter(call, parameter.Ordinal, depth + 1), call);
        }
    }

    private void FollowTracking(IInvocationOperation call)
    {
        switch (call.TargetMethod.Name)
        {
            case "Remove" or "RemoveRange":
                Note(RowUse.Removed, call);
                isDirect = true;
                break;
            case "Attach" or "AttachRange" or "Update" or "UpdateRange":
                Note(RowUse.Attached, call);
                break;
            case "Add" or "AddRange" or "AddAsync" or "AddRangeAsync":
                use |= RowUse.Added;
                break;
            case "Entry" when call.Parent is IPropertyReferenceOperation { Property.Name: "State", Parent: ISimpleAssignmentOperation { Value: var state } } && state.WithoutConversions() is IFieldReferenceOperation { Field.Name: var name }:
                Note(name == "Deleted" ? RowUse.Removed : name == "Added" ? RowUse.Added : RowUse.Attached, call);
                isDirect = true;
                break;
            default:
                use |= RowUse.Needed;
                break;
        }
    }

    private void FollowOperator(IInvocationOperation call, Holding holding)
    {
        switch (OperatorTable.Of(call.TargetMethod.Name)?.Kind)
        {
            case OperatorKind.Any or OperatorKind.Count when call.Arguments.Length == 1:
                use |= RowUse.Tested;
                break;
            case OperatorKind.List or OperatorKind.Stream when holding == Holding.Rows:
                Follow(call, holding);
                break;
            case OperatorKind.Filter when holding == Holding.Rows && QueryReader.LambdaOf(call) is { } lambda && RowValues.IsSettable(lambda.Body, lambda.Symbol.Parameters[0], lambda):
                Follow(call, holding);
                break;
            default:
                use |= RowUse.Needed;
                break;
        }
    }

    private void FollowLocal(ILocalSymbol local, IOperation write, Holding holding)
    {
        foreach (var other in BodyIndex.Of(write).Writes(local))
        {
            if (other.At != write && !NullTests.IsNull(other.Value))
            {
                use |= RowUse.Needed;
                return;
            }
        }

        FollowSymbol(local, write, holding);
    }

    private void FollowSymbol(ISymbol symbol, IOperation inBody, Holding holding)
    {
        if (!followed.Add(symbol))
        {
            return;
        }

        var index = BodyIndex.Of(inBody);
        if (!index.IsComplete)
        {
            use |= RowUse.Needed;
            return;
        }

        foreach (var read in index.Reads(symbol))
        {
            Follow(read, holding);
        }
    }

    private void FollowProperty(IPropertyReferenceOperation property, Holding holding)
    {
        if (holding == Holding.Rows)
        {
            use |= property.Property.Name is "Count" or "Length" ? RowUse.Tested : RowUse.Needed;
            return;
        }

        switch (property.Parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == property:
                Assign(property, assignment.Value, assignment, holding);
                break;
            case ICompoundAssignmentOperation compound when compound.Target == property:
                Assign(property, compound.Value, compound, holding);
                break;
            case ICoalesceAssignmentOperation coalesce when coalesce.Target == property && holding == Holding.EachRow:
                Assign(property, coalesce.Value, coalesce, holding);
                break;
            case IIncrementOrDecrementOperation increment:
                Assign(property, null, increment, holding);
                break;
            default:
                use |= RowValues.IsReadToAssign(property) || isShallow || RowValues.IsPinned(property.Property, query) || holding == Holding.EachRow && RowValues.IsReadToFilter(property) ? RowUse.Tested : RowUse.Needed;
                break;
        }
    }

    private void Assign(IPropertyReferenceOperation target, IOperation? value, IOperation assignment, Holding holding)
    {
        var row = BodyIndex.SymbolOf(target.Instance!);
        if (!RowValues.IsColumn(target.Property) || value is not null && (!RowValues.IsSettable(value, row, RowValues.TurnOf(assignment)) || holding == Holding.Row && RowValues.IsFromForm(value, row)))
        {
            use |= RowUse.Needed;
            return;
        }

        accepted.Add(assignment);
        if (!columns.Contains(target.Property, SymbolEqualityComparer.Default))
        {
            columns.Add(target.Property);
        }

        Note(RowUse.Assigned, assignment);
    }

    private void Note(RowUse what, IOperation at)
    {
        use |= what;
        places.Add(at);
    }

    private void Take(RowFate fate, IOperation call)
    {
        use |= fate.Use | fate.Written;
        saves |= fate.Saves;
        columns.AddRange(fate.Columns.Where(c => !columns.Contains(c, SymbolEqualityComparer.Default)));
        if (fate.Has(RowUse.Removed | RowUse.Assigned | RowUse.Attached))
        {
            places.Add(call);
        }
    }

    private bool IsAccepted(IOperation operation, IOperation within)
    {
        for (IOperation? current = operation; current is not null && current != within; current = current.Parent)
        {
            if (accepted.Contains(current))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value with what only carries it around it, and the operation that takes it.</summary>
    private static (IOperation Child, IOperation? Parent) Outward(IOperation value)
    {
        var (child, parent) = (value, value.Parent);
        while (parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation or ITranslatedQueryOperation
            || parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" } plumbing && plumbing.Instance == child
            || parent is IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" or "ValueTask" } })
        {
            (child, parent) = (parent, parent.Parent);
        }

        return (child, parent);
    }

    private static IOperation? Placeholder(IConditionalAccessOperation access) =>
        access.WhenNotNull.DescendantsAndSelf().Take(Budget).FirstOrDefault(o => o is IConditionalAccessInstanceOperation);
}
