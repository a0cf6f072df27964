using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Queries;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>Statements of a script: the text of each turn comes from outside, or reads another table; there are no rows that one query could fetch.</summary>
internal sealed class Scripts(Bodies bodies, Dispatch dispatch)
{
    private const int Hops = 4;
    private const int MostReads = 60;

    /// <summary>Whether the site sends a text that is the element, that is made for it elsewhere as it is, or that names another table in each turn.</summary>
    public bool AreSent(EffectSite site, Iteration iteration) => site.Operation is IInvocationOperation call && (site.IsDirect
        ? TextOf(call) is { } text && (IsForeign(text, iteration, Hops) || SqlText.NamesTable(text, iteration.Varies))
        : site.Trail.Hops is { Length: 2 } hops && (IsOnlyText(call, hops[1], iteration) || IsGivenTo(call, hops[1], iteration)));

    /// <summary>`Send(statement)`, whose body may be out of sight.</summary>
    private static bool IsOnlyText(IInvocationOperation call, Hop next, Iteration iteration) =>
        next.Name is "ExecuteSqlRaw" or "ExecuteSqlRawAsync" && call.Arguments.Where(static a => a.Value.Type?.Name != "CancellationToken").Select(static a => a.Value).ToList() is { Count: 1 } only
            && only[0].Type is { SpecialType: SpecialType.System_String } && IsForeign(only[0], iteration, Hops);

    /// <summary>`Send(script, connection)` of a method that sends the text in a parameter as it is.</summary>
    private bool IsGivenTo(IInvocationOperation call, Hop next, Iteration iteration) =>
        dispatch.OnlyTargetOf(call) is { } target && bodies.SourceOf(target) == bodies.Compilation && bodies.Of(target) is { } body
            && body.Descendants().OfType<IInvocationOperation>().FirstOrDefault(c => QueryReader.NameOf(c) == next.At) is { } statement && TextOf(statement) is { } text && ParameterOf(text, Hops) is { } given
            && call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == given.Ordinal) is { } argument && iteration.Varies(argument.Value);

    /// <summary>The parameter that holds the text, or an object with it.</summary>
    private static IParameterSymbol? ParameterOf(IOperation text, int hops) => hops == 0 ? null : text.Core() switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Instance: { } holder } => ParameterOf(holder, hops - 1),
        ILocalReferenceOperation local when BodyIndex.Of(local).SingleValue(local.Local) is { } value => ParameterOf(value, hops - 1),
        _ => null,
    };

    /// <summary>What a statement in SQL sends: a library's argument `sql`, also in a description of the command, or the text of a command object.</summary>
    private static IOperation? TextOf(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { Name: "sql", Type.SpecialType: SpecialType.System_String })
            {
                return argument.Value;
            }

            if (argument.Parameter?.Type.Name == "CommandDefinition")
            {
                return argument.Value.Creation() is { Arguments: [var first, ..] } ? first.Value : null;
            }
        }

        return call.TargetMethod is { Name: "ExecuteNonQuery" or "ExecuteNonQueryAsync" or "ExecuteReader" or "ExecuteReaderAsync" or "ExecuteScalar" or "ExecuteScalarAsync" } && call.Instance is { } command
            ? TextOfCommand(command)
            : null;
    }

    /// <summary>`command.CommandText = statement;` as it was set last before the command, or `new SqlCommand(statement)`.</summary>
    private static IOperation? TextOfCommand(IOperation command)
    {
        if (BodyIndex.SymbolOf(command.WithoutConversions()) is not { } symbol)
        {
            return null;
        }

        IOperation? text = null;
        foreach (var read in BodyIndex.Of(command).Reads(symbol).Take(MostReads))
        {
            if (read.Syntax.SpanStart < command.Syntax.SpanStart && read.Parent is IPropertyReferenceOperation { Property.Name: "CommandText", Parent: ISimpleAssignmentOperation set } owner && set.Target == owner)
            {
                text = set.Value;
            }
        }

        return text ?? (command.Creation() is { Arguments: [var first, ..] } ? first.Value : null);
    }

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
