using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Telemetry;

/// <summary>Code that nothing calls for a request: no span surrounds it unless it starts one.</summary>
internal sealed record RootOperation(string Name, string Kind, IOperation Body, Location Place);

/// <summary>Finds root operations: loops of background services, callbacks of timers, jobs.</summary>
internal static class RootOperations
{
    /// <summary>The turn of a loop that a background service, or what a hosted service starts, runs until it stops; null for other loops.</summary>
    public static RootOperation? OfLoop(ILoopOperation loop, ISymbol within, TelemetrySymbols telemetry)
    {
        if (within is not IMethodSymbol method || !method.ContainingType.IsOrDerivesFrom(telemetry.HostedService) || loop.NestedFunction() is not null || loop.IsInLoop()
            || !RunsUntilStopped(loop, method) || !(method.ContainingType.IsOrDerivesFrom(telemetry.BackgroundService) || IsStarted(method)))
        {
            return null;
        }

        return new($"{method.ContainingType.Name}.{Bare(method.Name)}", "each turn of the loop", loop.Body, loop.Syntax.GetFirstToken().GetLocation());
    }

    /// <summary>What a timer runs at each tick; null when its code isn't in sight.</summary>
    public static RootOperation? OfTimer(IObjectCreationOperation timer, Knowledge knowledge)
    {
        if (timer.Arguments.FirstOrDefault(static a => a.Parameter?.Name == "callback")?.Value is not { } callback)
        {
            return null;
        }

        var target = callback.Target();
        var body = target switch
        {
            IAnonymousFunctionOperation lambda => lambda.Body,
            IMethodReferenceOperation reference => knowledge.Bodies.Of(reference.Method),
            _ => null,
        };
        var name = target is IMethodReferenceOperation { Method: var method } ? $"{method.ContainingType.Name}.{method.Name}" : "Timer";
        return body is null ? null : new(name, "each tick of the timer", body, timer.Syntax is ObjectCreationExpressionSyntax creation ? creation.Type.GetLocation() : timer.Syntax.GetLocation());
    }

    /// <summary>The body of a Quartz job; null for other methods.</summary>
    public static RootOperation? OfJob(IOperation body, ISymbol within, Knowledge knowledge) =>
        within is IMethodSymbol { Name: "Execute", Parameters.Length: 1 } method && method.ContainingType.IsOrDerivesFrom(knowledge.Symbols.Telemetry!.QuartzJob)
        && !knowledge.Telemetry.All.Has(FactKind.Traced, "AddQuartzInstrumentation") && !knowledge.Telemetry.All.Matches(FactKind.Source, "Quartz")
        && body is IMethodBodyOperation { BlockBody: { } block } && body.Syntax is MethodDeclarationSyntax declaration
            ? new(method.ContainingType.Name, "each run of the job", block, declaration.Identifier.GetLocation())
            : null;

    /// <summary>Whether the start of the service calls the method and goes on.</summary>
    private static bool IsStarted(IMethodSymbol method) => method.ContainingType.GetMembers("StartAsync").SelectMany(static start => start.DeclaringSyntaxReferences).Any(start => start.GetSyntax()
        .DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == method.Name && name.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.Parent is not AwaitExpressionSyntax));

    private static bool RunsUntilStopped(ILoopOperation loop, IMethodSymbol method) => loop switch
    {
        IWhileLoopOperation { Condition: { } condition } => Region.RunningIn([condition]).Any(static o =>
            o is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } or IInvocationOperation { TargetMethod.Name: "WaitForNextTickAsync" or "WaitToReadAsync" } or ILiteralOperation { ConstantValue.Value: true }),
        IForLoopOperation { Condition: null } => true,
        IForEachLoopOperation { IsAsynchronous: true } => method.Name == "ExecuteAsync",
        _ => false,
    };

    private static IOperation? Target(this IOperation value)
    {
        while (value is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation)
        {
            value = value switch
            {
                IConversionOperation conversion => conversion.Operand,
                IDelegateCreationOperation creation => creation.Target,
                _ => ((IParenthesizedOperation)value).Operand,
            };
        }

        return value;
    }

    private static string Bare(string method) => method.EndsWith("Async", StringComparison.Ordinal) ? method.Substring(0, method.Length - 5) : method;
}
