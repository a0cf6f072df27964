using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Finds and runs the methods that configure a model: each once for the same builders and type arguments.</summary>
internal sealed class FluentMethods(Bodies bodies, EfSymbols ef, Func<Compilation, Bodies> others)
{
    private readonly HashSet<(ISymbol Method, string Text)> runs = new(MethodAndText.Instance);
    private readonly HashSet<ISymbol> visited = new(SymbolEqualityComparer.Default);

    public IAssemblySymbol Assembly => bodies.Compilation.Assembly;

    /// <summary>Whether the source of an assembly is read, here or by the knowledge of its own compilation.</summary>
    public bool IsInSight(IAssemblySymbol assembly) =>
        SymbolEqualityComparer.Default.Equals(assembly, Assembly) || bodies.Compilation.GetMetadataReference(assembly) is CompilationReference;

    public bool WasRun(IMethodSymbol method) => visited.Contains(method.OriginalDefinition);

    /// <summary>Runs a helper that a call hands builders to; when it can't be read, they are open.</summary>
    public void Run(FluentReader reader, InvocationExpressionSyntax call, List<(int Position, Builder Builder)> given, FluentScope scope)
    {
        var found = scope.Method.Model?.GetSymbolInfo(call) ?? default;
        if ((found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) is IMethodSymbol method)
        {
            given = Named(method, call.ArgumentList.Arguments, given);
            given.RemoveAll(g => g.Position < method.Parameters.Length && IsPlain(method.Parameters[g.Position].Type));
            if (given.Count > 0)
            {
                Run(reader, method, given, scope, call);
            }
        }
        else
        {
            Open(reader, given, call);
        }
    }

    /// <summary>An extension method on a builder: true when nothing in it stays unread.</summary>
    public bool Extension(FluentReader reader, Builder on, FluentCall call)
    {
        var found = call.Scope.Method.Model?.GetSymbolInfo(call.Syntax) ?? default;
        if ((found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol method)
        {
            return false;
        }

        if (IsLibrary(method))
        {
            return true;
        }

        if (method.ReducedFrom is null || Declaration(method) is null)
        {
            return false;
        }

        var whole = method.ReducedFrom.TypeParameters.Length == method.TypeArguments.Length && method.TypeArguments.Length > 0
            ? method.ReducedFrom.Construct([.. method.TypeArguments])
            : method.ReducedFrom;
        Run(reader, whole, [(0, on)], call.Scope);
        return true;
    }

    /// <summary>Runs the Configure methods of a configuration class.</summary>
    public void RunConfiguration(FluentReader reader, INamedTypeSymbol configuration)
    {
        foreach (var implemented in configuration.AllInterfaces)
        {
            if (!implemented.Is(ef.EntityTypeConfiguration) || implemented.TypeArguments[0] is not INamedTypeSymbol entity)
            {
                continue;
            }

            var why = new Provenance(FactSource.Fluent, configuration.Locations.FirstOrDefault());
            var builder = new Builder.OfEntity(reader.Facts.Entity(entity, why));
            var configure = implemented.GetMembers("Configure").FirstOrDefault();
            if (configure is not null && configuration.FindImplementationForInterfaceMember(configure) is IMethodSymbol method)
            {
                Run(reader, method, [(0, builder)], caller: null);
            }
        }
    }

    /// <summary>Entities that a loop registers by reflection: whatever derives from a base class that it names.</summary>
    public void SeeRegistration(FluentReader reader, FluentCall call)
    {
        foreach (var invocation in call.Scope.Method.Declaration.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            var named = invocation.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsSubclassOf" or "IsAssignableTo" }
                ? invocation.ArgumentList.Arguments.FirstOrDefault()?.Expression
                : invocation.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsAssignableFrom" } from ? from.Expression : null;
            if (named is TypeOfExpressionSyntax type
                && call.Scope.Method.Bind(type.Type) is INamedTypeSymbol { TypeKind: TypeKind.Class } root
                && !reader.Facts.EntityBases.Contains(root, SymbolEqualityComparer.Default))
            {
                reader.Facts.EntityBases.Add(root);
            }
        }
    }

    public void Run(FluentReader reader, IMethodSymbol method, List<(int Position, Builder Builder)> given, FluentScope? caller, SyntaxNode? at = null)
    {
        if (IsLibrary(method))
        {
            return;
        }

        visited.Add(method.OriginalDefinition);
        if (Declaration(method) is not var (declaration, model) || declaration is BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null })
        {
            if (method is { Name: "OnModelCreating", IsOverride: true })
            {
                IdentityFacts.Read(reader, method.ContainingType, at);
            }
            else if (method.IsAbstract && !method.DeclaringSyntaxReferences.IsEmpty)
            {
                // Its implementations are read on their own, wherever they stand.
                reader.Facts.Awaited[new AwaitedMethod(method.ContainingType.Name, method.Name)] = at?.GetLocation() ?? method.Locations[0];
            }
            else
            {
                Open(reader, given, at);
            }

            return;
        }

        var arguments = Arguments(method, caller?.Method);
        if (!runs.Add((method.OriginalDefinition, Describe(given, arguments))))
        {
            return;
        }

        var scope = new FluentScope(new FluentMethod(model, PositionIn(declaration), declaration, arguments), method.MethodKind == MethodKind.LocalFunction ? caller : null);
        foreach (var (position, builder) in given)
        {
            if (position < method.Parameters.Length)
            {
                scope.Set(method.Parameters[position].Name, builder);
            }
        }

        reader.Run(declaration, scope);
    }

