using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The declarations of one file that may concern the model: by syntax, bodies untouched, kept as long as the file doesn't change.</summary>
internal sealed class TreeFacts
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeFacts> Known = new();

    private readonly ImmutableArray<TypeDeclarationSyntax>.Builder types = ImmutableArray.CreateBuilder<TypeDeclarationSyntax>();
    private readonly ImmutableArray<MethodDeclarationSyntax>.Builder configurators = ImmutableArray.CreateBuilder<MethodDeclarationSyntax>();
    private readonly ImmutableArray<PropertyDeclarationSyntax>.Builder sets = ImmutableArray.CreateBuilder<PropertyDeclarationSyntax>();

    private TreeFacts(SyntaxTree tree)
    {
        if (tree.GetRoot() is CompilationUnitSyntax unit)
        {
            See(unit.Members);
        }

        Derived = types.ToImmutable();
        Configurators = configurators.ToImmutable();
        Sets = sets.ToImmutable();
    }

    /// <summary>Classes with a base list.</summary>
    public ImmutableArray<TypeDeclarationSyntax> Derived { get; }

    /// <summary>Methods that take a model builder or the builder of an entity, those of migrations and snapshots excepted.</summary>
    public ImmutableArray<MethodDeclarationSyntax> Configurators { get; }

    /// <summary>Properties of type DbSet.</summary>
    public ImmutableArray<PropertyDeclarationSyntax> Sets { get; }

    public static TreeFacts Of(SyntaxTree tree) => Known.GetValue(tree, static t => new TreeFacts(t));

    /// <summary>The last identifier of a type's name.</summary>
    public static string NameOf(TypeSyntax? type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        _ => "",
    };

    private void See(SyntaxList<MemberDeclarationSyntax> members)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax ns:
                    See(ns.Members);
                    break;
                case TypeDeclarationSyntax type:
                    if (type is { BaseList: not null } and (ClassDeclarationSyntax or RecordDeclarationSyntax))
                    {
                        types.Add(type);
                    }

                    See(type.Members);
                    break;
                case MethodDeclarationSyntax { ParameterList.Parameters.Count: > 0 } method when Configures(method):
                    configurators.Add(method);
                    break;
                case PropertyDeclarationSyntax property when NameOf(property.Type) == "DbSet":
                    sets.Add(property);
                    break;
            }
        }
    }

    private static bool Configures(MethodDeclarationSyntax method)
    {
        if (method.Identifier.ValueText is "BuildTargetModel" or "BuildModel")
        {
            return false;
        }

        foreach (var parameter in method.ParameterList.Parameters)
        {
            if (NameOf(parameter.Type) is "ModelBuilder" or "EntityTypeBuilder" or "ModelConfigurationBuilder" or "OwnedNavigationBuilder")
            {
                return true;
            }
        }

        return false;
    }
}
