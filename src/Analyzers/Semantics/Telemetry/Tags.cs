using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>One dimension of a measurement.</summary>
internal sealed record MetricTag(IOperation? Key, IOperation Value, IOperation Pair)
{
    public string? Name => Key?.ConstantValue.Value as string;
}

/// <summary>Reads the tags of a measurement and whether their values are bounded.</summary>
internal static class Tags
{
    /// <summary>The tags of a call of an instrument: pairs, tag lists and labels.</summary>
    public static IEnumerable<MetricTag> Of(IInvocationOperation call, TelemetrySymbols telemetry)
    {
        if (call.TargetMethod.Name == "WithLabels")
        {
            return Elements(call.Arguments).Select(static label => new MetricTag(null, label, label));
        }

        return Elements(call.Arguments).SelectMany(value => FromValue(value, telemetry));
    }

    /// <summary>What makes the value different for almost every measurement; null when it is bounded or nobody knows.</summary>
    public static Unbounded? Source(IOperation value, TelemetrySymbols telemetry, Func<string, bool> isBounded)
    {
        var open = new Stack<(IOperation Part, bool IsWhole)>();
        open.Push((value, true));
        for (var budget = 60; budget > 0 && open.Count > 0; budget--)
        {
            var (part, isWhole) = open.Pop();
            part = part.WithoutConversions();
            if (part is IConversionOperation ownConversion)
            {
                part = ownConversion.Operand.WithoutConversions();
            }
            if (part.ConstantValue.HasValue || (part is IInvocationOperation own && isBounded(own.TargetMethod.Name)))
            {
                continue;
            }

            if (Named(part, telemetry) is { } source)
            {
                return source with { IsWhole = isWhole };
            }

            isWhole &= part is not (IInterpolatedStringOperation or IBinaryOperation or IConditionalOperation or ICoalesceOperation);
            foreach (var inner in Inside(part))
            {
                open.Push((inner, isWhole));
            }
        }

        return null;
    }

