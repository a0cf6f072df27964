using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Whether a query that stands in a loop gives the same result when it runs once in front of it.</summary>
internal sealed class QueryHoist(KnownSymbols symbols, QueryReader queries)
{
    /// <summary>The fact that a fix reads: what moves.</summary>
    public const string Fact = "Hoist";

    /// <summary>The declaration of a local moves as it is written.</summary>
    public const string Statement = "Statement";

    /// <summary>The value moves into a new local.</summary>
    public const string Value = "Value";

    /// <summary>What moves; null when nothing may.</summary>
    public string? Of(Turn turn, EffectSite site)
    {
        if (site is not { IsDirect: true, Certainty: Certainty.Always, Operation: IInvocationOperation call } || LoopBody.Of(turn.Iteration) is not { } body)
        {
            return null;
        }

        var at = body.StatementOf(call);
        if (at < 0 || body.Leaves(at) || Result(call) is not { } result || !NeverThrows(call, result) || !IsPure(call, body))
        {
            return null;
        }

        if (Declared(result, body.Statements[at]) is { } local)
        {
            var index = BodyIndex.Of(call);
            return index.IsComplete && index.SingleValue(local) is not null && (IsImmutable(result.Type) || index.Reads(local).All(IsLookedAt)) && IsFree(local, body) ? Statement : null;
        }

        return IsImmutable(result.Type) && result.Parent is not IExpressionStatementOperation ? Value : null;
    }

    /// <summary>The call with its await; null when it is a task that nobody awaits here.</summary>
    private IOperation? Result(IInvocationOperation call)
    {
        if (!call.Type.Is(symbols.Bcl.TaskOf) && !call.Type.Is(symbols.Bcl.ValueTaskOf))
        {
            return call.Type.Is(symbols.Bcl.Task) ? null : call;
        }

        var task = call.Configured();
        return task.Parent is IAwaitOperation awaited ? awaited : null;
    }

