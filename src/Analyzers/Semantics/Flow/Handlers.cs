using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>Calls of libraries that hand what they get to a class of the application, which they find by its type: mediators, authorization.</summary>
/// <remarks>What is published is left out: an event per element is what events are for, and who publishes it doesn't know who listens.</remarks>
internal sealed class Handlers(ImmutableArray<INamedTypeSymbol> types)
{
    private const string Message = "Handle";
    private const string Authorization = "HandleRequirementAsync";

    private readonly Lazy<List<Handler>> handlers = new(() => types.SelectMany(HandlersIn).ToList());

    /// <summary>What a handler's method is called that a method of that name may run; the gate before anything is bound.</summary>
    public static string? NameFor(string method) => method switch
    {
        "Send" => Message,
        "AuthorizeAsync" => Authorization,
        _ => null,
    };

    /// <summary>The methods of the application that the call runs; empty for nearly all calls.</summary>
    public ImmutableArray<IMethodSymbol> Of(IInvocationOperation call)
    {
        if (NameFor(call.TargetMethod.Name) is not { } name || call.TargetMethod.DeclaringSyntaxReferences.Length > 0 || call.Arguments.IsEmpty)
        {
            return ImmutableArray<IMethodSymbol>.Empty;
        }

        var space = call.TargetMethod.ContainingType.ContainingNamespace;
        if (name == Message)
        {
            return IsMediator(space) && TypeOf(call.Arguments[0]) is { } message ? Find(h => h.Method.Name != Authorization && Same(h.Takes, message)) : ImmutableArray<IMethodSymbol>.Empty;
        }

        return IsAuthorization(space) && call.Arguments.Select(TypeOf).FirstOrDefault(IsRequirement) is { } requirement
            ? Find(h => h.Method.Name == Authorization && Takes(h.Takes, requirement) && (h.Resource is null || call.Arguments.Any(a => a.Parameter?.Name == "resource" && Takes(h.Resource, TypeOf(a)))))
            : ImmutableArray<IMethodSymbol>.Empty;
    }

    private ImmutableArray<IMethodSymbol> Find(Func<Handler, bool> isMeant) => handlers.Value.Where(isMeant).Select(static h => h.Method).ToImmutableArray();

    private static IEnumerable<Handler> HandlersIn(INamedTypeSymbol type)
    {
        foreach (var contract in type.AllInterfaces)
        {
            if (contract.TypeArguments.Length > 0 && contract.Name.EndsWith("Handler", StringComparison.Ordinal) && IsMediator(contract.ContainingNamespace)
                && contract.GetMembers(Message).FirstOrDefault() is { } member && type.FindImplementationForInterfaceMember(member) is IMethodSymbol method)
            {
                yield return new Handler(contract.TypeArguments[0], null, method);
            }
        }

        for (var ancestor = type.BaseType; ancestor is { SpecialType: SpecialType.None }; ancestor = ancestor.BaseType)
        {
            if (ancestor is { Name: "AuthorizationHandler", TypeArguments: { Length: > 0 } taken } && IsAuthorization(ancestor.ContainingNamespace)
                && type.GetMembers(Authorization).OfType<IMethodSymbol>().FirstOrDefault(static m => m.IsOverride) is { } method)
            {
                yield return new Handler(taken[0], taken.Length > 1 ? taken[1] : null, method);
            }
        }
    }

    private static ITypeSymbol? TypeOf(IArgumentOperation argument) => argument.Value.WithoutConversions().Type;

    private static bool Same(ITypeSymbol taken, ITypeSymbol given) => SymbolEqualityComparer.Default.Equals(taken.OriginalDefinition, given.OriginalDefinition);

    private static bool Takes(ITypeSymbol taken, ITypeSymbol? given)
    {
        for (var type = given; type is not null; type = type.BaseType)
        {
            if (Same(taken, type))
            {
                return true;
            }
        }

        return given?.AllInterfaces.Any(i => Same(taken, i)) == true;
    }

    private static bool IsRequirement(ITypeSymbol? type) =>
        type?.AllInterfaces.Any(static i => i.Name == "IAuthorizationRequirement" && IsAuthorization(i.ContainingNamespace)) == true;

    private static bool IsMediator(INamespaceSymbol space) => space is { Name: "MediatR" or "Mediator", ContainingNamespace.IsGlobalNamespace: true };

    private static bool IsAuthorization(INamespaceSymbol space) => space.IsNamed("Microsoft.AspNetCore.Authorization");

    /// <param name="Takes">The message, or the requirement.</param>
    /// <param name="Resource">What access is asked for, null for anything.</param>
    /// <param name="Method">What runs.</param>
    private sealed record Handler(ITypeSymbol Takes, ITypeSymbol? Resource, IMethodSymbol Method);
}
