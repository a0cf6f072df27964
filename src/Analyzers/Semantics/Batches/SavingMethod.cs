using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Effects;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>A method that tells a context of one element and saves: `db.Add(order); await db.SaveChangesAsync();`.</summary>
/// <param name="Method">The method.</param>
/// <param name="Element">The parameter with the element.</param>
/// <param name="Save">The call in it that saves.</param>
/// <param name="Many">A method beside it that does the same for many elements and saves once; null when there is none.</param>
internal sealed record SavingMethod(IMethodSymbol Method, IParameterSymbol Element, SyntaxNode Save, IMethodSymbol? Many)
{
    /// <summary>The statements of the method in front of the one that saves, and that one; null when it is not made like this.</summary>
    public static (IReadOnlyList<StatementSyntax> Work, StatementSyntax Save)? PartsOf(MethodDeclarationSyntax declaration, string element)
    {
        if (declaration.Body is not { Statements: { Count: >= 2 } statements })
        {
            return null;
        }

        var save = statements.Count - 1;
        if (statements[save] is ReturnStatementSyntax { Expression: IdentifierNameSyntax returned } && returned.Identifier.ValueText == element)
        {
            save--;
        }

        return save >= 1 && statements[save] is ExpressionStatementSyntax or ReturnStatementSyntax { Expression: not null } ? (statements.Take(save).ToList(), statements[save]) : null;
    }
}

