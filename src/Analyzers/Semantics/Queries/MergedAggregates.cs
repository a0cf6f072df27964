using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>How a member of a group is written over the rows of one grouped query.</summary>
/// <param name="Steps">Calls of its chain that the others don't share.</param>
/// <param name="Nullable">The nullable type that it is read as, because without rows the original throws; empty when it doesn't.</param>
/// <param name="Empty">Its value when there is no row at all.</param>
internal sealed record MergedAggregate(int Steps, string Nullable, string Empty)
{
    public static ImmutableArray<MergedAggregate> Parse(string facts) =>
        facts.Split('|').Select(static part => part.Split(';'))
            .Select(static p => new MergedAggregate(int.Parse(p[0], CultureInfo.InvariantCulture), p[1], p[2])).ToImmutableArray();

    public override string ToString() => $"{Steps.ToString(CultureInfo.InvariantCulture)};{Nullable};{Empty}";
}

/// <summary>Says whether one grouped query can be written in place of a group, and returns the same numbers.</summary>
internal sealed class MergedAggregates(QueryReader reader, BclSymbols bcl)
{
    /// <summary>Two round trips are often faster than one grouped query: only from three on it is worth a rewrite.</summary>
    private const int Least = 3;

    /// <summary>The group as a report carries it to its fix; null when the numbers could differ.</summary>
    public string? Read(AggregateGroup group)
    {
        var members = group.Members;
        if (members.Length < Least || members.Select(CallShape).Distinct().Count() > 1 || Region.Of(members) is not { } region
            || !members.All(m => region.Allows(m)) || !region.IsQuiet(members, reader))
        {
            return null;
        }

        var chains = members.Select(AggregateGroups.StepsOf).Select(static s => s.OrderBy(static step => step.Call.Syntax.Span.End).ToImmutableArray()).ToList();
        var shared = 0;
        while (chains.All(c => c.Length > shared) && chains.Select(c => Text(c[shared])).Distinct().Count() == 1 && chains[0][shared].Kind != OperatorKind.Project)
        {
            shared++;
        }

        var merged = members.Select((m, i) => Merge(m, chains[i].Skip(shared).ToImmutableArray())).ToList();
        return merged.Contains(null) ? null : string.Join("|", merged);
    }

    private static string Text(QueryStep step) => step.Operator.Name + string.Concat(step.Call.Arguments.Skip(1).Select(static a => a.Syntax.NormalizeWhitespace().ToString()));

    /// <summary>Sync or async, with the same token and the same ConfigureAwait; what isn't awaited in place is alike to nothing.</summary>
    private static string CallShape(QueryUse use)
    {
        var call = use.Call!;
        var isAsync = call.TargetMethod.Name.EndsWith("Async", StringComparison.Ordinal);
        var token = call.Arguments.FirstOrDefault(static a => a is { IsImplicit: false, Parameter.Type.Name: "CancellationToken" })?.Value.Syntax.ToString();
        var outer = call.Configured();
        return isAsync && outer.Parent is not IAwaitOperation
            ? call.Syntax.SpanStart.ToString(CultureInfo.InvariantCulture)
            : $"{isAsync} {token} {(outer == call ? "" : string.Concat(outer.Arguments.Select(static a => a.Syntax.ToString())))}";
    }

    private MergedAggregate? Merge(QueryUse use, ImmutableArray<QueryStep> own)
    {
        var call = use.Call!;
        var hasLambda = QueryReader.LambdaOf(call) is not null;
        for (var i = 0; i < own.Length; i++)
        {
            var isColumn = own[i] is { Operator.Name: "Select", Lambda: not null } && i == own.Length - 1 && !hasLambda && use.Operator.Kind != OperatorKind.Count;
            if (!isColumn && own[i] is not ({ Operator.Name: "Where", Lambda: not null } or { Kind: OperatorKind.Tracking }))
            {
                return null;
            }
        }

        var type = bcl.Awaited(call.TargetMethod.ReturnType)!;
        if (!type.IsValueType || !hasLambda && use.Operator.Kind != OperatorKind.Count && own.LastOrDefault()?.Kind != OperatorKind.Project)
        {
            return null;
        }

        var plain = type.WithoutNullable();
        var isNullable = type.IsNullableValue();
        var name = plain.ToMinimalDisplayString(call.SemanticModel!, call.Syntax.SpanStart) + "?";
        return use.Operator.Name switch
        {
            "Count" or "LongCount" or "Sum" when Zero(plain) is { } zero => new MergedAggregate(own.Length, "", isNullable ? $"({name}){zero}" : zero),
            "Min" or "Max" or "Average" => new MergedAggregate(own.Length, isNullable ? "" : name, $"({name})null"),
            _ => null,
        };
    }

    private static string? Zero(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Int32 => "0",
        SpecialType.System_Int64 => "0L",
        SpecialType.System_Decimal => "0m",
        SpecialType.System_Double => "0d",
        SpecialType.System_Single => "0f",
        _ => null,
    };