    /// <summary>A query that throws for some rows would throw for a loop without elements too.</summary>
    private static bool NeverThrows(IInvocationOperation call, IOperation result) => OperatorTable.Of(call.TargetMethod.Name) switch
    {
        { Kind: OperatorKind.Any or OperatorKind.All or OperatorKind.Count or OperatorKind.Contains or OperatorKind.Sum or OperatorKind.List } => true,
        { Kind: OperatorKind.First or OperatorKind.Last, Name: var name } => name.EndsWith("OrDefault", StringComparison.Ordinal),
        { Kind: OperatorKind.Min or OperatorKind.Max or OperatorKind.Average } => result.Type is { IsReferenceType: true } or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T },
        null => call.TargetMethod.Name is "Find" or "FindAsync",
        _ => false,
    };

    /// <summary>The local whose declaration consists of the result.</summary>
    private static ILocalSymbol? Declared(IOperation result, IOperation statement) =>
        statement is IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [var declarator] }], Syntax: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } }
        && declarator.GetVariableInitializer() is { } initializer && initializer.Value.WithoutConversions() == result
            ? declarator.Symbol
            : null;

    /// <summary>Whether everything that the query is made of is known to be the same in each turn and to change nothing.</summary>
    private bool IsPure(IInvocationOperation call, LoopBody body)
    {
        var seen = 0;
        foreach (var part in call.DescendantsAndSelf())
        {
            if (++seen > 1_000)
            {
                return false;
            }

            var isPure = part switch
            {
                IInvocationOperation step => IsPureStep(step.TargetMethod),
                ILocalReferenceOperation local => !body.Declares(local.Local) || local.Local.DeclaringSyntaxReferences.All(d => call.Syntax.Span.Contains(d.Span)),
                IFieldReferenceOperation field => field.Field.IsReadOnly || field.Field.IsConst || symbols.Ef?.IsContext(field.Type) == true || IsColumn(field, call),
                IPropertyReferenceOperation property => IsPureProperty(property, call, body),
                IAssignmentOperation => IsInitializer(part),
                IObjectCreationOperation or IAnonymousObjectCreationOperation => IsInLambda(part, call),
                IIncrementOrDecrementOperation or IAwaitOperation or IDynamicInvocationOperation or IFunctionPointerInvocationOperation => false,
                _ => true,
            };
            if (!isPure)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsPureStep(IMethodSymbol method) =>
        queries.OperatorOf(method) is not null
        || method.ContainingType.SpecialType == SpecialType.System_String
        || symbols.Ef is { } ef && (method is { Name: "Set", Parameters.Length: 0 } && ef.IsContext(method.ContainingType)
            || method.Name is "Find" or "FindAsync" && (method.ContainingType.IsOrDerivesFrom(ef.DbSet) || ef.IsContext(method.ContainingType)));

    private bool IsPureProperty(IPropertyReferenceOperation property, IOperation call, LoopBody body)
    {
        if (IsColumn(property, call) || property.Parent is IAssignmentOperation assignment && assignment.Target == property && IsInitializer(assignment) || symbols.Ef?.IsContext(property.Property.ContainingType) == true && property.Type.IsOrDerivesFrom(symbols.Ef.DbSet))
        {
            return true;
        }

        if (property.Property.IsStatic)
        {
            return property.Property is { Name: "None" } none && none.ContainingType.Is(symbols.Bcl.CancellationToken) || symbols.Ef?.EfFunctions is { } functions && property.Property.ContainingType.Is(functions);
        }

        // A property of an object that the loop does nothing else with than reading it.
        return property.Instance?.WithoutConversions() is ILocalReferenceOperation or IParameterReferenceOperation
            && BodyIndex.SymbolOf(property.Instance.WithoutConversions()) is { } owner
            && BodyIndex.Of(call).Reads(owner).Where(r => r.IsInside(body.Block)).All(IsLookedAt);
    }

    private static bool IsInitializer(IOperation assignment) => assignment.Parent is IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation;

    /// <summary>Whether the member belongs to a row of the query itself.</summary>
    private static bool IsColumn(IOperation member, IOperation call)
    {
        while (member is IMemberReferenceOperation { Instance: { } instance })
        {
            member = instance.WithoutConversions();
        }

        return member is IParameterReferenceOperation { Parameter: var parameter } && parameter.DeclaringSyntaxReferences.Any(d => call.Syntax.Span.Contains(d.Span));
    }

    private static bool IsInLambda(IOperation part, IOperation call)
    {
        for (var parent = part.Parent; parent is not null && parent != call; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the object is only looked at: a value of it is read, it is tested for null, counted or searched.</summary>
    private bool IsLookedAt(IOperation read) => read.Parent switch
    {
        IPropertyReferenceOperation property => property.Instance == read && IsImmutable(property.Type) && property.Parent is not (IAssignmentOperation or IIncrementOrDecrementOperation)
            || property.Instance == read && property.Parent is IAssignmentOperation { Target: var target } && target != property && IsImmutable(property.Type),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
        IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } => true,
        IConversionOperation conversion => IsLookedAt(conversion),
        IParenthesizedOperation parenthesized => IsLookedAt(parenthesized),
        IConditionalAccessOperation access => access.Operation == read && IsImmutable(access.Type),
        IArrayElementReferenceOperation element => element.ArrayReference == read && IsImmutable(element.Type) && element.Parent is not IAssignmentOperation,
        IInvocationOperation call => call.Instance == read && IsSearch(call),
        IArgumentOperation { Parent: IInvocationOperation call } argument => call.TargetMethod.IsExtensionMethod && argument.Parameter?.Ordinal == 0 && call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable) && IsSearch(call),
        IForEachLoopOperation loop => loop.Collection == read && loop.Locals.All(l => IsImmutable(l.Type)),
        _ => false,
    };

    private static bool IsSearch(IInvocationOperation call) =>
        call.TargetMethod.Name is "Any" or "All" or "Count" or "LongCount" or "Contains" or "Sum" or "Min" or "Max" or "Average" or "IndexOf" or "Exists" or "ContainsKey" && IsImmutable(call.Type);

    private static bool IsImmutable(ITypeSymbol? type) => type switch
    {
        null => false,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsImmutable(nullable.TypeArguments[0]),
        { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_String or SpecialType.System_Decimal or SpecialType.System_DateTime } => true,
        { SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double } => true,
        { IsValueType: true, IsReadOnly: true, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => true,
        _ => false,
    };

    /// <summary>Whether nothing else around the loop has the name of the local.</summary>
    private static bool IsFree(ILocalSymbol local, LoopBody body)
    {
        var around = body.Loop.Syntax.Parent switch
        {
            GlobalStatementSyntax global => global.Parent!,
            SwitchSectionSyntax section => section.Parent!,
            var block => block!,
        };
        return !around.DescendantTokens().Any(t => t.ValueText == local.Name && !body.Loop.Syntax.Span.Contains(t.Span));
    }
}
