using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Statements of a script: the text of each turn comes from outside, there are no rows that one query could fetch.</summary>
internal static class Scripts
{
    private const int Hops = 4;

    /// <summary>Whether the site sends a text that is the element, or that is made for it elsewhere, as it is.</summary>
    public static bool AreSent(EffectSite site, Iteration iteration) => site.Operation is IInvocationOperation call && (site.IsDirect
        ? IsRaw(call.TargetMethod.Name) ? TextOf(call) is { } text && IsForeign(text, iteration, Hops) : IsCommand(call, iteration)
        : site.Trail.Hops is { Length: 2 } hops && IsRaw(hops[1].Name) && call.Arguments.Where(static a => a.Value.Type?.Name != "CancellationToken").Select(static a => a.Value).ToList() is { Count: 1 } only
            && only[0].Type is { SpecialType: SpecialType.System_String } && IsForeign(only[0], iteration, Hops));

    private static bool IsRaw(string name) => name is "ExecuteSqlRaw" or "ExecuteSqlRawAsync";

    private static IOperation? TextOf(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(static a => a.Parameter is { Type.SpecialType: SpecialType.System_String })?.Value;

    /// <summary>`command.CommandText = statement; command.ExecuteNonQuery();`</summary>
    private static bool IsCommand(IInvocationOperation call, Iteration iteration) =>
        call.TargetMethod.Name is "ExecuteNonQuery" or "ExecuteNonQueryAsync" && call.Instance is { } command && BodyIndex.SymbolOf(command.WithoutConversions()) is { } symbol
        && (iteration.Body.Contains<ISimpleAssignmentOperation>(a => a.Target is IPropertyReferenceOperation { Property.Name: "CommandText", Instance: { } owner }
                && SymbolEqualityComparer.Default.Equals(BodyIndex.SymbolOf(owner.WithoutConversions()), symbol) && IsForeign(a.Value, iteration, Hops))
            || BodyIndex.Of(call).SingleValue(symbol) is { } made && made.WithoutConversions() is IObjectCreationOperation { Arguments: { Length: > 0 } given } && made.IsInside(iteration.Body) && IsForeign(given[0].Value, iteration, Hops));

    /// <summary>A text that varies and that isn't put together here.</summary>
    private static bool IsForeign(IOperation text, Iteration iteration, int hops)
    {
        text = text.Core();
        return hops > 0 && text.Type is { SpecialType: SpecialType.System_String } && iteration.Varies(text) && text switch
        {
            ILocalReferenceOperation local when BodyIndex.Of(local).SingleValue(local.Local) is { } value => IsForeign(value, iteration, hops - 1),
            ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation => true,
            IInvocationOperation { TargetMethod: { ContainingType.SpecialType: SpecialType.System_String, Name: "Trim" or "TrimEnd" or "TrimStart" }, Instance: { } trimmed } => IsForeign(trimmed, iteration, hops - 1),
            IInvocationOperation { TargetMethod.ContainingType.SpecialType: SpecialType.System_String } => false,
            IInvocationOperation => true,
            _ => false,
        };
    }
}
