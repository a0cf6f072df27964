using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What calls about navigations, owned parts and relationships say.</summary>
internal static class NavigationCalls
{
    public static Builder Navigation(Builder.OfEntity on, FluentCall call)
    {
        if (call.OneName() is not { } name)
        {
            call.Open(on);
            return new Builder.OfDetail(on.Facts);
        }

        return call.ConfigureByLambda(new Builder.OfNavigation(on.Facts.Navigation(name, call.Why), on.Facts));
    }

    public static Builder Has(Builder.OfEntity on, FluentCall call, bool many)
    {
        var (target, navigation) = End(on.Facts, call);
        if (navigation is not null)
        {
            on.Facts.Navigation(navigation, call.Why).Target ??= target;
        }

        var relationship = new RelationshipFacts(new RelationshipEnd(on.Facts.Name, navigation, many), call.Why) { RightEntity = target };
        call.Facts.Relationships.Add(relationship);
        return new Builder.OfRelationship(relationship, on.Facts);
    }

    /// <summary>An owned or a complex part of an entity.</summary>
    public static Builder Part(Builder.OfEntity on, FluentCall call)
    {
        var (target, navigation) = End(on.Facts, call);
        if (navigation is null)
        {
            call.Open(on);
            return new Builder.OfDetail(on.Facts);
        }

        var facts = on.Facts.Navigation(navigation, call.Why);
        var isOwned = call.Name.StartsWith("Owns", StringComparison.Ordinal);
        (facts.Target, facts.IsOwned, facts.IsComplex) = (target ?? facts.Target, isOwned, !isOwned);
        if (target is null)
        {
            return new Builder.OfDetail(on.Facts);
        }

        var part = call.Facts.Entity(target, call.Why);
        part.Type ??= call.Type(0) ?? PropertyTypes.TargetOf(on.Facts.Type, navigation);
        (part.IsOwned, part.IsComplex) = (isOwned, !isOwned);
        return call.Configure(new Builder.OfEntity(part, facts));
    }

    /// <summary>Target and navigation of HasOne(..), OwnsOne(..) and their kin, by lambda, by type argument, or by the two texts of a snapshot.</summary>
    private static (string? Target, string? Navigation) End(EntityFacts entity, FluentCall call)
    {
        if (call.Text(0) is { } first)
        {
            var isPair = call.Arguments.Count > 1 && call.Argument(1) is LiteralExpressionSyntax;
            var target = isPair ? first : TargetOf(entity, call, first);
            return (target, isPair ? call.Text(1) : first);
        }

        if (call.Argument(0) is TypeOfExpressionSyntax type)
        {
            return ((call.Scope.Method.Bind(type.Type) as INamedTypeSymbol)?.EntityName(), call.Text(1));
        }

        var navigation = call.Argument(0) is LambdaExpressionSyntax { ExpressionBody: not null } ? call.OneName() : null;
        return (TargetOf(entity, call, navigation), navigation);
    }

    private static string? TargetOf(EntityFacts entity, FluentCall call, string? navigation)
    {
        if (call.TypeArguments.Count > 0 && call.Type(0) is { } named)
        {
            return call.Facts.Entity(named, call.Why).Name;
        }

        return PropertyTypes.TargetOf(entity.Type, navigation)?.EntityName();
    }
}
