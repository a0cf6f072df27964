using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>One measurement: a call that gives a value to an instrument.</summary>
internal sealed record Measurement(IInvocationOperation Call, ISymbol Instrument, IOperation? Value, MeasurementKind Kind)
{
    /// <summary>The statement that the call is, and the block that holds it.</summary>
    public (IBlockOperation? Block, IOperation? Statement) Place => Call.InBlock();

    public bool IsSameInstrument(Measurement other) => SymbolEqualityComparer.Default.Equals(Instrument, other.Instrument);
}

internal enum MeasurementKind
{
    /// <summary>A value of a distribution: Record, Observe.</summary>
    Recorded,

    /// <summary>A level that goes up.</summary>
    Raised,

    /// <summary>A level that goes down.</summary>
    Lowered,
}

/// <summary>Reads the calls of instruments: those of Meter and those of prometheus-net.</summary>
internal static class Measurements
{
    public static Measurement? Of(IInvocationOperation call, TelemetrySymbols telemetry)
    {
        if (!telemetry.Measures(call.TargetMethod.ContainingType) || call.Receiver() is not { } receiver || InstrumentOf(receiver) is not { } instrument)
        {
            return null;
        }

        var value = call.Arguments.FirstOrDefault(static a => a.Parameter is { Ordinal: 0, IsParams: false } && !a.IsImplicit)?.Value;
        return call.TargetMethod.Name switch
        {
            "Record" when receiver.Type.IsOrDerivesFrom(telemetry.Histogram) => new(call, instrument, value, MeasurementKind.Recorded),
            "Observe" when receiver.Type.IsOrDerivesFrom(telemetry.PrometheusObserver) => new(call, instrument, value, MeasurementKind.Recorded),
            "Add" when receiver.Type.IsOrDerivesFrom(telemetry.UpDownCounter) && SignOf(value) is { } sign => new(call, instrument, value, sign),
            "Inc" when receiver.Type.IsOrDerivesFrom(telemetry.PrometheusGauge) => new(call, instrument, value, MeasurementKind.Raised),
            "Dec" when receiver.Type.IsOrDerivesFrom(telemetry.PrometheusGauge) => new(call, instrument, value, MeasurementKind.Lowered),
            _ => null,
        };
    }

    /// <summary>The measurements that run when the region runs.</summary>
    public static IEnumerable<Measurement> In(IOperation region, TelemetrySymbols telemetry) => Region.RunningIn([region])
        .OfType<IInvocationOperation>().Select(call => Of(call, telemetry)).Where(static m => m is not null)!;

    /// <summary>The raise that this lowering undoes only when nothing throws in between; null when the level is safe or that isn't proven.</summary>
    public static Measurement? UnprotectedRaise(Measurement lowered, TelemetrySymbols telemetry)
    {
        var (block, statement) = lowered.Place;
        if (block is null || statement is not IExpressionStatementOperation || lowered.Call.IsInHandler())
        {
            return null;
        }

        var others = In(FunctionBody(lowered.Call), telemetry).Where(m => m.IsSameInstrument(lowered) && m.Call != lowered.Call).ToList();
        if (others.Any(static m => m.Kind == MeasurementKind.Lowered && m.Call.IsInHandler()))
        {
            return null;
        }

        var before = block.Operations.TakeWhile(o => o != statement).ToList();
        foreach (var raised in others.Where(static m => m.Kind == MeasurementKind.Raised).Reverse())
        {
            if (raised.Place is { Statement: IExpressionStatementOperation } place && place.Block == block && before.IndexOf(place.Statement) is >= 0 and var at)
            {
                var between = before.Skip(at + 1).ToList();
                return Region.MayThrowFromAwait(between, telemetry) || CallsOut(between) ? raised : null;
            }
        }

        return null;
    }

