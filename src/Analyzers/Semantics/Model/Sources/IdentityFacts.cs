using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The configuration of library contexts whose code isn't in sight: ASP.NET Core Identity is known, any other may do anything.</summary>
internal static class IdentityFacts
{
    /// <summary>Says what OnModelCreating of a base context in a library does.</summary>
    public static void Read(FluentReader reader, INamedTypeSymbol context, SyntaxNode? at = null)
    {
        if (!IsIdentity(context))
        {
            reader.Open(new Builder.OfModel(), at);
            return;
        }

        var why = new Provenance(FactSource.Fluent);
        foreach (var set in Sets(context))
        {
            var entity = reader.Facts.Entity(set, why);
            switch (RootOf(set))
            {
                case "IdentityUser":
                    entity.Key = Key("Id");
                    Index(entity, isUnique: true, "NormalizedUserName");
                    Index(entity, isUnique: false, "NormalizedEmail");
                    entity.Property("ConcurrencyStamp", why).IsConcurrencyToken = true;
                    break;
                case "IdentityRole":
                    entity.Key = Key("Id");
                    Index(entity, isUnique: true, "NormalizedName");
                    entity.Property("ConcurrencyStamp", why).IsConcurrencyToken = true;
                    break;
                case "IdentityUserRole":
                    entity.Key = Key("UserId", "RoleId");
                    break;
                case "IdentityUserPasskey":
                    entity.Key = Key("CredentialId");
                    break;
                case "IdentityUserLogin":
                    entity.Key = Key("LoginProvider", "ProviderKey");
                    break;
                case "IdentityUserToken":
                    entity.Key = Key("UserId", "LoginProvider", "Name");
                    break;
            }
        }

        KeyFacts Key(params string[] names) => new(names.ToImmutableArray(), why);

        void Index(EntityFacts entity, bool isUnique, string name) =>
            entity.Indexes.Add(new IndexFacts(ImmutableArray.Create(name), why) { IsUnique = isUnique });
    }

    public static bool IsIdentity(INamedTypeSymbol context) =>
        context.ContainingNamespace is { Name: "EntityFrameworkCore", ContainingNamespace: { Name: "Identity", ContainingNamespace.Name: "AspNetCore" } };

    private static IEnumerable<INamedTypeSymbol> Sets(INamedTypeSymbol context)
    {
        for (var type = context; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (member is IPropertySymbol { Type: INamedTypeSymbol { Name: "DbSet", TypeArguments: [INamedTypeSymbol entity] } })
                {
                    yield return entity;
                }
            }
        }
    }

    /// <summary>The Identity class that an entity is or derives from.</summary>
    private static string? RootOf(INamedTypeSymbol entity)
    {
        for (var type = entity; type is not null; type = type.BaseType)
        {
            if (type.Name.StartsWith("Identity", StringComparison.Ordinal) && type.ContainingNamespace is { Name: "Identity", ContainingNamespace.Name: "AspNetCore" })
            {
                return type.Name;
            }
        }

        return null;
    }
}