/// <summary>Reads methods that save one element.</summary>
internal sealed class SavingMethods(KnownSymbols symbols, Bodies bodies, SaveMethods saves, SaveSink sinks, Func<EffectReader> effects)
{
    /// <summary>What the method does with the element in its parameter; null when once for many elements would not be the same.</summary>
    public SavingMethod? Read(IMethodSymbol called, int parameter)
    {
        if (called.Parameters.Length <= parameter || PartsOf(called, called.Parameters[parameter]) is not ({ } work, { } save) || effects().Of(called) is not { Queries: Certainty.None, Other: Effect.None })
        {
            return null;
        }

        var element = called.Parameters[parameter];
        if (!work.All(w => IsWork(w, element)))
        {
            return null;
        }

        var many = called.ContainingType.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => IsForMany(m, called, parameter) && DoesSame(m, m.Parameters[parameter], work, element, save));
        return many is not null || CanHaveSibling(called) ? new SavingMethod(called, element, save.Syntax, many) : null;
    }

    private (IReadOnlyList<IOperation> Work, IInvocationOperation Save)? PartsOf(IMethodSymbol method, IParameterSymbol element) =>
        method is { MethodKind: MethodKind.Ordinary, IsGenericMethod: false, IsExtensionMethod: false } && element.RefKind == RefKind.None
        && method.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is MethodDeclarationSyntax declaration
        && SavingMethod.PartsOf(declaration, element.Name) is var (work, save)
        && bodies.Of(method) is IMethodBodyOperation { BlockBody.Operations: var operations }
        && SaveOf(operations.First(o => o.Syntax == save)) is { } call
            ? (operations.Take(work.Count).ToList(), call)
            : null;

    /// <summary>The save that a statement is; one of a context that the method makes itself is another for each element.</summary>
    private IInvocationOperation? SaveOf(IOperation statement)
    {
        var value = statement switch
        {
            IExpressionStatementOperation { Operation: var expression } => expression,
            IReturnOperation { ReturnedValue: { } returned } => returned,
            _ => null,
        };
        return value?.Core() is IInvocationOperation call && saves.IsSave(call) && call.Instance!.WithoutConversions() is not ILocalReferenceOperation ? call : null;
    }

    /// <summary>Whether the statement does its work for the element alone, and nothing that counts on an earlier save.</summary>
    private bool IsWork(IOperation statement, IParameterSymbol element) => sinks.IsFree(statement) && !statement.Contains<IOperation>(o => o switch
    {
        IReturnOperation or ILabeledOperation or IUsingOperation or IUsingDeclarationOperation or IDynamicInvocationOperation or IEventAssignmentOperation or IAnonymousFunctionOperation => true,
        IAssignmentOperation { Target: var target } => !IsOwn(target, element),
        IIncrementOrDecrementOperation { Target: var target } => !IsOwn(target, element),
        IAwaitOperation { Operation: var awaited } => awaited.Core() is not IInvocationOperation call || !sinks.IsTracking(call),
        IInvocationOperation call => call.TargetMethod.MethodKind == MethodKind.DelegateInvoke || !effects().Of(call.TargetMethod).IsNone,
        _ => false,
    });

    /// <summary>A variable, or a member of the element.</summary>
    private static bool IsOwn(IOperation target, IParameterSymbol element)
    {
        var root = target.WithoutConversions();
        while (root is IMemberReferenceOperation { Instance: { } instance })
        {
            root = instance.WithoutConversions();
        }

        return root is ILocalReferenceOperation or IDiscardOperation || root is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }
            || root is IParameterReferenceOperation parameter && SymbolEqualityComparer.Default.Equals(parameter.Parameter, element)
            // `db.Entry(order).State`, which is about the element.
            || target is IPropertyReferenceOperation { Property.Name: "State", Instance: IInvocationOperation { TargetMethod.Name: "Entry" } };
    }

    private bool CanHaveSibling(IMethodSymbol method) =>
        method is { IsOverride: false, IsAbstract: false, IsStatic: false } && method.IsCalledByHand() && method.Parameters.All(static p => p.RefKind == RefKind.None)
        && (method.ReturnsVoid || method.ReturnType.Is(symbols.Bcl.Task) || method.ReturnType.Is(symbols.Bcl.TaskOf) || !method.IsAsync);

    /// <summary>The same parameters, with many elements in place of one; what follows has defaults.</summary>
    private bool IsForMany(IMethodSymbol many, IMethodSymbol one, int parameter) =>
        many is { MethodKind: MethodKind.Ordinary, IsGenericMethod: false } && many.IsStatic == one.IsStatic && many.Parameters.Length >= one.Parameters.Length
        && many.Parameters.All(p => p.RefKind == RefKind.None && (p.Ordinal < one.Parameters.Length
            ? p.Ordinal == parameter ? TakesMany(p.Type, one.Parameters[parameter].Type) : SymbolEqualityComparer.Default.Equals(p.Type, one.Parameters[p.Ordinal].Type)
            : p.HasExplicitDefaultValue));

    private static bool TakesMany(ITypeSymbol type, ITypeSymbol element) =>
        type is INamedTypeSymbol { TypeArguments: [var of], Name: "IEnumerable" or "ICollection" or "IReadOnlyCollection" or "IList" or "IReadOnlyList" or "List", ContainingNamespace: var space } && space.IsOfSystem()
        && SymbolEqualityComparer.Default.Equals(of, element);

    /// <summary>`db.AddRange(orders)` for `db.Add(order)`, or a loop that does the same for each, and the same save behind it.</summary>
    private bool DoesSame(IMethodSymbol many, IParameterSymbol elements, IReadOnlyList<IOperation> work, IParameterSymbol element, IInvocationOperation save)
    {
        if (work.Count != 1 || CallOf(work[0]) is not { Arguments: [var told, ..] } one || !told.Value.IsParameter(element)
            || many.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax() is not MethodDeclarationSyntax || bodies.Of(many) is not IMethodBodyOperation { BlockBody.Operations: [var all, var last, ..] operations }
            || operations.Length > 3 || operations.Length == 3 && !operations[2].IsImplicit || SavedIn(last) is not { } saved
            || !SymbolEqualityComparer.Default.Equals(saved.TargetMethod, save.TargetMethod) || !IsSame(saved.Instance, save.Instance))
        {
            return false;
        }

        return all is IForEachLoopOperation { Locals: [var local], Collection: var collection, Body: var body } && collection.IsParameter(elements)
            ? CallOf(body is IBlockOperation { Operations: [var only] } ? only : body) is { Arguments: [var each, ..] } inner && inner.TargetMethod.Equals(one.TargetMethod, SymbolEqualityComparer.Default)
                && BodyIndex.SymbolOf(each.Value) is { } passed && SymbolEqualityComparer.Default.Equals(passed, local) && IsSame(inner.Instance, one.Instance)
            : CallOf(all) is { Arguments: [var range] } call && range.Value.IsParameter(elements) && IsRangeOf(call, one) && IsSame(call.Instance, one.Instance);
    }

    private static bool IsRangeOf(IInvocationOperation range, IInvocationOperation one) =>
        Plain(range) == Plain(one) + "Range" && SymbolEqualityComparer.Default.Equals(range.TargetMethod.ContainingType, one.TargetMethod.ContainingType);

    private static string Plain(IInvocationOperation call) => call.TargetMethod.Name is var name && name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) : name;

    /// <summary>The call of a context or a set that a statement is.</summary>
    private IInvocationOperation? CallOf(IOperation statement) =>
        statement is IExpressionStatementOperation { Operation: var expression } && expression.Core() is IInvocationOperation call && sinks.IsTracking(call) ? call : null;

    /// <summary>The save, which a parameter may turn off that is on unless a call says otherwise.</summary>
    private IInvocationOperation? SavedIn(IOperation statement) => statement is IConditionalOperation { WhenFalse: null, WhenTrue: var then, Condition: IParameterReferenceOperation { Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: true } } }
        ? SaveOf(then is IBlockOperation { Operations: [var only] } ? only : then)
        : SaveOf(statement);

    /// <summary>The same member of the same object.</summary>
    private static bool IsSame(IOperation? left, IOperation? right) => (left?.WithoutConversions(), right?.WithoutConversions()) switch
    {
        (null, null) or (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
        (IMemberReferenceOperation first, IMemberReferenceOperation second) => SymbolEqualityComparer.Default.Equals(first.Member, second.Member) && IsSame(first.Instance, second.Instance),
        (IParameterReferenceOperation first, IParameterReferenceOperation second) => first.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } && SymbolEqualityComparer.Default.Equals(first.Parameter, second.Parameter),
        (IInvocationOperation first, IInvocationOperation second) => first.Arguments.IsEmpty && second.Arguments.IsEmpty && SymbolEqualityComparer.Default.Equals(first.TargetMethod, second.TargetMethod) && IsSame(first.Instance, second.Instance),
        _ => false,
    };
}
