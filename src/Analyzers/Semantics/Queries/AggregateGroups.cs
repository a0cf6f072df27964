using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>Aggregates of one body that read the same rows, each in a round trip of its own; in source order.</summary>
internal sealed record AggregateGroup(ImmutableArray<QueryUse> Members);

/// <summary>Finds the aggregates of a body that one grouped query could answer together.</summary>
internal sealed class AggregateGroups(QueryReader reader, BclSymbols bcl)
{
    private const int Budget = 100_000;

    private readonly ConditionalWeakTable<IOperation, StrongBox<ImmutableArray<AggregateGroup>>> known = new();

    /// <summary>The group that starts with this aggregate, null when it stands alone or isn't the first.</summary>
    public AggregateGroup? StartingAt(QueryUse use) =>
        known.GetValue(use.Terminal.Root(), root => new StrongBox<ImmutableArray<AggregateGroup>>(Read(root))).Value.FirstOrDefault(g => g.Members[0].Terminal == use.Terminal);

    public static bool IsNumber(OperatorKind kind) => kind is OperatorKind.Count or OperatorKind.Sum or OperatorKind.Min or OperatorKind.Max or OperatorKind.Average;

    private ImmutableArray<AggregateGroup> Read(IOperation root)
    {
        var (uses, saves, seen) = (new List<QueryUse>(), new List<int>(), 0);
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (++seen > Budget)
            {
                return ImmutableArray<AggregateGroup>.Empty;
            }

            if (operation is not IInvocationOperation call)
            {
                continue;
            }

            if (call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync" or "ExecuteUpdateAsync" or "ExecuteDeleteAsync" or "ExecuteUpdate" or "ExecuteDelete")
            {
                saves.Add(call.Syntax.SpanStart);
            }
            else if (OperatorTable.Of(call.TargetMethod.Name) is { } step && IsNumber(step.Kind) && !call.IsTranslated(bcl) && reader.ReadTerminal(call) is { } use)
            {
                uses.Add(use);
            }
        }

        var groups = ImmutableArray.CreateBuilder<AggregateGroup>();
        foreach (var same in uses.GroupBy(u => (Source(u), Place(u), Shape(u))).Where(static g => g.Key.Item1 is not null && g.Count() > 1))
        {
            foreach (var members in Together(same.OrderBy(static u => u.Terminal.Syntax.SpanStart).ToImmutableArray()))
            {
                var (first, last) = (members[0].Terminal.Syntax.SpanStart, members[members.Length - 1].Terminal.Syntax.SpanStart);
                if (!saves.Any(s => s > first && s < last) && !IsChanged(members, first, last) && IsWorthIt(members))
                {
                    groups.Add(new AggregateGroup(members));
                }
            }
        }

        return groups.ToImmutable();
    }

    /// <summary>Aggregates with the very same filters belong together, and apart from the others.</summary>
    private static IEnumerable<ImmutableArray<QueryUse>> Together(ImmutableArray<QueryUse> members)
    {
        var rest = members;
        foreach (var same in members.GroupBy(Filters).Where(g => g.Key.Length > 0 && g.Count() > 1 && g.Count() < members.Length))
        {
            rest = rest.RemoveRange(same);
            yield return same.ToImmutableArray();
        }

        if (rest.Length > 1)
        {
            yield return rest;
        }
    }

    private static string Filters(QueryUse use) =>
        string.Join("&", StepsOf(use).Where(static s => s.Kind == OperatorKind.Filter).Select(static s => s.Call).Concat(use.Operator.TakesPredicate ? [use.Call!] : []).Select(static c => QueryReader.LambdaOf(c)?.Syntax.ToString()).OfType<string>());

    /// <summary>What the chain of the aggregate starts from: a local or parameter, else the root as it is written.</summary>
    private static string? Source(QueryUse use)
    {
        var source = Base(use.Call!);
        return BodyIndex.SymbolOf(source) is ILocalSymbol or IParameterSymbol ? source.Syntax.ToString()
            : source is IInvocationOperation or IMemberReferenceOperation ? source.Syntax.NormalizeWhitespace().ToString() : null;
    }