    /// <summary>The statements from the first member to the last one: the later members move to their start.</summary>
    private sealed class Region(SyntaxNode block, int start, int end)
    {
        private static readonly ImmutableHashSet<string> Steps = ImmutableHashSet.Create(
            StringComparer.Ordinal, "Where", "AsNoTracking", "AsNoTrackingWithIdentityResolution", "AsTracking", "TagWith", "TagWithCallSite", "IgnoreQueryFilters", "AsQueryable");

        public static Region? Of(ImmutableArray<QueryUse> members)
        {
            var statements = members.Select(static m => StatementOf(m.Terminal.Syntax)).ToList();
            return statements[0]?.Parent is BlockSyntax block && statements.All(s => s?.Parent == block)
                ? new Region(block, statements[0]!.SpanStart, members.Max(static m => m.Terminal.Syntax.Span.End))
                : null;
        }

        /// <summary>The statement that evaluates the expression once, where it stands.</summary>
        private static StatementSyntax? StatementOf(SyntaxNode node)
        {
            var found = node.Ancestors().FirstOrDefault(static n => n is StatementSyntax or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax);
            return found is LocalDeclarationStatementSyntax or ExpressionStatementSyntax or ReturnStatementSyntax ? (StatementSyntax)found : null;
        }

        /// <summary>Whether the member reads the same at the start of the region, and is made of columns, which an aggregate can be over in every database.</summary>
        public bool Allows(QueryUse member)
        {
            var own = AggregateGroups.StepsOf(member).ToList();
            return member.Query.Steps.All(s => Steps.Contains(s.Operator.Name) || s.Operator.Name == "Select" && own.Contains(s))
                && own.Select(static s => s.Call).Append(member.Call!).All(static c => QueryReader.LambdaOf(c) is not { } lambda || IsOverColumns(lambda))
                && !member.Terminal.Contains<IOperation>(o => IsMade(o, member.Terminal));
        }

        /// <summary>Whether nothing else between the members may write what they read.</summary>
        public bool IsQuiet(ImmutableArray<QueryUse> members, QueryReader queries) =>
            !members[0].Terminal.Root().Contains<IInvocationOperation>(c => IsWithin(c.Syntax.Span) && block.Span.Contains(c.Syntax.Span) && !members.Any(m => c.IsInside(m.Terminal)) && !IsOfPlatform(c.TargetMethod)
                && !(queries.ReadTerminal(c) is { Operator.Kind: not (OperatorKind.Update or OperatorKind.Delete) }) && queries.OperatorOf(c.TargetMethod) is null);

        private static bool IsOfPlatform(IMethodSymbol method) => method.ContainingNamespace.IsOfSystem() && method.MethodKind != MethodKind.DelegateInvoke;

        /// <summary>Whether it reads something that gets its value only inside the region.</summary>
        private bool IsMade(IOperation part, IOperation member)
        {
            var (index, symbol) = (BodyIndex.Of(part), part is IPropertyReferenceOperation property ? property.Property : BodyIndex.SymbolOf(part));
            return symbol is not null
                && (index.Writes(symbol).Select(static w => w.At).Concat(index.Assignments(symbol)).Any(w => IsWithin(w.Syntax.Span) && !IsInitializer(w))
                    || symbol is ILocalSymbol && symbol.DeclaringSyntaxReferences.Any(d => IsWithin(d.Span) && !member.Syntax.Span.Contains(d.Span)));
        }

        private bool IsWithin(TextSpan span) => span.Start >= start && span.Start < end;

        /// <summary>A property of the object that is being made: nobody reads it yet.</summary>
        private static bool IsInitializer(IOperation write) => write.Parent is IObjectOrCollectionInitializerOperation;

        /// <summary>Navigations and queries would be subqueries, over which SQL Server aggregates nothing.</summary>
        private static bool IsOverColumns(IAnonymousFunctionOperation lambda)
        {
            if (lambda.Symbol.Parameters.Length != 1 || lambda.ReturnedValue() is not { } body)
            {
                return false;
            }

            return !body.Contains<IOperation>(o => o switch
            {
                IAnonymousFunctionOperation => true,
                IInvocationOperation call => call.Arguments.Select(static a => a.Value).Append(call.Instance).Any(static v => v is { Type: { } type } && !IsScalar(type)),
                IPropertyReferenceOperation { Type: { } type } property => property.Instance is not null && IsOfRow(property, lambda) && !IsScalar(type),
                IParameterReferenceOperation row => SymbolEqualityComparer.Default.Equals(row.Parameter, lambda.Symbol.Parameters[0]) && row.Parent is not IPropertyReferenceOperation && !IsScalar(row.Type!),
                _ => false,
            });
        }

        private static bool IsOfRow(IOperation member, IAnonymousFunctionOperation lambda)
        {
            while (member is IPropertyReferenceOperation { Instance: { } instance })
            {
                member = instance.WithoutConversions();
            }

            return member is IParameterReferenceOperation { Parameter: var parameter } && SymbolEqualityComparer.Default.Equals(parameter, lambda.Symbol.Parameters[0]);
        }

        private static bool IsScalar(ITypeSymbol type) => type.IsValueType || type.SpecialType == SpecialType.System_String;
    }
}
