using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>How often an object is created that should live as long as the process.</summary>
internal enum Recurrence
{
    /// <summary>Not proven to be more than once.</summary>
    Unknown,

    /// <summary>On every read of a property.</summary>
    PerRead,

    /// <summary>On every call, or every turn of a loop.</summary>
    PerCall,

    /// <summary>With every instance of a type that lives for one request.</summary>
    PerInstance,
}

/// <summary>Reads how often sources, meters and instruments are created.</summary>
internal static class Creations
{
    private static readonly HashSet<string> RunOnce = new(StringComparer.Ordinal)
    {
        "AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "GetOrAdd", "EnsureInitialized", "GetOrCreate", "GetValue",
    };

    public static Recurrence Of(IOperation creation, ISymbol within, Knowledge knowledge)
    {
        var telemetry = knowledge.Symbols.Telemetry!;
        var function = creation.NestedFunction();
        if (function is null)
        {
            switch (within)
            {
                case IFieldSymbol or IPropertySymbol:
                    return OfMember(within, within.IsStatic, knowledge);
                case IMethodSymbol { MethodKind: MethodKind.StaticConstructor }:
                    return Recurrence.Unknown;
                case IMethodSymbol { MethodKind: MethodKind.Constructor } when StoredIn(creation) is { } member:
                    return OfMember(member, member.IsStatic, knowledge);
                case IMethodSymbol { MethodKind: MethodKind.PropertyGet } when Uses.Of(creation).Ending == UseEnd.Returned:
                    return Recurrence.PerRead;
            }
        }
        else if (function is IAnonymousFunctionOperation lambda && IsRunOnce(lambda, telemetry))
        {
            return Recurrence.Unknown;
        }

        var once = function is null && within is IMethodSymbol method && RunsOnce(method, telemetry);
        var (dropped, used) = Fate(creation, knowledge, depth: 0);
        return dropped && (creation.IsInLoop() || (used && !once)) ? Recurrence.PerCall : Recurrence.Unknown;
    }

    /// <summary>Whether the instrument hangs on a meter that is itself created there: the meter is the cause.</summary>
    public static bool IsOnNewMeter(IInvocationOperation call, TelemetrySymbols telemetry) => call.Instance?.WithoutConversions() switch
    {
        IObjectCreationOperation => true,
        ILocalReferenceOperation local => BodyIndex.Of(call).SingleValue(local.Local) is IObjectCreationOperation creation && creation.Type.Is(telemetry.Meter),
        _ => false,
    };

    /// <summary>The words for a message: how often, and in which member.</summary>
    public static string Describe(Recurrence recurrence, ISymbol within) => recurrence switch
    {
        Recurrence.PerRead => $"on every read of '{(within as IMethodSymbol)?.AssociatedSymbol?.Name ?? within.Name}'",
        Recurrence.PerInstance => $"for every '{within.ContainingType.Name}', once per request",
        _ => $"on every call of '{(within as IMethodSymbol)?.AssociatedSymbol?.Name ?? within.Name}'",
    };

    private static Recurrence OfMember(ISymbol member, bool isStatic, Knowledge knowledge) =>
        !isStatic && IsPerRequest(member.ContainingType, knowledge) && !IsDisposedIn(member) ? Recurrence.PerInstance : Recurrence.Unknown;

    private static bool IsPerRequest(INamedTypeSymbol? type, Knowledge knowledge) => knowledge.Symbols.Telemetry!.IsPerRequest(type);

    /// <summary>The member of this object that gets the value.</summary>
    private static ISymbol? StoredIn(IOperation creation)
    {
        var value = creation;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation } target } ? target.Member : null;
    }

    private static bool RunsOnce(IMethodSymbol method, TelemetrySymbols telemetry) =>
        method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor
        || method.Name is "Main" or "<Main>$"
        || telemetry.IsComposition(method)
        || (method is { Name: "StartAsync" or "ExecuteAsync" or "StopAsync" } && method.ContainingType.IsOrDerivesFrom(telemetry.HostedService));

    /// <summary>Lambdas that a container or a cache runs once.</summary>
    private static bool IsRunOnce(IAnonymousFunctionOperation lambda, TelemetrySymbols telemetry)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IArgumentOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IObjectCreationOperation creation => creation.Type.Is(telemetry.LazyOf),
            IInvocationOperation call => RunOnce.Contains(call.TargetMethod.Name),
            _ => false,
        };
    }

    /// <summary>Whether the object is gone when the function ends, and whether the function measured or traced with it.</summary>
    private static (bool Dropped, bool Used) Fate(IOperation creation, Knowledge knowledge, int depth)
    {
        if (depth > 4)
        {
            return (false, false);
        }

        if (creation.Parent is IInvocationOperation direct && direct.Instance == creation)
        {
            return OfCall(direct, knowledge, depth);
        }

        var uses = Uses.Of(creation);
        if (uses.Ending != UseEnd.Local || LocalOf(uses.End) is not { } local || IsUsing(uses.End))
        {
            return (uses.Ending == UseEnd.Dropped, uses.Calls.Count > 0);
        }

        var (dropped, used) = (true, false);
        foreach (var read in BodyIndex.Of(creation).Reads(local))
        {
            if (read.Parent is IInvocationOperation call && call.Instance == read)
            {
                var (callDropped, callUsed) = OfCall(call, knowledge, depth);
                dropped &= callDropped;
                used |= callUsed;
                continue;
            }

            var end = Uses.Of(read);
            if (end.Ending is not (UseEnd.Dropped or UseEnd.Read) || end.Calls.Any(static m => m.Name == "Dispose"))
            {
                return (false, false);
            }

            used |= end.Calls.Count > 0;
        }

        return (dropped, used);
    }

    private static (bool Dropped, bool Used) OfCall(IInvocationOperation call, Knowledge knowledge, int depth) =>
        call.TargetMethod.Name == "Dispose" ? (false, false)
        : knowledge.Symbols.Telemetry!.IsInstrument(call.Type) ? Fate(call, knowledge, depth + 1)
        : (true, true);

    private static ILocalSymbol? LocalOf(IOperation end) => end switch
    {
        IVariableDeclaratorOperation declarator => declarator.Symbol,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } => local.Local,
        _ => null,
    };

    private static bool IsUsing(IOperation declarator) =>
        declarator.Parent?.Parent is IVariableDeclarationGroupOperation { Parent: IUsingDeclarationOperation or IUsingOperation };

    /// <summary>Whether the type that declares the member disposes it.</summary>
    private static bool IsDisposedIn(ISymbol member) => member.ContainingType.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == "Dispose" && name.Parent switch
        {
            MemberAccessExpressionSyntax access => NameOf(access.Expression) == member.Name,
            MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: ConditionalAccessExpressionSyntax access } } => NameOf(access.Expression) == member.Name,
            _ => false,
        }));

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
