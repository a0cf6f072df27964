namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What an expression of configuration code stands for while it is read.</summary>
internal abstract record Builder
{
    /// <summary>What unreadable code in this place makes unknown; null for a whole model.</summary>
    public virtual EntityFacts? Entity => null;

    internal sealed record OfModel : Builder;

    internal sealed record OfConventions : Builder;

    /// <summary>All values of one type, as conventions configure them.</summary>
    internal sealed record OfValues(string Type) : Builder;

    internal sealed record OfEntity(EntityFacts Facts, NavigationFacts? Owner = null) : Builder
    {
        public override EntityFacts? Entity => Facts;
    }

    internal sealed record OfTable(EntityFacts Facts) : Builder
    {
        public override EntityFacts? Entity => Facts;
    }

    internal sealed record OfProperty(PropertyFacts Facts, EntityFacts Of) : Builder
    {
        public override EntityFacts? Entity => Of;
    }

    internal sealed record OfIndex(IndexFacts Facts, EntityFacts Of) : Builder
    {
        public override EntityFacts? Entity => Of;
    }

    internal sealed record OfRelationship(RelationshipFacts Facts, EntityFacts Of) : Builder
    {
        public override EntityFacts? Entity => Of;
    }

    internal sealed record OfNavigation(NavigationFacts Facts, EntityFacts Of) : Builder
    {
        public override EntityFacts? Entity => Of;
    }

    /// <summary>The metadata object behind a builder.</summary>
    internal sealed record OfMetadata(Builder Behind) : Builder
    {
        public override EntityFacts? Entity => Behind.Entity;
    }

    /// <summary>Entity types or their parts, taken from the model at run time.</summary>
    internal sealed record OfTypes : Builder;

    /// <summary>The builder of an entity, or of a property of one, that only the run time knows.</summary>
    internal sealed record OfSome : Builder;

    /// <summary>A builder of something that the model doesn't keep.</summary>
    internal sealed record OfDetail(EntityFacts? Of) : Builder
    {
        public override EntityFacts? Entity => Of;
    }
}
