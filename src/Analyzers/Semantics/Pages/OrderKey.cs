using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>What a step of an order sorts by, followed back through projections.</summary>
/// <param name="Step">The OrderBy or ThenBy.</param>
/// <param name="Row">The type whose member the key is, null when the key is computed or can't be followed.</param>
/// <param name="Path">The members from that type to the key.</param>
/// <param name="Value">What is computed when the key is no plain member.</param>
internal sealed record OrderKey(QueryStep Step, ITypeSymbol? Row, ImmutableArray<IPropertySymbol> Path, IOperation? Value)
{
    private static readonly ImmutableHashSet<string> KeepsTies =
        ImmutableHashSet.Create(StringComparer.Ordinal, "ToLower", "ToUpper", "ToLowerInvariant", "ToUpperInvariant", "Trim", "TrimStart", "TrimEnd", "Substring", "GetValueOrDefault", "ToString");

    /// <summary>Neither a member nor a computation that is in sight: an expression that comes from elsewhere.</summary>
    public bool IsUnknown => Row is null && Value is null;

    public bool Descends => Step.Operator.Name.EndsWith("Descending", StringComparison.Ordinal);

    /// <summary>The entity that the last member belongs to, null for a computed key.</summary>
    public ITypeSymbol? Owner => Path.IsDefaultOrEmpty ? null : Path.Length == 1 ? Row : Path[Path.Length - 2].Type;

    public string? Member => Path.IsDefaultOrEmpty ? null : Path[Path.Length - 1].Name;

    /// <summary>The key as written.</summary>
    public string Text => QueryReader.LambdaOf(Step.Call) is { } lambda && lambda.ReturnedValue() is { } body ? body.Syntax.ToString() : Step.Call.Syntax.ToString();

    /// <summary>What is computed differs from call to call: a distance to a given point, a match with a given text; no aggregate over other rows, which ties however they are chosen.</summary>
    public bool DependsOnCaller(KnownSymbols symbols) => Value is { } value && !(value is IInvocationOperation call && IsAggregate(call, symbols)) && value.DescendantsAndSelf().Any(o => o switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } && IsData(o.Type, symbols),
        ILocalReferenceOperation => IsData(o.Type, symbols),
        _ => false,
    });

    private static bool IsAggregate(IInvocationOperation call, KnownSymbols symbols) =>
        OperatorTable.Of(call.TargetMethod.Name) is { IsTerminal: true } && (call.TargetMethod.ContainingType.Is(symbols.Bcl.Queryable) || call.TargetMethod.ContainingType.Is(symbols.Bcl.Enumerable));

    private static bool IsData(ITypeSymbol? type, KnownSymbols symbols) => !symbols.Bcl.IsQueryable(type) && symbols.Ef?.IsContext(type) != true;

    public static OrderKey Of(Query query, QueryStep step)
    {
        if (step.Lambda is not { } lambda || lambda.ReturnedValue() is not { } body)
        {
            return new OrderKey(step, null, ImmutableArray<IPropertySymbol>.Empty, null);
        }

        var reached = new Follower(query.Steps).Follow(body, query.Steps.IndexOf(step), 0);
        return new OrderKey(step, reached.Row, reached.Path, reached.Row is null ? reached.Value : null);
    }

    /// <summary>Follows any value in the lambda of a step back to the member that it stands for.</summary>
    public static OrderKey Of(Query query, QueryStep step, IOperation value)
    {
        var reached = new Follower(query.Steps).Follow(value, query.Steps.IndexOf(step), 0);
        return new OrderKey(step, reached.Row, reached.Path, reached.Row is null ? reached.Value : null);
    }

    private readonly record struct Reached(ITypeSymbol? Row, ImmutableArray<IPropertySymbol> Path, IOperation? Value, int Step);

    private static readonly ImmutableArray<IPropertySymbol> None = ImmutableArray<IPropertySymbol>.Empty;

    private sealed class Follower(ImmutableArray<QueryStep> steps)
    {
        public Reached Follow(IOperation operation, int step, int depth)
        {
            operation = operation.WithoutConversions();
            if (depth > 40)
            {
                return new Reached(null, None, null, step);
            }

            switch (operation)
            {
                case IParameterReferenceOperation parameter:
                    return Rows(parameter.Parameter, step, depth);
                case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } nullable }:
                    return Follow(nullable, step, depth + 1);
                case IPropertyReferenceOperation { Instance: { } instance } property:
                    var on = Follow(instance, step, depth + 1);
                    return on switch
                    {
                        { Row: not null } => on with { Path = on.Path.Add(property.Property) },
                        { Value: { } made } when MemberOf(made, property.Property.Name) is { } value => Follow(value, on.Step, depth + 1),
                        _ => new Reached(null, None, on.Value is null ? null : operation, step),
                    };
                case ICoalesceOperation coalesce when coalesce.WhenNull.ConstantValue.HasValue:
                    return Follow(coalesce.Value, step, depth + 1);
                case IInvocationOperation { Instance: { } instance } call when KeepsTies.Contains(call.TargetMethod.Name):
                    return Follow(instance, step, depth + 1);
                case IConditionalAccessInstanceOperation placeholder when placeholder.Accessed() != placeholder:
                    return Follow(placeholder.Accessed(), step, depth + 1);
                default:
                    return new Reached(null, None, operation, step);
            }
        }

        /// <summary>The rows that a lambda parameter of that step stands for: those of the root, or what a projection before it makes.</summary>
        private Reached Rows(IParameterSymbol parameter, int step, int depth)
        {
            if (parameter.Ordinal == 1 && steps[step].Kind is OperatorKind.Join or OperatorKind.ProjectMany)
            {
                return new Reached(parameter.Type, None, null, step);
            }

            for (var before = step - 1; before >= 0; before--)
            {
                switch (steps[before].Kind)
                {
                    case OperatorKind.Group or OperatorKind.Unknown:
                        return new Reached(null, None, null, step);
                    case OperatorKind.Project or OperatorKind.ProjectMany or OperatorKind.Join:
                        return Selector(steps[before]) is { } selector && selector.ReturnedValue() is { } body && !(steps[before].Kind == OperatorKind.ProjectMany && selector.Symbol.Parameters.Length == 1)
                            ? Follow(body, before, depth + 1)
                            : steps[before].Kind == OperatorKind.ProjectMany ? new Reached(parameter.Type, None, null, step) : new Reached(null, None, null, step);
                }
            }

            return new Reached(parameter.Type, None, null, step);
        }

        /// <summary>The lambda that makes the rows: the last one of the call.</summary>
        private static IAnonymousFunctionOperation? Selector(QueryStep step)
        {
            IAnonymousFunctionOperation? last = null;
            foreach (var argument in step.Call.Arguments)
            {
                last = QueryReader.AsLambda(argument.Value) ?? last;
            }

            return last;
        }

        private static IOperation? MemberOf(IOperation made, string name)
        {
            switch (made)
            {
                case IAnonymousObjectCreationOperation anonymous:
                    return Assigned(anonymous.Initializers, name);
                case IObjectCreationOperation creation:
                    return creation.Initializer is { } initializer && Assigned(initializer.Initializers, name) is { } value
                        ? value
                        : creation.Arguments.FirstOrDefault(a => string.Equals(a.Parameter?.Name, name, StringComparison.OrdinalIgnoreCase))?.Value;
                default:
                    return null;
            }
        }

        private static IOperation? Assigned(ImmutableArray<IOperation> initializers, string name) =>
            initializers.OfType<ISimpleAssignmentOperation>().FirstOrDefault(a => a.Target is IPropertyReferenceOperation property && property.Property.Name == name)?.Value;
    }
}
