using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Everything that a compilation and the projects it refers to say about models.</summary>
internal sealed class ModelSources
{
    private readonly bool isSeen;
    private readonly HashSet<string> compiledEntities = [];

    public ModelSources(Compilation compilation, KnownSymbols symbols, Bodies bodies, Func<Compilation, EfModel> of)
    {
        if (symbols.Ef is not { } ef)
        {
            Layers = new ModelLayers([], static _ => true);
            return;
        }

        var types = Types = new SourceTypes(compilation);
        OwnContexts = ContextSource.InSource(bodies, ef, types);
        OwnFluent = FluentSource.Read(bodies, ef, types, OwnContexts, c => of(c).Bodies);
        OwnSnapshots = SnapshotSource.Read(types);
        OwnSets = [.. OwnContexts.SelectMany(ContextSource.Sets), .. ContextSource.SetsInSource(bodies, types)];

        var others = compilation.References.OfType<CompilationReference>().Select(r => of(r.Compilation).Sources).ToList();
        var compiled = ContextSource.InMetadata(compilation, ef).ToList();
        Layers = new ModelLayers(
            [.. OwnSnapshots, .. others.SelectMany(static o => o.OwnSnapshots), OwnFluent, .. others.Select(static o => o.OwnFluent).OfType<ModelFacts>()],
            awaited => types.Implements(awaited) || others.Any(o => o.Types?.Implements(awaited) == true));
        Sets = [.. OwnSets, .. others.SelectMany(static o => o.OwnSets), .. compiled.SelectMany(ContextSource.Sets)];
        Contexts = [.. OwnContexts, .. others.SelectMany(static o => o.OwnContexts), .. compiled.Where(ef.IsContext)];
        IsInSight = Contexts.Count > 0 && compiled.Count == 0 && Contexts.All(c => !HasForeignBase(c, ef));
        isSeen = OwnContexts.Count > 0 || others.Any(static o => o.OwnContexts.Count > 0);
        compiledEntities = [.. compiled.SelectMany(ContextSource.Sets).Select(static s => s.Entity.EntityName())];
        OwnSaveInterceptors = [.. SaveReading.SaveInterceptors(types)];
        OwnOtherInterceptors = [.. SaveReading.OtherInterceptors(types)];
        SaveInterceptors = [.. OwnSaveInterceptors, .. others.SelectMany(static o => o.OwnSaveInterceptors)];
        OtherInterceptors = [.. OwnOtherInterceptors, .. others.SelectMany(static o => o.OwnOtherInterceptors)];
    }

    /// <summary>Whether what configures the entity is code that can be read: no compiled context has it.</summary>
    public bool Sees(string entity) => isSeen && !compiledEntities.Contains(entity);

    /// <summary>Whether a class in sight intercepts saving.</summary>
    public bool InterceptsSaves => SaveInterceptors.Count > 0;

    public IReadOnlyList<INamedTypeSymbol> Contexts { get; } = [];

    public IReadOnlyList<EntitySetProperty> Sets { get; } = [];

    public ModelLayers Layers { get; }

    /// <summary>Every context in sight is source, down to DbContext.</summary>
    public bool IsInSight { get; }

    private SourceTypes? Types { get; }

    private IReadOnlyCollection<string> SaveInterceptors { get; } = [];

    private HashSet<string> OtherInterceptors { get; } = [];

    private IReadOnlyCollection<string> OwnSaveInterceptors { get; } = [];

    private IReadOnlyCollection<string> OwnOtherInterceptors { get; } = [];

    private IReadOnlyList<INamedTypeSymbol> OwnContexts { get; } = [];

    private IReadOnlyList<EntitySetProperty> OwnSets { get; } = [];

    private ModelFacts? OwnFluent { get; }

    private IReadOnlyList<ModelFacts> OwnSnapshots { get; } = [];

    /// <summary>Whether a registration may add an interceptor of saves: all that it names must be known to intercept something else.</summary>
    public bool MayInterceptSaves(InvocationExpressionSyntax call) => SaveReading.Named(call) is not { } names || !names.All(OtherInterceptors.Contains);

    /// <summary>A base context of a library that may configure and do anything; that of ASP.NET Core Identity is known.</summary>
    private static bool HasForeignBase(INamedTypeSymbol context, EfSymbols ef) =>
        ClrProperties.Chain(context).TakeWhile(t => !t.Is(ef.DbContext)).Any(static t => t.DeclaringSyntaxReferences.IsEmpty && !IdentityFacts.IsIdentity(t));
}
