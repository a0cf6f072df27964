using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Rewriting;

/// <summary>Turns an object that is created again and again into a static member that is created once.</summary>
internal static class StaticMember
{
    public static Rewrite? Hoist(Place place, ExpressionSyntax creation, string fallback)
    {
        if (place.Model.GetTypeInfo(creation, place.Cancellation).Type is not { TypeKind: not TypeKind.Error } type
            || creation.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } owner
            || owner is InterfaceDeclarationSyntax
            || place.Model.GetDeclaredSymbol(owner, place.Cancellation) is not { } ownerSymbol
            || !IsStaticSafe(place, creation, owner))
        {
            return null;
        }

        var rewrite = new Rewrite($"Create the {type.Name} once, in a static member");
        return creation.Parent switch
        {
            ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax property } => OfProperty(rewrite, place, property, creation, type, owner, ownerSymbol),
            ArrowExpressionClauseSyntax { Parent: AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } } => OfProperty(rewrite, place, property, creation, type, owner, ownerSymbol),
            ReturnStatementSyntax { Parent: BlockSyntax { Statements.Count: 1, Parent: AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax property } } } => OfProperty(rewrite, place, property, creation, type, owner, ownerSymbol),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } declarator } => OfField(rewrite, place, field, declarator, owner, ownerSymbol),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax statement } } declarator } =>
                OfLocal(rewrite, place, statement, declarator, creation, type, owner, ownerSymbol),
            AssignmentExpressionSyntax => null,
            _ when creation is ImplicitObjectCreationExpressionSyntax => null,
            _ => OfExpression(rewrite, place, creation, type, fallback, owner, ownerSymbol),
        };
    }

    private static Rewrite? OfProperty(
        Rewrite rewrite, Place place, PropertyDeclarationSyntax property, ExpressionSyntax creation, ITypeSymbol type, TypeDeclarationSyntax owner, INamedTypeSymbol ownerSymbol)
    {
        if (property.AccessorList?.Accessors.Count > 1)
        {
            return null;
        }

        SyntaxNode body = property.ExpressionBody is { } arrow ? arrow : property.AccessorList!;
        if (property.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            if (ReadsLaterStatic(place, creation, property, ownerSymbol))
            {
                return null;
            }

            var end = property.SemicolonToken.IsKind(SyntaxKind.None) ? ";" : "";
            rewrite.Change(place.Document, body.Span, $"{{ get; }} = {creation}{end}");
            return rewrite;
        }

        var name = FreeName(owner, ownerSymbol, property.Identifier.ValueText + "Instance");
        if (!Declare(rewrite, place, owner, creation, $"{NameOf(type, place, property)} {name}"))
        {
            return null;
        }

        rewrite.Change(place.Document, creation.Span, name);
        return rewrite;
    }

    private static Rewrite? OfField(Rewrite rewrite, Place place, FieldDeclarationSyntax field, VariableDeclaratorSyntax declarator, TypeDeclarationSyntax owner, INamedTypeSymbol ownerSymbol)
    {
        var isPrivate = !field.Modifiers.Any(static m => m.IsKind(SyntaxKind.PublicKeyword) || m.IsKind(SyntaxKind.ProtectedKeyword) || m.IsKind(SyntaxKind.InternalKeyword));
        var name = declarator.Identifier.ValueText;
        if (!isPrivate || field.Declaration.Variables.Count != 1 || owner.Modifiers.Any(SyntaxKind.PartialKeyword)
            || ReadsLaterStatic(place, declarator.Initializer!.Value, field, ownerSymbol)
            || owner.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(a => a.Expression is ThisExpressionSyntax && a.Name.Identifier.ValueText == name))
        {
            return null;
        }

        var before = field.Modifiers.FirstOrDefault(static m => m.IsKind(SyntaxKind.ReadOnlyKeyword));
        rewrite.Insert(place.Document, before.IsKind(SyntaxKind.None) ? field.Declaration.SpanStart : before.SpanStart, "static ");
        return rewrite;
    }

    private static Rewrite? OfLocal(
        Rewrite rewrite, Place place, LocalDeclarationStatementSyntax statement, VariableDeclaratorSyntax declarator, ExpressionSyntax creation, ITypeSymbol type, TypeDeclarationSyntax owner, INamedTypeSymbol ownerSymbol)
    {
        if (!statement.UsingKeyword.IsKind(SyntaxKind.None) || !Layout.IsAlone(statement) || place.Model.GetDeclaredSymbol(declarator, place.Cancellation) is not { } local)
        {
            return null;
        }

        var name = FreeName(owner, ownerSymbol, Named(owner, declarator.Identifier.ValueText));
        if (!Declare(rewrite, place, owner, creation, $"{NameOf(type, place, statement)} {name}"))
        {
            return null;
        }

        var lines = Layout.Lines(statement);
        rewrite.Change(place.Document, lines, "");
        foreach (var reference in owner.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (reference.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(place.Model.GetSymbolInfo(reference, place.Cancellation).Symbol, local))
            {
                if (lines.Contains(reference.Span))
                {
                    return null;
                }

                rewrite.Change(place.Document, reference.Span, name);
            }
        }

        return rewrite;
    }

    private static Rewrite? OfExpression(Rewrite rewrite, Place place, ExpressionSyntax creation, ITypeSymbol type, string fallback, TypeDeclarationSyntax owner, INamedTypeSymbol ownerSymbol)
    {
        var name = FreeName(owner, ownerSymbol, Named(owner, fallback));
        if (!Declare(rewrite, place, owner, creation, $"{NameOf(type, place, creation)} {name}"))
        {
            return null;
        }

        rewrite.Change(place.Document, creation.Span, name);
        return rewrite;
    }

    /// <summary>Writes a field behind the last static field of the type and behind what it reads, or at its top; false when what it reads is initialized in another file, at a time of its own.</summary>
    private static bool Declare(Rewrite rewrite, Place place, TypeDeclarationSyntax owner, ExpressionSyntax creation, string declared)
    {
        var end = Layout.LineEnd(place.Root);
        var declaration = $"private static readonly {declared} = {creation};{end}";
        var read = StaticsIn(place, creation).ToList();
        if (read.Any(m => m is null || m.Parent != owner))
        {
            return false;
        }

        var last = owner.Members.LastOrDefault(m => read.Contains(m) || (m is FieldDeclarationSyntax field && (field.Modifiers.Any(SyntaxKind.StaticKeyword) || field.Modifiers.Any(SyntaxKind.ConstKeyword))));
        if (last is not null)
        {
            rewrite.Insert(place.Document, Layout.Lines(last).End, (last is FieldDeclarationSyntax ? "" : end) + Layout.Indent(last) + declaration);
        }
        else if (owner.Members.FirstOrDefault() is { } first)
        {
            var gap = first is FieldDeclarationSyntax ? "" : end;
            rewrite.Insert(place.Document, Layout.Lines(first).Start, Layout.Indent(first) + declaration + gap);
        }

        return true;
    }

    /// <summary>The members of the type that the expression reads and that the type initializes, in the order of their text: null for one in another file.</summary>
    private static IEnumerable<MemberDeclarationSyntax?> StaticsIn(Place place, ExpressionSyntax creation)
    {
        var owner = place.Model.GetEnclosingSymbol(creation.SpanStart, place.Cancellation)?.ContainingType;
        foreach (var name in creation.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            if (place.Model.GetSymbolInfo(name, place.Cancellation).Symbol is (IFieldSymbol { IsConst: false, IsStatic: true } or IPropertySymbol { IsStatic: true }) and var symbol
                && SymbolEqualityComparer.Default.Equals(symbol.ContainingType, owner))
            {
                yield return symbol.DeclaringSyntaxReferences.FirstOrDefault(r => r.SyntaxTree == creation.SyntaxTree)?.GetSyntax(place.Cancellation).FirstAncestorOrSelf<MemberDeclarationSyntax>();
            }
        }
    }

    /// <summary>The name that a static field of the type gets: as its other static fields are named.</summary>
    private static string Named(TypeDeclarationSyntax owner, string name)
    {
        var bare = name.TrimStart('_');
        var existing = owner.Members.OfType<FieldDeclarationSyntax>().Where(static f => f.Modifiers.Any(SyntaxKind.StaticKeyword) && f.Modifiers.Any(SyntaxKind.PrivateKeyword))
            .Select(static f => f.Declaration.Variables[0].Identifier.ValueText).FirstOrDefault() ?? "A";
        var lower = char.ToLowerInvariant(bare[0]) + bare.Substring(1);
        return existing.StartsWith("s_", StringComparison.Ordinal) ? "s_" + lower
            : existing[0] == '_' ? "_" + lower
            : char.IsLower(existing[0]) ? lower
            : char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    private static string FreeName(TypeDeclarationSyntax owner, INamedTypeSymbol symbol, string wanted)
    {
        var taken = new HashSet<string>(symbol.GetMembers().Select(static m => m.Name).Concat(owner.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(static v => v.Identifier.ValueText)), StringComparer.Ordinal) { symbol.Name };
        var name = wanted;
        for (var number = 2; taken.Contains(name); number++)
        {
            name = wanted + number;
        }

        return name;
    }

    private static string NameOf(ITypeSymbol type, Place place, SyntaxNode at) => type.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(place.Model, at.SpanStart);

    /// <summary>Whether the expression means the same in a static initializer: no locals, no parameters, nothing of this object.</summary>
    private static bool IsStaticSafe(Place place, ExpressionSyntax creation, TypeDeclarationSyntax owner)
    {
        foreach (var node in creation.DescendantNodes())
        {
            if (node is ThisExpressionSyntax or BaseExpressionSyntax or AwaitExpressionSyntax)
            {
                return false;
            }

            if (node is SimpleNameSyntax name && (name.Parent as MemberAccessExpressionSyntax)?.Name != name && name.Parent is not NameColonSyntax and not NameEqualsSyntax
                && place.Model.GetSymbolInfo(name, place.Cancellation).Symbol is { } symbol && !IsStatic(symbol, creation))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Static initializers run in the order of the text: a field further down is still null.</summary>
    private static bool ReadsLaterStatic(Place place, ExpressionSyntax creation, SyntaxNode member, INamedTypeSymbol owner) =>
        creation.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            place.Model.GetSymbolInfo(name, place.Cancellation).Symbol is (IFieldSymbol { IsConst: false } or IPropertySymbol) and var symbol
            && SymbolEqualityComparer.Default.Equals(symbol.ContainingType, owner)
            && symbol.DeclaringSyntaxReferences.Any(r => r.SyntaxTree != member.SyntaxTree || r.Span.Start > member.SpanStart));

    private static bool IsStatic(ISymbol symbol, ExpressionSyntax creation) => symbol switch
    {
        INamespaceOrTypeSymbol => true,
        IFieldSymbol { IsConst: true } => true,
        IParameterSymbol or ILocalSymbol => symbol.DeclaringSyntaxReferences.All(r => creation.Span.Contains(r.Span)),
        IFieldSymbol or IPropertySymbol or IMethodSymbol => symbol.IsStatic,
        _ => true,
    };
}
