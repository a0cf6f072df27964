using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Rows;

/// <summary>What the application does to entities while they are saved: audit stamps, soft delete, domain events. A set-based write passes all of it by.</summary>
internal sealed class SaveHooks
{
    private const int Depth = 3;

    private readonly KnownSymbols symbols;
    private readonly Bodies bodies;
    private readonly HashSet<IMethodSymbol> seen = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> onUpdate = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> onDelete = new(SymbolEqualityComparer.Default);
    private bool onEveryUpdate;
    private bool onEveryDelete;

    /// <summary>Reads the hooks of the contexts and interceptors in one compilation.</summary>
    public SaveHooks(KnownSymbols symbols, Bodies bodies, IEnumerable<INamedTypeSymbol> types, IEnumerable<SaveHooks> others)
    {
        this.symbols = symbols;
        this.bodies = bodies;
        foreach (var other in others)
        {
            onUpdate.UnionWith(other.onUpdate);
            onDelete.UnionWith(other.onDelete);
            onEveryUpdate |= other.onEveryUpdate;
            onEveryDelete |= other.onEveryDelete;
        }

        foreach (var type in types.Where(t => SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, bodies.Compilation.Assembly)))
        {
            foreach (var method in HooksOf(type))
            {
                Read(method, Depth);
            }
        }
    }

    /// <summary>Whether saving a changed entity of the type does more than write its columns.</summary>
    public bool ChangeUpdatesOf(ITypeSymbol entity) => onEveryUpdate || Covers(onUpdate, entity);

    /// <summary>Whether saving a removed entity of the type does more than delete it.</summary>
    public bool ChangeDeletesOf(ITypeSymbol entity) => onEveryDelete || Covers(onDelete, entity);

    private static bool Covers(HashSet<ITypeSymbol> hooked, ITypeSymbol entity)
    {
        if (hooked.Count == 0)
        {
            return false;
        }

        for (ITypeSymbol? current = entity; current is not null; current = current.BaseType)
        {
            if (hooked.Contains(current.OriginalDefinition))
            {
                return true;
            }
        }

        return entity.AllInterfaces.Any(i => hooked.Contains(i.OriginalDefinition));
    }

    private IEnumerable<IMethodSymbol> HooksOf(INamedTypeSymbol type)
    {
        var isContext = symbols.Ef!.IsContext(type);
        if (!isContext && !type.IsOrDerivesFrom(symbols.Ef.SaveChangesInterceptor))
        {
            yield break;
        }

        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol method && (method.Name.StartsWith("SaveChanges", StringComparison.Ordinal) || method.Name.StartsWith("SavingChanges", StringComparison.Ordinal)))
            {
                yield return method;
            }
            else if (isContext && member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && bodies.Of(constructor) is { } body)
            {
                foreach (var handler in HandlersIn(body))
                {
                    yield return handler;
                }
            }
        }
    }

    /// <summary>`ChangeTracker.StateChanged += OnStateChanged`.</summary>
    private static IEnumerable<IMethodSymbol> HandlersIn(IOperation constructor) =>
        constructor.Descendants().Take(5_000).OfType<IEventAssignmentOperation>()
            .Where(e => e.Adds && e.EventReference is IEventReferenceOperation { Event.Name: "Tracked" or "StateChanged" or "StateChanging" or "SavingChanges" })
            .Select(e => e.HandlerValue.WithoutConversions())
            .OfType<IDelegateCreationOperation>().Select(d => d.Target).OfType<IMethodReferenceOperation>().Select(m => m.Method);

    private void Read(IMethodSymbol method, int depth)
    {
        if (depth == 0 || !seen.Add(method.OriginalDefinition) || bodies.SourceOf(method) != bodies.Compilation || bodies.Of(method) is not { } body)
        {
            return;
        }

        var deletes = body.Contains<IFieldReferenceOperation>(f => f.Field.Name == "Deleted" && f.Field.ContainingType?.Name == "EntityState");
        foreach (var operation in body.Descendants().Take(10_000))
        {
            switch (operation)
            {
                case IAssignmentOperation { Target: IPropertyReferenceOperation { Instance: not null and not IInstanceReferenceOperation } target }:
                    Note(target.Property, body, deletes);
                    break;
                case IInvocationOperation { Instance: IInstanceReferenceOperation or null } own when !own.TargetMethod.DeclaringSyntaxReferences.IsEmpty:
                    Read(own.TargetMethod.Declared(), depth - 1);
                    break;
                case IInvocationOperation { TargetMethod: { ReturnsVoid: true, DeclaringSyntaxReferences.IsEmpty: false } told } call when call.Instance?.Type is { TypeKind: TypeKind.Interface or TypeKind.Class } callee:
                    // `entity.OnSaving()`: the entity changes itself.
                    Add(callee, deletes);
                    break;
            }
        }
    }

    private void Note(IPropertySymbol property, IOperation body, bool deletes)
    {
        var owner = property.ContainingType;
        if (symbols.Ef!.IsOwn(owner.ContainingAssembly))
        {
            if (property.Name is not ("State" or "CurrentValue" or "OriginalValue" or "IsModified"))
            {
                return;
            }

            var tested = TestedTypes(body).ToList();
            foreach (var type in tested)
            {
                Add(type, deletes);
            }

            onEveryUpdate |= tested.Count == 0;
            onEveryDelete |= tested.Count == 0 && deletes;
            return;
        }

        if (!owner.DeclaringSyntaxReferences.IsEmpty)
        {
            Add(owner, deletes);
        }
    }

    private void Add(ITypeSymbol type, bool deletes)
    {
        onUpdate.Add(type.OriginalDefinition);
        if (deletes)
        {
            onDelete.Add(type.OriginalDefinition);
        }
    }

    /// <summary>The types that the hook tells apart: `Entries&lt;IAudited&gt;()`, `OfType&lt;IAudited&gt;()`, `entry.Entity is IAudited`, `entry is { Entity: IAudited { IsOld: true } }`.</summary>
    private static IEnumerable<ITypeSymbol> TestedTypes(IOperation body) =>
        body.Descendants().Take(10_000).Select(o => o switch
        {
            IInvocationOperation { TargetMethod: { Name: "Entries" or "OfType", TypeArguments: { Length: 1 } arguments } } => arguments[0],
            IDeclarationPatternOperation { MatchedType: { } matched } => matched,
            IRecursivePatternOperation { MatchedType: { } matched } => matched,
            ITypePatternOperation { MatchedType: { } matched } => matched,
            IIsTypeOperation { TypeOperand: { } operand } => operand,
            _ => null,
        }).OfType<ITypeSymbol>().Where(t => !t.DeclaringSyntaxReferences.IsEmpty && t.TypeKind is TypeKind.Interface or TypeKind.Class);
}
