using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>Reads spans: where they start, whether they end, whether an exception marks them.</summary>
internal static class Spans
{
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "SetTag", "AddTag", "AddEvent", "AddLink", "SetStatus", "AddException", "RecordException", "SetBaggage", "AddBaggage", "SetCustomProperty",
        "SetStartTime", "SetEndTime", "GetTagItem", "GetBaggageItem", "GetCustomProperty", "SetParentId", "SetIdFormat", "EnumerateTagObjects",
    };

    public static bool IsStart(IInvocationOperation call, TelemetrySymbols telemetry) =>
        call.TargetMethod.Name == "StartActivity" && call.TargetMethod.ContainingType.Is(telemetry.ActivitySource);

    /// <summary>The words for a message: the name of the span when it is a constant, its place otherwise.</summary>
    public static string NameOf(IInvocationOperation start) =>
        start.Arguments.FirstOrDefault(static a => a.Parameter?.Name == "name" && !a.IsImplicit)?.Value.ConstantValue.Value is string name ? $"'{name}'" : "that starts here";

    /// <summary>Whether nothing in sight can end the span: it stays the current one for everything that follows.</summary>
    public static bool IsNeverEnded(IInvocationOperation start, TelemetrySymbols telemetry)
    {
        var uses = Uses.Of(start);
        if (uses.Calls.Any(static m => !Harmless.Contains(m.Name)))
        {
            return false;
        }

        if (uses.Ending == UseEnd.Dropped)
        {
            return !EndsTheCurrent(start, telemetry);
        }

        return uses.Ending == UseEnd.Local && LocalOf(uses.End) is { } local && !IsUsing(uses.End)
            && BodyIndex.Of(start) is { IsComplete: true } body
            && body.Writes(local).Count == 1
            && body.Reads(local).All(static read => Uses.Of(read) is { Ending: UseEnd.Dropped or UseEnd.Read } use && use.Calls.All(static m => Harmless.Contains(m.Name)))
            && !EndsTheCurrent(start, telemetry);
    }

    /// <summary>Whether an async method hands the started span to its caller.</summary>
    public static bool IsHandedOutOfAsync(IInvocationOperation start, IMethodSymbol function) =>
        function.IsAsync && function.ReturnType is INamedTypeSymbol { TypeArguments: [var result] } && SymbolEqualityComparer.Default.Equals(result, start.Type) && IsReturned(start, depth: 0);

    /// <summary>The span that an exception leaves through this clause, and whether the clause at least records the exception.</summary>
    public static LostError? LostIn(ICatchClauseOperation clause, Knowledge knowledge, TelemetryOptions options)
    {
        var telemetry = knowledge.Symbols.Telemetry!;
        if (clause.ExceptionType.IsOrDerivesFrom(telemetry.OperationCanceled)
            || clause.Parent is not ITryOperation attempt
            || Enclosing(attempt, telemetry) is not { } span
            || SpeaksOfTheCurrent(clause, knowledge)
            || Region.RunningIn([clause]).Any(o => o is IInvocationOperation call && options.ErrorRecorders.Contains(call.TargetMethod.Name))
            || knowledge.Telemetry.All.Any(FactKind.ErrorStatus))
        {
            return null;
        }

        var body = BodyIndex.Of(clause);
        var uses = body.Reads(span).Where(r => r.IsInside(clause) || (attempt.Finally is { } last && r.IsInside(last))).Select(Uses.Of).ToList();
        return uses.Count == 0 ? new LostError(span, IsRecorded: false)
            : uses.All(static u => u.Calls.Count > 0 && u.Calls.All(static m => m.Name is "AddException" or "RecordException")) ? new LostError(span, IsRecorded: true)
            : null;
    }

    /// <summary>The local that holds a span around the try; null when another catch stands between them.</summary>
    private static ILocalSymbol? Enclosing(ITryOperation attempt, TelemetrySymbols telemetry)
    {
        IOperation child = attempt;
        for (var parent = attempt.Parent; parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IBlockOperation block:
                    foreach (var statement in block.Operations.TakeWhile(o => o != child).Reverse())
                    {
                        if (StartedBy(statement, telemetry) is { } local)
                        {
                            return local;
                        }
                    }

                    break;
                case IUsingOperation block when StartedBy(block.Resources, telemetry) is { } local:
                    return local;
                case ITryOperation outer when !outer.Catches.IsEmpty:
                    return null;
            }
        }

        return null;
    }

    private static ILocalSymbol? StartedBy(IOperation statement, TelemetrySymbols telemetry)
    {
        var group = statement is IUsingDeclarationOperation declaration ? declaration.DeclarationGroup : statement as IVariableDeclarationGroupOperation;
        return group?.Declarations.SelectMany(static d => d.Declarators).FirstOrDefault(d => d.GetVariableInitializer()?.Value is { } value && IsStarted(value, telemetry))?.Symbol;
    }

    private static bool IsStarted(IOperation value, TelemetrySymbols telemetry)
    {
        for (var budget = 20; budget > 0; budget--)
        {
            switch (value)
            {
                case IInvocationOperation call when IsStart(call, telemetry):
                    return true;
                case IInvocationOperation { Instance: { } receiver }:
                    value = receiver;
                    break;
                case IConditionalAccessOperation access:
                    value = access.Operation;
                    break;
                case ICoalesceOperation coalesce:
                    value = coalesce.Value;
                    break;
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Whether the clause speaks of Activity.Current, itself or in a method of the project that it calls.</summary>
    private static bool SpeaksOfTheCurrent(ICatchClauseOperation clause, Knowledge knowledge)
    {
        var telemetry = knowledge.Symbols.Telemetry!;
        foreach (var operation in Region.RunningIn([clause]))
        {
            if (IsCurrent(operation, telemetry))
            {
                return true;
            }

            if (operation is IInvocationOperation call && knowledge.Bodies.Of(call.TargetMethod.Declared()) is { } callee
                && Region.RunningIn([callee]).Any(o => IsCurrent(o, telemetry)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsTheCurrent(IOperation start, TelemetrySymbols telemetry) =>
        start.Root() is var root && Region.RunningIn([root]).Any(o => IsCurrent(o, telemetry) && Uses.Of(o).Calls.Any(static m => m.Name is "Stop" or "Dispose"));

    private static bool IsCurrent(IOperation operation, TelemetrySymbols telemetry) =>
        operation is IPropertyReferenceOperation { Property: { Name: "Current", IsStatic: true } property } && property.ContainingType.Is(telemetry.Activity);

    private static bool IsReturned(IOperation value, int depth)
    {
        var uses = Uses.Of(value);
        return uses.Ending == UseEnd.Returned
            || (depth == 0 && uses.Ending == UseEnd.Local && LocalOf(uses.End) is { } local && !IsUsing(uses.End)
                && BodyIndex.Of(value).Reads(local).Any(static read => IsReturned(read, depth: 1)));
    }

    private static ILocalSymbol? LocalOf(IOperation end) => end switch
    {
        IVariableDeclaratorOperation declarator => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => local.Local,
        _ => null,
    };

    private static bool IsUsing(IOperation end) =>
        end is IVariableDeclaratorOperation { Parent.Parent: IVariableDeclarationGroupOperation { Parent: IUsingDeclarationOperation or IUsingOperation } };
}

/// <summary>A span that an exception leaves unmarked.</summary>
internal sealed record LostError(ILocalSymbol Span, bool IsRecorded);
