using System.Collections.Immutable;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>One end of a relationship: an entity, and its navigation to the other end when it has one.</summary>
internal sealed record RelationshipEnd(string? Entity, string? Navigation, bool LeadsToMany);

/// <summary>A relationship that configuration spells out; written while reading, never after.</summary>
internal sealed class RelationshipFacts(RelationshipEnd left, Provenance why)
{
    public Provenance Provenance => why;

    public RelationshipEnd Left => left;

    /// <summary>Null until With… names it.</summary>
    public RelationshipEnd? Right { get; set; }

    /// <summary>The entity at the other end, known before With… is called.</summary>
    public string? RightEntity { get; set; }

    public ImmutableArray<string> ForeignKey { get; set; } = ImmutableArray<string>.Empty;

    /// <summary>The dependent of a one-to-one relationship, when it is said.</summary>
    public string? SaidDependent { get; set; }

    public ImmutableArray<string> PrincipalKey { get; set; } = ImmutableArray<string>.Empty;

    public string? OnDelete { get; set; }

    public bool? IsRequired { get; set; }

    public bool IsManyToMany => Left.LeadsToMany && Right is { LeadsToMany: true };

    public bool IsOneToOne => !Left.LeadsToMany && Right is { LeadsToMany: false };

    /// <summary>The entity that holds the foreign key, null when there is none or it isn't known.</summary>
    public string? Dependent =>
        IsManyToMany ? null
        : IsOneToOne ? SaidDependent
        : Left.LeadsToMany ? RightEntity : Left.Entity;

    public string? Principal => Dependent is null ? null : Dependent == Left.Entity ? RightEntity : Left.Entity;
}