    /// <summary>Whether a value could take many values: not a constant, a flag, an enum, or something that was bounded on purpose.</summary>
    public static bool MayBeUnbounded(IOperation value, TelemetrySymbols telemetry, Func<string, bool> isBounded) => value.WithoutConversions() switch
    {
        { ConstantValue.HasValue: true } or { Type.TypeKind: TypeKind.Enum } or { Type.SpecialType: SpecialType.System_Boolean } or ISwitchExpressionOperation => false,
        IInvocationOperation call when isBounded(call.TargetMethod.Name) => false,
        IConditionalOperation { WhenFalse: { } otherwise } choice => MayBeUnbounded(choice.WhenTrue, telemetry, isBounded) || MayBeUnbounded(otherwise, telemetry, isBounded),
        ILocalReferenceOperation local => BodyIndex.Of(value).SingleValue(local.Local) is { } single && MayBeUnbounded(single, telemetry, isBounded),
        IParameterReferenceOperation or IPropertyReferenceOperation or IInterpolatedStringOperation => true,
        IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance } => MayBeUnbounded(instance, telemetry, isBounded),
        _ => false,
    };

    private static Unbounded? Named(IOperation part, TelemetrySymbols telemetry)
    {
        if (part is IPropertyReferenceOperation { Property: { } property } read)
        {
            var owner = property.ContainingType;
            switch (property.Name)
            {
                case "Path" or "QueryString" or "PathBase" when owner.Is(telemetry.HttpRequest):
                    return new(property.Name == "QueryString" ? UnboundedKind.Query : UnboundedKind.Path, "the request path", read.Instance);
                case "AbsoluteUri" or "AbsolutePath" or "PathAndQuery" or "Query" or "OriginalString" or "LocalPath" when owner.Is(telemetry.Uri):
                    return new(UnboundedKind.Other, "a URL", null);
                case "TraceIdentifier" when owner.Is(telemetry.HttpContext):
                    return new(UnboundedKind.Other, "a request id", null);
                case "RemoteIpAddress" or "RemotePort" when owner.Is(telemetry.ConnectionInfo):
                    return new(UnboundedKind.Other, "a client address", null);
                case "Name" when owner.IsOrDerivesFrom(telemetry.Identity):
                    return new(UnboundedKind.Other, "a user name", null);
                case "Message" or "StackTrace" when owner.IsOrDerivesFrom(telemetry.Exception):
                    return new(UnboundedKind.Exception, "an exception message", read.Instance);
                case "TraceId" or "SpanId" or "Id" or "RootId" or "ParentId" when owner.Is(telemetry.Activity):
                    return new(UnboundedKind.Other, "a trace id", null);
            }
        }

        if (part is IInvocationOperation { TargetMethod: { } method } call)
        {
            switch (method.Name)
            {
                case "GetDisplayUrl" or "GetEncodedUrl" or "GetEncodedPathAndQuery" when call.Receiver()?.Type.Is(telemetry.HttpRequest) == true:
                    return new(UnboundedKind.Path, "the request URL", call.Receiver());
                case "ToString" when call.Instance?.Type.IsOrDerivesFrom(telemetry.Exception) == true:
                    return new(UnboundedKind.Exception, "an exception with its stack", call.Instance);
                case "ToString" when call.Instance?.Type.Is(telemetry.Uri) == true:
                    return new(UnboundedKind.Other, "a URL", null);
            }
        }

        return part.Type switch
        {
            var type when part is not (IInvocationOperation or IObjectCreationOperation or IConditionalAccessOperation or ICoalesceOperation or IConditionalOperation) && type.Is(telemetry.Guid) => new(UnboundedKind.Other, "a Guid", null),
            var type when part is IInvocationOperation { TargetMethod.Name: "NewGuid" } && type.Is(telemetry.Guid) => new(UnboundedKind.Other, "a Guid", null),
            { SpecialType: SpecialType.System_DateTime } => new(UnboundedKind.Other, "a point in time", null),
            var type when type.Is(telemetry.DateTimeOffset) => new(UnboundedKind.Other, "a point in time", null),
            _ => null,
        };
    }

    /// <summary>The parts that an expression passes on unchanged enough to stay unbounded.</summary>
    private static IEnumerable<IOperation> Inside(IOperation part) => part switch
    {
        IInvocationOperation { TargetMethod.Name: "ToString" or "ToLower" or "ToLowerInvariant" or "ToUpper" or "ToUpperInvariant" or "Trim" or "TrimEnd" or "TrimStart", Instance: { } receiver } => [Placed(receiver)],
        IPropertyReferenceOperation { Property.Name: "Value", Instance: { } receiver } => [Placed(receiver)],
        IConditionalAccessOperation access => [access.WhenNotNull],
        ICoalesceOperation coalesce => [coalesce.Value, coalesce.WhenNull],
        IConditionalOperation { WhenFalse: { } otherwise } conditional => [conditional.WhenTrue, otherwise],
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } concatenation => [concatenation.LeftOperand, concatenation.RightOperand],
        IInterpolatedStringOperation text => text.Parts.OfType<IInterpolationOperation>().Where(static i => i.FormatString is null).Select(static i => i.Expression),
        ILocalReferenceOperation local when BodyIndex.Of(part).SingleValue(local.Local) is { } value => [value],
        _ => [],
    };

    private static IOperation Placed(IOperation receiver) => receiver is IConditionalAccessInstanceOperation placeholder ? placeholder.Accessed() : receiver;

    private static IEnumerable<MetricTag> FromValue(IOperation value, TelemetrySymbols telemetry)
    {
        switch (value.WithoutConversions())
        {
            case IObjectCreationOperation { Arguments: [var key, var content] } pair when pair.Type.Is(telemetry.KeyValuePair):
                yield return new(key.Value, content.Value, pair);
                break;
            case IInvocationOperation { TargetMethod.Name: "Create", Arguments: [var key, var content] } create when create.Type.Is(telemetry.KeyValuePair):
                yield return new(key.Value, content.Value, create);
                break;
            case IObjectCreationOperation list when list.Type.Is(telemetry.TagList):
                foreach (var tag in FromCalls(list.Initializer?.Initializers.OfType<IInvocationOperation>() ?? [], telemetry))
                {
                    yield return tag;
                }

                break;
            case ILocalReferenceOperation { Local: { } local } when local.Type.Is(telemetry.TagList):
                var body = BodyIndex.Of(value);
                var created = body.SingleValue(local) is { } single ? FromValue(single, telemetry) : [];
                var added = body.Reads(local).Select(static r => r.Parent).OfType<IInvocationOperation>().Where(static c => c.TargetMethod.Name == "Add");
                foreach (var tag in created.Concat(FromCalls(added, telemetry)))
                {
                    yield return tag;
                }

                break;
        }
    }

    private static IEnumerable<MetricTag> FromCalls(IEnumerable<IInvocationOperation> adds, TelemetrySymbols telemetry) => adds.SelectMany(add =>
        add.Arguments is [var key, var content] ? [new MetricTag(key.Value, content.Value, add)]
        : add.Arguments is [var pair] ? FromValue(pair.Value, telemetry)
        : []);

    /// <summary>The arguments, with the elements of a params array in place of the array.</summary>
    private static IEnumerable<IOperation> Elements(IEnumerable<IArgumentOperation> arguments) => arguments.SelectMany(static argument =>
        argument.Value.WithoutConversions() is IArrayCreationOperation { Initializer: { } initializer } ? initializer.ElementValues.AsEnumerable() : [argument.Value]);
}

/// <summary>Why a tag value has no bound.</summary>
/// <remarks>Owner is what the value is read from: the request, the exception. IsWhole is false when it is a part of a longer text.</remarks>
internal sealed record Unbounded(UnboundedKind Kind, string What, IOperation? Owner, bool IsWhole = true);

internal enum UnboundedKind
{
    Path,
    Query,
    Exception,
    Other,
}
