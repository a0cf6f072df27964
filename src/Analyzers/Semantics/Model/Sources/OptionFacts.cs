using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>How contexts are configured: what calls and assignments in sight say, and whether all that could say something is in sight.</summary>
internal sealed class OptionFacts
{
    private readonly Compilation compilation;
    private readonly ModelSources sources;
    private readonly EfSymbols ef;
    private readonly List<OptionUse> uses;
    private readonly Lazy<bool> isInSight;

    public OptionFacts(Compilation compilation, ModelSources sources, EfSymbols ef)
    {
        (this.compilation, this.sources, this.ef) = (compilation, sources, ef);
        var trees = compilation.SyntaxTrees.Concat(compilation.References.OfType<CompilationReference>().SelectMany(static r => r.Compilation.SyntaxTrees));
        uses = [.. trees.SelectMany(static t => TreeOptions.Of(t).Uses)];
        isInSight = new Lazy<bool>(() => sources.Contexts.Count > 0 && sources.Contexts.All(IsConfiguredInSight));
    }

    public Fact LazyLoading()
    {
        var calls = uses.Where(static u => u.Text == "UseLazyLoadingProxies" && u.Call is not null).ToList();
        if (uses.Any(u => u is { Text: "LazyLoadingEnabled", Assignment.Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } && IsInContext(u.Name)))
        {
            return Fact.No;
        }

        if (calls.Any(static c => c.Call!.ArgumentList.Arguments is [] or [{ Expression: LambdaExpressionSyntax or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } }]))
        {
            return Fact.Yes;
        }

        if (calls.Any(static c => c.Call!.ArgumentList.Arguments is not [{ Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression }]))
        {
            return Fact.Unknown;
        }

        // A program without the package can't use proxies, whoever configures it.
        var isProgram = compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;
        return isInSight.Value || (isProgram && ef.ProxiesExtensions is null) ? Fact.No : Fact.Unknown;
    }

    public Fact SplitsQueries() =>
        Said(uses.Where(static u => u.Text == "UseQuerySplittingBehavior").Select(static u => u.Call?.ArgumentList.Arguments.FirstOrDefault()?.Expression), static name => name == "SplitQuery");

    public Fact NoTracking()
    {
        var assigned = uses.Where(static u => u is { Text: "QueryTrackingBehavior", Assignment: not null }).ToList();
        var said = uses.Where(static u => u.Text == "UseQueryTrackingBehavior").Select(static u => u.Call?.ArgumentList.Arguments.FirstOrDefault()?.Expression)
            .Concat(assigned.Where(u => IsInContext(u.Name)).Select(static u => u.Assignment?.Right));
        var fact = Said(said, static name => name is "NoTracking" or "NoTrackingWithIdentityResolution");

        // Somebody switches one context at run time: what holds elsewhere isn't certain.
        return fact == Fact.No && assigned.Any(u => !IsInContext(u.Name)) ? Fact.Unknown : fact;
    }

    public Provider Provider()
    {
        var called = Providers.Join(uses.Where(static u => u.Call is not null).Select(static u => Providers.OfCall(u.Text)));
        if (called != Model.Provider.Unknown)
        {
            return called;
        }

        var stored = Providers.Join(sources.Layers.All.Select(static l => l.Provider));
        if (stored != Model.Provider.Unknown)
        {
            return stored;
        }

        var referenced = Providers.Join(compilation.ReferencedAssemblyNames.Select(static a => Providers.OfAssembly(a.Name)));
        return referenced == Model.Provider.Several ? Model.Provider.Unknown : referenced;
    }

    /// <summary>Whether SQLite is called for, or nothing else is and its provider is referenced.</summary>
    public bool MayBeSqlite() => Provider() switch
    {
        Model.Provider.Sqlite => true,
        Model.Provider.Unknown or Model.Provider.Several or Model.Provider.InMemory => compilation.ReferencedAssemblyNames.Any(static a => Providers.OfAssembly(a.Name) == Model.Provider.Sqlite),
        _ => false,
    };

    public bool IsRelational() => !uses.Any(static u => u.Call is not null && Providers.OfCall(u.Text) is Model.Provider.InMemory or Model.Provider.Cosmos);

    public Fact SavesHaveSideEffects()
    {
        if (sources.Contexts.Any(c => SaveReading.HasSideEffects(c, ef))
            || sources.InterceptsSaves
            || uses.Any(static u => SaveReading.IsEvent(u.Text) && u.Assignment is { RawKind: (int)SyntaxKind.AddAssignmentExpression })
            || uses.Any(static u => SaveReading.AddsInterceptor(u.Text) && u.Call is not null)
            || uses.Any(u => u is { Text: "AddInterceptors", Call: { } call } && sources.MayInterceptSaves(call)))
        {
            return Fact.Yes;
        }

        return sources.IsInSight && isInSight.Value ? Fact.No : Fact.Unknown;
    }

    private Fact Said(IEnumerable<ExpressionSyntax?> values, Func<string, bool> isOn)
    {
        var isOff = true;
        foreach (var value in values)
        {
            var name = value is MemberAccessExpressionSyntax member ? member.Name.Identifier.ValueText : null;
            if (name is not null && isOn(name))
            {
                return Fact.Yes;
            }

            isOff &= name is not null;
        }

        return isOff && isInSight.Value ? Fact.No : Fact.Unknown;
    }

    private bool IsInContext(SyntaxNode node) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && sources.Contexts.Any(c => c.Name == type.Identifier.ValueText);

    /// <summary>Either nothing but the context itself can configure it, or a registration of it is in sight.</summary>
    private bool IsConfiguredInSight(INamedTypeSymbol context)
    {
        if (context.IsAbstract && sources.Contexts.Any(c => !c.IsAbstract && c.IsOrDerivesFrom(context.OriginalDefinition)))
        {
            return true;
        }

        var overrides = ClrProperties.Chain(context).TakeWhile(t => !t.Is(ef.DbContext)).SelectMany(static t => t.GetMembers("OnConfiguring")).Where(static m => m.IsOverride).ToList();
        if (overrides.Any(static m => m.DeclaringSyntaxReferences.IsEmpty))
        {
            return false;
        }

        var takesOptions = context.InstanceConstructors.Any(static c => c.Parameters.Any(static p => p.Type.Name is "DbContextOptions"));
        return !takesOptions
            ? overrides.Count > 0
            : uses.Any(u => IsRegistration(u) && u.TypeArguments.Any(a => Names(a, context)));
    }

    private static bool IsRegistration(OptionUse use) =>
        use.Text == "DbContextOptionsBuilder"
        || (use.Text.StartsWith("Add", StringComparison.Ordinal) && (use.Text.Contains("DbContext") || use.Text is "AddSqlServer" or "AddNpgsql" or "AddSqlite"));

    /// <summary>The context itself, or a type parameter of a helper that registers whatever it is given.</summary>
    private static bool Names(TypeSyntax argument, INamedTypeSymbol context)
    {
        var name = TreeFacts.NameOf(argument);
        return name == context.Name || (name.Length > 0 && name[0] == 'T' && (name.Length == 1 || char.IsUpper(name[1])) && IsTypeParameter(argument, name));
    }

    private static bool IsTypeParameter(SyntaxNode at, string name) =>
        at.Ancestors().Any(a => a is MethodDeclarationSyntax { TypeParameterList.Parameters: var own } && own.Any(p => p.Identifier.ValueText == name)
            || a is TypeDeclarationSyntax { TypeParameterList.Parameters: var outer } && outer.Any(p => p.Identifier.ValueText == name));
}