    private static IOperation Base(IInvocationOperation call)
    {
        IOperation source = call;
        for (var hops = 0; hops < 200 && source is IInvocationOperation step && (hops == 0 || OperatorTable.Of(step.TargetMethod.Name) is not null) && step.Receiver() is { } receiver; hops++)
        {
            source = receiver.Core();
        }

        return source;
    }

    /// <summary>The innermost thing around that may run at another time, or not at all: aggregates of different branches aren't together.</summary>
    private static SyntaxNode? Place(QueryUse use)
    {
        for (IOperation? child = use.Terminal, parent = child.Parent; parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConditionalOperation branch when branch.Condition != child:
                case ICoalesceOperation coalesce when coalesce.Value != child:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both when both.RightOperand == child:
                case ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation:
                    return child.Syntax;
            }
        }

        return null;
    }

    /// <summary>The steps that all members have to share: everything but filters and what is computed.</summary>
    private static string Shape(QueryUse use) =>
        string.Join(".", StepsOf(use).Where(static s => s.Kind is not (OperatorKind.Filter or OperatorKind.Project or OperatorKind.Order or OperatorKind.ThenOrder or OperatorKind.Tracking or OperatorKind.Include or OperatorKind.ThenInclude)).Select(static s => s.Operator.Name + string.Concat(s.Call.Arguments.Skip(1).Select(static a => a.Syntax.ToString()))));

    /// <summary>The steps between the source and the terminal.</summary>
    public static IEnumerable<QueryStep> StepsOf(QueryUse use)
    {
        var from = Base(use.Call!).Syntax.Span.End;
        return use.Query.Steps.Where(s => s.Call.Syntax.Span.End > from && s.Call.Syntax.SyntaxTree == use.Terminal.Syntax.SyntaxTree && use.Terminal.Syntax.Span.Contains(s.Call.Syntax.Span));
    }

    private static bool IsChanged(ImmutableArray<QueryUse> members, int first, int last) =>
        BodyIndex.SymbolOf(Base(members[0].Call!)) is { } symbol && BodyIndex.Of(members[0].Terminal).Writes(symbol).Any(w => w.At.Syntax.SpanStart > first && w.At.Syntax.SpanStart < last);

    /// <summary>Three of a kind always share a scan; two do when their filters read the same columns, and when it isn't two counts of a bare table.</summary>
    private static bool IsWorthIt(ImmutableArray<QueryUse> members)
    {
        if (members.Length > 2)
        {
            return true;
        }

        var isWholeTable = members.All(static m => m.Query.IsComplete && m.Query.Root.Kind != RootKind.Parameter && !m.Query.Steps.Any(static s => s.Kind == OperatorKind.Filter) && !(m.Operator.TakesPredicate && QueryReader.LambdaOf(m.Call!) is not null));
        return !isWholeTable && Columns(members[0]).SetEquals(Columns(members[1]));
    }

    /// <summary>The properties that the filters of a member read.</summary>
    private static HashSet<string> Columns(QueryUse use)
    {
        var columns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in StepsOf(use).Where(static s => s.Kind == OperatorKind.Filter).Select(static s => s.Call).Concat(use.Operator.TakesPredicate ? [use.Call!] : []))
        {
            if (QueryReader.LambdaOf(call) is { Symbol.Parameters: { Length: 1 } rows } lambda)
            {
                lambda.Body.Contains<IPropertyReferenceOperation>(p =>
                {
                    if (p.Instance is IParameterReferenceOperation row && SymbolEqualityComparer.Default.Equals(row.Parameter, rows[0]))
                    {
                        columns.Add(p.Property.Name);
                    }

                    return false;
                });
            }
        }

        return columns;
    }
}