    /// <summary>The operation that starts the clock for a duration that is recorded only when nothing throws; null when it is always recorded or that isn't proven.</summary>
    public static IOperation? StartOfSuccessOnlyDuration(Measurement recorded, TelemetrySymbols telemetry)
    {
        var (block, statement) = recorded.Place;
        if (block is null || statement is not IExpressionStatementOperation || recorded.Call.IsInHandler() || recorded.Value is null
            || ElapsedTime.StartOf(recorded.Value, telemetry) is not { } start
            || start.InBlock() is not { Block: { } startBlock, Statement: { } startStatement })
        {
            return null;
        }

        var before = block.Operations.TakeWhile(o => o != statement).ToList();
        var at = before.IndexOf(startStatement);
        if (at < 0 && !IsTryAfter(block, startBlock, startStatement))
        {
            return null;
        }

        var recordedElsewhere = In(FunctionBody(recorded.Call), telemetry).Any(m => m.Call != recorded.Call && m.IsSameInstrument(recorded));
        return !recordedElsewhere && Region.MayThrowFromAwait(before.Skip(at + 1).ToList(), telemetry) ? start : null;
    }

    /// <summary>The field, property or local that a measurement names; labels are looked through.</summary>
    private static ISymbol? InstrumentOf(IOperation receiver)
    {
        for (var budget = 10; budget > 0; budget--)
        {
            switch (receiver.WithoutConversions())
            {
                case IInvocationOperation { TargetMethod.Name: "WithLabels" or "Labels" } labels when labels.Receiver() is { } collector:
                    receiver = collector;
                    break;
                case IMemberReferenceOperation member:
                    return member.Member;
                case ILocalReferenceOperation local:
                    return local.Local;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                default:
                    return null;
            }
        }

        return null;
    }

    private static MeasurementKind? SignOf(IOperation? value) => value?.ConstantValue.Value switch
    {
        null => null,
        var number when Convert.ToDouble(number, System.Globalization.CultureInfo.InvariantCulture) is var amount => amount > 0 ? MeasurementKind.Raised : amount < 0 ? MeasurementKind.Lowered : null,
        _ => null,
    };

    private static bool CallsOut(IEnumerable<IOperation> region) => Region.RunningIn(region).Any(static o => o is IInvocationOperation { TargetMethod.ContainingType.IsStatic: false });

    private static bool IsTryAfter(IBlockOperation block, IBlockOperation startBlock, IOperation startStatement) =>
        block.Parent is ITryOperation attempt && attempt.Body == block && attempt.Parent == startBlock && startBlock.Operations.IndexOf(attempt) > startBlock.Operations.IndexOf(startStatement);

    private static IOperation FunctionBody(IOperation operation) => operation.NestedFunction() ?? operation.Root();
}

/// <summary>Reads durations: which clock a value was taken from.</summary>
internal static class ElapsedTime
{
    /// <summary>The operation that starts the clock that the value was read from; null when it isn't a duration of this function.</summary>
    public static IOperation? StartOf(IOperation value, TelemetrySymbols telemetry)
    {
        var body = BodyIndex.Of(value);
        for (var budget = 20; budget > 0; budget--)
        {
            switch (value.WithoutConversions())
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.Multiply } scaled:
                    value = scaled.LeftOperand;
                    break;
                case IPropertyReferenceOperation { Property.Name: "TotalSeconds" or "TotalMilliseconds" or "Elapsed" or "ElapsedMilliseconds" or "ElapsedTicks" or "Ticks", Instance: { } of }:
                    value = of;
                    break;
                case IInvocationOperation { TargetMethod.Name: "GetElapsedTime", Arguments: [{ Value: var start }, ..] } call
                    when call.TargetMethod.ContainingType.Is(telemetry.Stopwatch) || call.TargetMethod.ContainingType.IsOrDerivesFrom(telemetry.TimeProvider):
                    return LocalStart(start.WithoutConversions(), body);
                case ILocalReferenceOperation { Local: { } local } when local.Type.Is(telemetry.Stopwatch):
                    return body.Reads(local).Any(static r => r.Parent is IInvocationOperation { TargetMethod.Name: "Restart" or "Reset" }) ? null : LocalStart(value.WithoutConversions(), body);
                case ILocalReferenceOperation { Local: { } local } when body.SingleValue(local) is { } single:
                    value = single;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static IOperation? LocalStart(IOperation reference, BodyIndex body) =>
        reference is ILocalReferenceOperation { Local: { } local } && body.SingleValue(local) is { } value ? value : null;
}
