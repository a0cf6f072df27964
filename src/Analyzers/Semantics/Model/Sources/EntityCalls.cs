using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What calls on the builder of an entity say.</summary>
internal static class EntityCalls
{
    public static Builder? Apply(Builder.OfEntity on, FluentCall call)
    {
        var entity = on.Facts;
        switch (call.Name)
        {
            case "HasKey":
                return Key(on, call, k => entity.Key = k);
            case "HasAlternateKey":
                return Key(on, call, entity.AlternateKeys.Add);
            case "HasNoKey":
                entity.IsKeyless = true;
                return on;
            case "HasIndex":
                return Index(on, call);
            case "Property" or "PrimitiveCollection" or "IndexerProperty":
                return Property(on, call);
            case "Ignore":
                return Named(on, call, name => entity.Ignored.Add(name));
            case "Navigation":
                return NavigationCalls.Navigation(on, call);
            case "HasOne" or "HasMany":
                return NavigationCalls.Has(on, call, call.Name == "HasMany");
            case "OwnsOne" or "OwnsMany" or "ComplexProperty" or "ComplexCollection":
                return NavigationCalls.Part(on, call);
            case "WithOwner":
                return new Builder.OfDetail(entity);
            case "HasQueryFilter":
                entity.HasQueryFilter = call.Argument(call.Arguments.Count - 1) is not LiteralExpressionSyntax { Token.Value: null };
                return on;
            case "ToJson":
                return Json(on);
            case "UseTptMappingStrategy":
                entity.Mapping = MappingStrategy.Tpt;
                return on;
            case "UseTpcMappingStrategy":
                entity.Mapping = MappingStrategy.Tpc;
                return on;
            case "UseTphMappingStrategy":
                entity.Mapping = MappingStrategy.Tph;
                return on;
            case "ToView" or "ToSqlQuery" or "ToFunction":
                entity.IsView = true;
                return on;
            case "HasTrigger":
                entity.HasTrigger = true;
                return on;
            case "SplitToTable":
                entity.IsSplit = true;
                return on;
            case "ToTable":
                call.ConfigureByLambda(new Builder.OfTable(entity));
                return on;
            case "HasDiscriminator":
                return new Builder.OfDetail(entity);
            case "HasBaseType":
                return on;
            default:
                return null;
        }
    }

    private static Builder Key(Builder.OfEntity on, FluentCall call, Action<KeyFacts> keep)
    {
        var names = call.Names();
        if (names.IsDefaultOrEmpty)
        {
            call.Open(on);
        }
        else
        {
            keep(new KeyFacts(names, call.Why));
        }

        return new Builder.OfDetail(on.Facts);
    }

    private static Builder Index(Builder.OfEntity on, FluentCall call)
    {
        var names = call.Names();
        if (names.IsDefaultOrEmpty)
        {
            call.Open(on);
            return new Builder.OfDetail(on.Facts);
        }

        var name = call.Argument(0) is LambdaExpressionSyntax || PropertyPaths.Elements(call.Argument(0)!) is not null ? call.Text(1) : null;
        var index = new IndexFacts(names, call.Why) { Name = name };
        on.Facts.Indexes.Add(index);
        return new Builder.OfIndex(index, on.Facts);
    }

    private static Builder Property(Builder.OfEntity on, FluentCall call)
    {
        if (call.OneName(from: call.Argument(0) is TypeOfExpressionSyntax ? 1 : 0) is not { } name)
        {
            call.Open(on);
            return new Builder.OfDetail(on.Facts);
        }

        var property = on.Facts.Property(name, call.Why);
        if (call.TypeArguments is [var type])
        {
            property.Type ??= call.Scope.Method.Bind(type);
        }

        return call.ConfigureByLambda(new Builder.OfProperty(property, on.Facts));
    }

    private static Builder Named(Builder.OfEntity on, FluentCall call, Action<string> keep)
    {
        var names = call.Names();
        foreach (var name in names.IsDefault ? ImmutableArray<string>.Empty : names)
        {
            keep(name);
        }

        return on;
    }

    private static Builder Json(Builder.OfEntity on)
    {
        if (on.Owner is not null)
        {
            on.Owner.IsJson = true;
        }

        return on;
    }
}
