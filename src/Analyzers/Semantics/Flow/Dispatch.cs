using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Flow;

/// <summary>Which methods a call may reach: the implementations and overrides in sight.</summary>
internal sealed class Dispatch(Compilation compilation, FactCarriers carriers)
{
    private const int FanOut = 40;
    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<ImmutableArray<INamedTypeSymbol>>> KnownTypes = new();

    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> types = new(() => TypesInSight(compilation, carriers));
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> known = new(SymbolEqualityComparer.Default);
    private Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>? derived;
    private Handlers? handlers;

    /// <summary>Every class and struct with a body in sight.</summary>
    public ImmutableArray<INamedTypeSymbol> Types => types.Value;

    /// <summary>Which methods a library runs when it is called.</summary>
    public Handlers Handlers => handlers ??= new Handlers(Types);

    /// <summary>The bodies that a call may run; default when there are more than can be followed, empty when none is in sight.</summary>
    public ImmutableArray<IMethodSymbol> TargetsOf(IInvocationOperation call) =>
        call.Instance?.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax ? ImmutableArray.Create(call.TargetMethod.Declared()) : TargetsOf(call.TargetMethod);

    public ImmutableArray<IMethodSymbol> TargetsOf(IMethodSymbol method) => known.GetOrAdd(method.Declared(), FindTargets);

    /// <summary>The bodies that a call may run, as far as they can be followed: empty for more of them as well.</summary>
    public ImmutableArray<IMethodSymbol> FollowedFrom(IInvocationOperation call) => TargetsOf(call) is { IsDefault: false } targets ? targets : ImmutableArray<IMethodSymbol>.Empty;

    /// <summary>The one body that a call runs; null when it may run others, or none is in sight.</summary>
    public IMethodSymbol? OnlyTargetOf(IInvocationOperation call) => Only(TargetsOf(call));

    public IMethodSymbol? OnlyTargetOf(IMethodSymbol method) => Only(TargetsOf(method));

    private static IMethodSymbol? Only(ImmutableArray<IMethodSymbol> targets) => targets is { IsDefault: false, Length: 1 } ? targets[0] : null;

    private ImmutableArray<IMethodSymbol> FindTargets(IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (type is null || !(method.IsAbstract || method.IsVirtual || method.IsOverride) || method.IsSealed || type.IsSealed)
        {
            return method.IsAbstract ? ImmutableArray<IMethodSymbol>.Empty : ImmutableArray.Create(method);
        }

        // What .NET declares, .NET implements many times out of sight: IDisposable, IComparer, Stream. The few implementations in sight say nothing about a call.
        if (type.DeclaringSyntaxReferences.IsEmpty && type.ContainingNamespace.IsOfSystem())
        {
            return method.IsAbstract ? ImmutableArray<IMethodSymbol>.Empty : ImmutableArray.Create(method);
        }

        var found = ImmutableArray.CreateBuilder<IMethodSymbol>();
        if (!method.IsAbstract)
        {
            found.Add(method);
        }

        foreach (var candidate in Derived(type))
        {
            if (ImplementationIn(candidate, method) is { } implementation && !found.Contains(implementation, SymbolEqualityComparer.Default))
            {
                found.Add(implementation);
                if (found.Count > FanOut)
                {
                    return default;
                }
            }
        }

        return found.ToImmutable();
    }

    private IReadOnlyList<INamedTypeSymbol> Derived(INamedTypeSymbol type)
    {
        var map = derived ??= BuildMap();
        return map.TryGetValue(type.OriginalDefinition, out var found) ? found : [];
    }

    private Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> BuildMap()
    {
        var map = new Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        foreach (var type in types.Value)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                Add(implemented.OriginalDefinition, type);
            }

            for (var current = type.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            {
                Add(current.OriginalDefinition, type);
            }
        }

        return map;

        void Add(INamedTypeSymbol key, INamedTypeSymbol value)
        {
            if (!map.TryGetValue(key, out var list))
            {
                map.Add(key, list = []);
            }

            list.Add(value);
        }
    }

    private static IMethodSymbol? ImplementationIn(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            var implemented = type.AllInterfaces.FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, method.ContainingType.OriginalDefinition));
            var member = implemented?.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method));
            return member is null || type.FindImplementationForInterfaceMember(member) is not IMethodSymbol found ? null
                : LastOverride(type, found.OriginalDefinition) is { IsAbstract: false } last ? last : null;
        }

        foreach (var member in type.GetMembers(method.Name))
        {
            if (member is IMethodSymbol { IsOverride: true, IsAbstract: false } candidate && Overrides(candidate, method))
            {
                return candidate.OriginalDefinition;
            }
        }

        return null;
    }

    /// <summary>What an object of the type runs when a base class implements the interface with a method that can be overridden.</summary>
    private static IMethodSymbol LastOverride(INamedTypeSymbol type, IMethodSymbol method)
    {
        for (var current = type; method is { IsSealed: false } and ({ IsVirtual: true } or { IsAbstract: true } or { IsOverride: true }) && current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers(method.Name))
            {
                if (member is IMethodSymbol { IsOverride: true } candidate && Overrides(candidate, method))
                {
                    return candidate.OriginalDefinition;
                }
            }
        }

        return method;
    }

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol method)
    {
        var hops = 0;
        for (var current = candidate.OverriddenMethod; current is not null && hops++ < 32; current = current.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, method))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every class and struct with a body in sight: of this compilation, of those that it references as source, and of those that carry facts.</summary>
    private static ImmutableArray<INamedTypeSymbol> TypesInSight(Compilation compilation, FactCarriers carriers)
    {
        var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        found.AddRange(TypesOf(compilation.Assembly));
        foreach (var reference in compilation.References)
        {
            if (reference is CompilationReference && compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
            {
                found.AddRange(TypesOf(assembly));
            }
        }

        foreach (var (assembly, _) in carriers.OfEffects)
        {
            found.AddRange(TypesOf(assembly));
        }

        return found.ToImmutable();
    }

    /// <summary>The classes and structs of an assembly, collected once for all compilations that see it.</summary>
    private static ImmutableArray<INamedTypeSymbol> TypesOf(IAssemblySymbol assembly) =>
        KnownTypes.GetValue(assembly, static a =>
        {
            var found = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
            Collect(a.GlobalNamespace, found);
            return new StrongBox<ImmutableArray<INamedTypeSymbol>>(found.ToImmutable());
        }).Value;

    private static void Collect(INamespaceOrTypeSymbol container, ImmutableArray<INamedTypeSymbol>.Builder found)
    {
        foreach (var member in container.GetMembers())
        {
            switch (member)
            {
                case INamespaceSymbol space:
                    Collect(space, found);
                    break;
                case INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } type:
                    if (type.TypeKind != TypeKind.Interface)
                    {
                        found.Add(type);
                    }

                    Collect(type, found);
                    break;
            }
        }
    }
}
