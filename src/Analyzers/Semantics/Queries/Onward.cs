using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Queries;

/// <summary>Where a query is executed.</summary>
/// <param name="Operator">What ends it.</param>
/// <param name="Call">The terminal, null for a loop.</param>
internal readonly record struct QueryEnd(Operator Operator, IInvocationOperation? Call);

/// <summary>What becomes of a query after one of its steps, in the same body.</summary>
/// <param name="Steps">The kinds of all steps that follow somewhere.</param>
/// <param name="Ends">The terminals and loops that execute it.</param>
/// <param name="Escapes">It is returned, stored or handed on: more may follow.</param>
/// <param name="IsByLot">A step has the database draw lots.</param>
/// <param name="IsInPlace">All of it stands in one expression, without a variable between.</param>
internal sealed record Onward(ImmutableHashSet<OperatorKind> Steps, ImmutableArray<QueryEnd> Ends, bool Escapes, bool IsByLot, bool IsInPlace)
{
    private const int Budget = 200;

    /// <summary>Follows the query that the call gives.</summary>
    public static Onward From(IInvocationOperation call, QueryReader reader)
    {
        var steps = ImmutableHashSet.CreateBuilder<OperatorKind>();
        var ends = ImmutableArray.CreateBuilder<QueryEnd>();
        var (escapes, isByLot, inPlace) = (false, false, true);
        var seen = new HashSet<IOperation>();
        var pending = new Stack<IOperation>();
        pending.Push(call);
        while (pending.Count > 0)
        {
            var value = pending.Pop();
            if (!seen.Add(value))
            {
                continue;
            }

            if (seen.Count > Budget)
            {
                return new Onward(steps.ToImmutable(), ends.ToImmutable(), Escapes: true, isByLot, inPlace);
            }

            switch (TakerOf(value))
            {
                case IInvocationOperation next when reader.OperatorOf(next.TargetMethod) is { } step && (next.Instance ?? next.Arguments.FirstOrDefault()?.Value) is { } source && value.IsInside(source):
                    isByLot |= next.IsByLot();
                    if (step.IsTerminal && step.Kind != OperatorKind.Stream)
                    {
                        ends.Add(new QueryEnd(step, next));
                    }
                    else
                    {
                        steps.Add(step.Kind);
                        pending.Push(next);
                    }

                    break;
                case IForEachLoopOperation:
                    ends.Add(new QueryEnd(OperatorTable.Enumeration, null));
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    Reads(declarator.Symbol, value);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                    Reads(local.Local, value);
                    break;
                case ISimpleAssignmentOperation { Target: IParameterReferenceOperation parameter }:
                    Reads(parameter.Parameter, value);
                    break;
                case IConditionalOperation { WhenFalse: not null } choice when !value.IsInside(choice.Condition):
                    pending.Push(choice);
                    break;
                default:
                    escapes = true;
                    break;
            }
        }

        return new Onward(steps.ToImmutable(), ends.ToImmutable(), escapes, isByLot, inPlace);

        void Reads(ISymbol symbol, IOperation from)
        {
            inPlace = false;
            foreach (var read in BodyIndex.Of(from).Reads(symbol))
            {
                if (read.Syntax.SpanStart > from.Syntax.Span.End || read.SharesLoopWith(from))
                {
                    pending.Push(read);
                }
            }
        }
    }

    /// <summary>What takes the value: like Consumer, but an argument of an unknown method is no carrier.</summary>
    private static IOperation? TakerOf(IOperation value)
    {
        var parent = value.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IAwaitOperation or IArgumentOperation or ITranslatedQueryOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }
}
