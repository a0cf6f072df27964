using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What calls in ConfigureConventions say.</summary>
internal static class ConventionCalls
{
    public static Builder? Apply(Builder.OfConventions on, FluentCall call)
    {
        switch (call.Name)
        {
            case "Properties" or "DefaultTypeMapping":
                var values = new Builder.OfValues(Bound(call)?.EntityName() ?? "");
                return call.Name == "Properties" ? call.Configure(values) : values;
            case "IgnoreAny" when call.Type(0) is { } ignored:
                call.Facts.Ignored.Add(ignored.EntityName());
                return on;
            case "ComplexProperties" when call.Type(0) is { } part:
                call.Facts.Entity(part, call.Why).IsComplex = true;
                return new Builder.OfDetail(null);
            default:
                return null;
        }
    }

    public static Builder Apply(Builder.OfValues on, FluentCall call)
    {
        if (call.Name == "HaveConversion")
        {
            call.Facts.Converted.Add(on.Type);
        }

        return on;
    }

    private static ITypeSymbol? Bound(FluentCall call) =>
        call.TypeArguments is [var type] ? call.Scope.Method.Bind(type) : call.Type(0);
}
