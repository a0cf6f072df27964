using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>Whether a computation over a row can move into the database.</summary>
internal enum Translatable
{
    /// <summary>It needs code, services or state of this process.</summary>
    No,

    /// <summary>SQL can say it, but not in these words: a comparison with a StringComparison, a pattern, a method of the application.</summary>
    Rewritten,

    /// <summary>As it is written.</summary>
    Yes,
}

/// <summary>Reads lambdas over rows: which of them a provider translates.</summary>
internal sealed class Translation(KnownSymbols symbols, Func<IMethodSymbol, IOperation?> bodyOf)
{
    private static readonly ImmutableHashSet<string> Text = ImmutableHashSet.Create(StringComparer.Ordinal,
        "Contains", "StartsWith", "EndsWith", "ToLower", "ToUpper", "Trim", "TrimStart", "TrimEnd", "Substring", "Replace", "IndexOf", "IsNullOrEmpty", "IsNullOrWhiteSpace", "Equals", "Concat", "Compare", "CompareTo", "ToString");

    private static readonly ImmutableHashSet<string> TextInOtherWords = ImmutableHashSet.Create(StringComparer.Ordinal, "ToLowerInvariant", "ToUpperInvariant", "CompareOrdinal", "LastIndexOf", "PadLeft", "PadRight");

    private static readonly ImmutableHashSet<string> Functions = ImmutableHashSet.Create(StringComparer.Ordinal,
        "Equals", "ToString", "HasFlag", "GetValueOrDefault", "CompareTo", "AddDays", "AddHours", "AddMinutes", "AddSeconds", "AddMonths", "AddYears", "AddMilliseconds",
        "Abs", "Round", "Floor", "Ceiling", "Min", "Max", "Pow", "Sqrt", "Sign", "Truncate");

    /// <summary>The weakest part of a call's lambdas; method groups are read in their body.</summary>
    /// <param name="call">The call.</param>
    /// <param name="followsMembers">Whether members with a body are read; not for rows that code made of the stored ones.</param>
    public Translatable OfArguments(IInvocationOperation call, bool followsMembers = true)
    {
        var level = Translatable.Yes;
        foreach (var argument in call.Arguments)
        {
            if (IsFunction(argument.Value))
            {
                level = Weaker(level, new Reading(this, followsMembers).Visit(argument.Value));
            }
            else if (argument.Parameter?.Type.Name is "IEqualityComparer" or "IComparer" && !argument.IsImplicit)
            {
                return Translatable.No;
            }
        }

        return level;
    }

    /// <summary>A computation over a row that isn't a lambda yet.</summary>
    public Translatable Of(IOperation computation, ILocalSymbol row) => new Reading(this, followsMembers: true).Visit(computation, row);

    /// <summary>Whether the lambda only leaves out nulls, empty strings or one row: it keeps almost all of them.</summary>
    public static bool KeepsAlmostAll(IOperation? predicate)
    {
        switch (predicate)
        {
            case null:
                return false;
            case IDelegateCreationOperation creation:
                return KeepsAlmostAll(creation.Target);
            case IAnonymousFunctionOperation lambda:
                return KeepsAlmostAll(lambda.Body);
            case IBlockOperation { Operations: { Length: 1 } single }:
                return KeepsAlmostAll(single[0]);
            case IReturnOperation value:
                return KeepsAlmostAll(value.ReturnedValue);
            case IConversionOperation conversion:
                return KeepsAlmostAll(conversion.Operand);
            case IParenthesizedOperation parenthesized:
                return KeepsAlmostAll(parenthesized.Operand);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return KeepsAlmostAll(not.Operand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                return KeepsAlmostAll(both.LeftOperand) && KeepsAlmostAll(both.RightOperand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return IsNull(comparison.LeftOperand) || IsNull(comparison.RightOperand) || comparison.OperatorKind == BinaryOperatorKind.NotEquals && (IsKey(comparison.LeftOperand) || IsKey(comparison.RightOperand));
            case IIsPatternOperation pattern:
                return pattern.Pattern is INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var none } } && IsNull(none) || pattern.Pattern is IConstantPatternOperation { Value: var value2 } && IsNull(value2);
            case IPropertyReferenceOperation { Property.Name: "HasValue" }:
                return true;
            case IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" }:
                return true;
            default:
                return false;
        }
    }

    private static bool IsKey(IOperation value) => value is IConversionOperation conversion ? IsKey(conversion.Operand) : value is IPropertyReferenceOperation { Property.Name: "Id", Instance: IParameterReferenceOperation };

    private static bool IsNull(IOperation value) => value is IConversionOperation conversion ? IsNull(conversion.Operand) : value.ConstantValue is { HasValue: true, Value: null } or { HasValue: true, Value: "" };