    private static List<(int Position, Builder Builder)> Named(
        IMethodSymbol method, Microsoft.CodeAnalysis.SeparatedSyntaxList<ArgumentSyntax> arguments, List<(int Position, Builder Builder)> given)
    {
        var shift = method.ReducedFrom is null ? 0 : 1;
        return given.ConvertAll(g =>
        {
            var name = arguments[g.Position].NameColon?.Name.Identifier.ValueText;
            var parameter = name is null ? null : method.Parameters.FirstOrDefault(p => p.Name == name);
            return (parameter?.Ordinal ?? g.Position + (parameter is null ? shift : 0), g.Builder);
        });
    }

    /// <summary>A text, a number or a type that was read from a builder: nothing can be configured through it.</summary>
    private static bool IsPlain(ITypeSymbol type) =>
        type.IsValueType || type.SpecialType == SpecialType.System_String || type is { Name: "Type" or "PropertyInfo", ContainingNamespace.Name: "System" or "Reflection" };

    private bool IsLibrary(IMethodSymbol method) =>
        method.ContainingType.Is(ef.DbContext) || (bodies.SourceOf(method) is null && IsEf(method.ContainingNamespace));

    private static bool IsEf(INamespaceSymbol? ns)
    {
        for (; ns is { IsGlobalNamespace: false }; ns = ns.ContainingNamespace)
        {
            if (ns.Name == "EntityFrameworkCore" && ns.ContainingNamespace is { Name: "Microsoft", ContainingNamespace.IsGlobalNamespace: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The source of a method, here or in a project that is referenced as source.</summary>
    private (SyntaxNode Declaration, SemanticModel Model)? Declaration(IMethodSymbol method)
    {
        var part = method.PartialImplementationPart ?? method;
        foreach (var reference in (part.ReducedFrom ?? part).OriginalDefinition.DeclaringSyntaxReferences)
        {
            var model = bodies.ModelFor(reference.SyntaxTree) ?? (bodies.SourceOf(method) is { } other ? others(other).ModelFor(reference.SyntaxTree) : null);
            if (model is not null)
            {
                return (reference.GetSyntax(), model);
            }
        }

        return null;
    }

    private static ImmutableDictionary<ISymbol, ITypeSymbol> Arguments(IMethodSymbol method, FluentMethod? caller)
    {
        var map = ImmutableDictionary.Create<ISymbol, ITypeSymbol>(SymbolEqualityComparer.Default);
        Add(method.OriginalDefinition.TypeParameters, method.TypeArguments);
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            Add(type.OriginalDefinition.TypeParameters, type.TypeArguments);
        }

        return map;

        void Add(ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> arguments)
        {
            for (var i = 0; i < parameters.Length && i < arguments.Length; i++)
            {
                var argument = caller is null ? arguments[i] is ITypeParameterSymbol ? null : arguments[i] : caller.Resolve(arguments[i]);
                if (argument is not null)
                {
                    map = map.SetItem(parameters[i], argument);
                }
            }
        }
    }

    private static string Describe(List<(int Position, Builder Builder)> given, ImmutableDictionary<ISymbol, ITypeSymbol> arguments) =>
        string.Join(";", given.Select(static g => $"{g.Position}:{g.Builder.GetType().Name}:{g.Builder.Entity?.Name}"))
        + string.Join(";", arguments.Select(static a => $"{a.Key.Name}={a.Value.EntityName()}").OrderBy(static t => t, StringComparer.Ordinal));

    private static int PositionIn(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax { Body: { } body } => body.OpenBraceToken.Span.End,
        BaseMethodDeclarationSyntax { ExpressionBody: { } arrow } => arrow.Expression.SpanStart,
        LocalFunctionStatementSyntax { Body: { } body } => body.OpenBraceToken.Span.End,
        LocalFunctionStatementSyntax { ExpressionBody: { } arrow } => arrow.Expression.SpanStart,
        _ => declaration.SpanStart,
    };

    private static void Open(FluentReader reader, List<(int Position, Builder Builder)> given, SyntaxNode? at)
    {
        foreach (var (_, builder) in given)
        {
            reader.Open(builder, at);
        }
    }
}