    private static bool IsFunction(IOperation value) => value switch
    {
        IDelegateCreationOperation or IAnonymousFunctionOperation or IMethodReferenceOperation => true,
        IConversionOperation conversion => IsFunction(conversion.Operand),
        _ => false,
    };

    private static Translatable Weaker(Translatable first, Translatable second) => (Translatable)Math.Min((int)first, (int)second);

    /// <summary>One reading: which symbols are rows, and how much may still be read.</summary>
    private sealed class Reading(Translation room, bool followsMembers)
    {
        private readonly HashSet<ISymbol> rows = new(SymbolEqualityComparer.Default);
        private int budget = 600;
        private int calls = 3;
        private bool isInBody;

        public Translatable Visit(IOperation computation, ISymbol row)
        {
            rows.Add(row);
            return Visit(computation);
        }

        public Translatable Visit(IOperation? operation)
        {
            if (operation is null)
            {
                return Translatable.Yes;
            }

            if (--budget < 0)
            {
                return Translatable.No;
            }

            switch (operation)
            {
                case IDelegateCreationOperation creation:
                    return Visit(creation.Target);
                case IConversionOperation { Operand: IAnonymousFunctionOperation or IDelegateCreationOperation } expression:
                    return Visit(expression.Operand);
                case IMethodReferenceOperation group:
                    return Body(group.Method);
                case IAnonymousFunctionOperation lambda:
                    rows.UnionWith(lambda.Symbol.Parameters);
                    return Visit(lambda.Body);
                case IBlockOperation block:
                    return block.Operations.Length == 1 ? Visit(block.Operations[0]) : Weaker(Translatable.Rewritten, Children(block));
                case IMethodBodyOperation or IReturnOperation or IExpressionStatementOperation or IArgumentOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation or IUnaryOperation or IIsTypeOperation
                    or IAnonymousObjectCreationOperation or IObjectOrCollectionInitializerOperation or IMemberInitializerOperation or IArrayCreationOperation or IArrayInitializerOperation:
                    return operation is IUnaryOperation { OperatorMethod: { } unary } && !IsOfSystem(unary.ContainingType) ? Translatable.No : Children(operation);
            }

            if (!DependsOnRow(operation))
            {
                return Translatable.Yes;
            }

            return operation switch
            {
                IParameterReferenceOperation or ILocalReferenceOperation or IInstanceReferenceOperation or IConditionalAccessInstanceOperation => Translatable.Yes,
                IConversionOperation conversion => conversion.OperatorMethod is { } method && !IsOfSystem(method.ContainingType) ? Translatable.No : Visit(conversion.Operand),
                IBinaryOperation binary => Weaker(OfOperator(binary), Weaker(Visit(binary.LeftOperand), Visit(binary.RightOperand))),
                IPropertyReferenceOperation property => Weaker(OfProperty(property), Visit(property.Instance)),
                IFieldReferenceOperation { Field.ContainingType.IsTupleType: true } field => Visit(field.Instance),
                ISimpleAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation or IAnonymousObjectCreationOperation } assignment => Visit(assignment.Value),
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation, Parent: IExpressionStatementOperation } assignment when isInBody => Weaker(Translatable.Rewritten, Visit(assignment.Value)),
                IObjectCreationOperation creation => Weaker(creation.Arguments.IsEmpty ? Translatable.Yes : Translatable.Rewritten, Children(creation)),
                IInvocationOperation call => OfCall(call),
                IConditionalAccessOperation or IIsPatternOperation or IPatternOperation or ISwitchExpressionOperation or ISwitchExpressionArmOperation or IInterpolatedStringOperation or IInterpolationOperation or IInterpolatedStringTextOperation
                    or ISwitchOperation or ISwitchCaseOperation or ICaseClauseOperation or IVariableDeclarationGroupOperation or IVariableDeclarationOperation or IVariableDeclaratorOperation or IVariableInitializerOperation =>
                    Weaker(Translatable.Rewritten, Children(operation)),
                _ => Translatable.No,
            };
        }

        private Translatable Children(IOperation operation)
        {
            var level = Translatable.Yes;
            foreach (var child in operation.ChildOperations)
            {
                level = Weaker(level, child is IThrowOperation || child is IExpressionStatementOperation { Operation: IThrowOperation } ? Translatable.Rewritten : Visit(child));
                if (level == Translatable.No)
                {
                    return level;
                }
            }

            return level;
        }

        private bool DependsOnRow(IOperation operation)
        {
            foreach (var part in operation.DescendantsAndSelf())
            {
                if (--budget < -2_000)
                {
                    return true;
                }

                switch (part)
                {
                    case IParameterReferenceOperation parameter when rows.Contains(parameter.Parameter):
                    case ILocalReferenceOperation local when rows.Contains(local.Local):
                    case IInstanceReferenceOperation self when rows.Contains(self.Type!):
                        return true;
                }
            }

            return false;
        }

        private static Translatable OfOperator(IBinaryOperation binary)
        {
            if (binary.OperatorMethod is not { } method)
            {
                return Translatable.Yes;
            }

            return !IsOfSystem(method.ContainingType) ? Translatable.No
                : binary.OperatorKind == BinaryOperatorKind.Subtract && method.Parameters[1].Type.Name is "DateTime" or "DateTimeOffset" ? Translatable.Rewritten
                : Translatable.Yes;
        }

        private Translatable OfProperty(IPropertyReferenceOperation reference)
        {
            var property = reference.Property;
            if (property.IsIndexer)
            {
                return Translatable.No;
            }

            if (property.ContainingType.IsAnonymousType || property.ContainingType.Is(room.Symbols.Bcl.Grouping))
            {
                return Translatable.Yes;
            }

            if (IsOfSystem(property.ContainingType))
            {
                return property.ContainingType.Name is "TimeSpan" ? Translatable.Rewritten : Translatable.Yes;
            }

            // A getter with a body is unknown to the store; what it computes may still be SQL.
            return property.GetMethod is { } getter && room.BodyOf(getter) is not null ? Body(getter)
                : property.GetAttributes().Any(static a => a.AttributeClass?.Name == "NotMappedAttribute") ? Translatable.No
                : property.SetMethod is null && property.ContainingType.TypeKind != TypeKind.Interface && property.DeclaringSyntaxReferences.IsEmpty ? Translatable.No
                : Translatable.Yes;
        }

        private Translatable OfCall(IInvocationOperation call)
        {
            var method = call.TargetMethod;
            var type = method.ContainingType;
            var parts = Weaker(Visit(call.Instance), Children(call));
            if (parts == Translatable.No)
            {
                return parts;
            }

            if (type.SpecialType == SpecialType.System_String)
            {
                var own = Text.Contains(method.Name) ? method.Parameters.Any(static p => p.Type.Name is "StringComparison" or "CultureInfo" or "CompareOptions") ? Translatable.Rewritten : Translatable.Yes
                    : TextInOtherWords.Contains(method.Name) ? Translatable.Rewritten : Translatable.No;
                return Weaker(own, parts);
            }

            if (type.Is(room.Symbols.Bcl.Enumerable) || type.Is(room.Symbols.Bcl.Queryable))
            {
                return OperatorTable.Of(method.Name) is null or { Kind: OperatorKind.Aggregate or OperatorKind.Dictionary or OperatorKind.Lookup } ? Translatable.No : parts;
            }

            // From C# 14 on, Contains of an array is one of a span; EF Core reads it as the list's.
            if (type is { Name: "MemoryExtensions", ContainingNamespace.Name: "System" } && method.Name == "Contains")
            {
                return parts;
            }

            if (type.IsOrDerivesFrom(room.Symbols.Bcl.IEnumerableOf) && method.Name is "Contains" or "ContainsKey" or "Exists")
            {
                return method.Name == "Contains" ? parts : Weaker(Translatable.Rewritten, parts);
            }

            if (type.Name is "DbFunctions" or "CompareInfo" || type.Name.EndsWith("DbFunctionsExtensions", StringComparison.Ordinal))
            {
                return type.Name == "CompareInfo" ? Weaker(Translatable.Rewritten, parts) : parts;
            }

            if (IsOfSystem(type) || type.TypeKind == TypeKind.Enum)
            {
                return Functions.Contains(method.Name) ? parts : Translatable.No;
            }

            return Weaker(Body(method), parts);
        }

        /// <summary>A method or getter of the application: SQL may say what its body says.</summary>
        private Translatable Body(IMethodSymbol method)
        {
            method = method.Declared();
            if (!followsMembers || calls-- == 0 || method.IsVirtual || method.IsAbstract || room.BodyOf(method) is not { } body)
            {
                return Translatable.No;
            }

            rows.UnionWith(method.Parameters);
            if (!method.IsStatic)
            {
                rows.Add(method.ContainingType);
            }

            isInBody = true;
            return Weaker(Translatable.Rewritten, Visit(body));
        }

        private static bool IsOfSystem(INamedTypeSymbol type) => type.SpecialType != SpecialType.None || type.ContainingNamespace.IsOfSystem();
    }

    private KnownSymbols Symbols => symbols;

    private IOperation? BodyOf(IMethodSymbol method) => bodyOf(method);
}
