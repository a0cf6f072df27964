namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Which table knows the calls of which builder.</summary>
internal static class FluentCalls
{
    /// <summary>What the call gives back; null when the table doesn't know it.</summary>
    public static Builder? Apply(Builder on, FluentCall call) => on switch
    {
        Builder.OfModel model => ModelCalls.Apply(model, call),
        Builder.OfConventions conventions => ConventionCalls.Apply(conventions, call),
        Builder.OfValues values => ConventionCalls.Apply(values, call),
        Builder.OfEntity entity => EntityCalls.Apply(entity, call),
        Builder.OfProperty property => DetailCalls.Apply(property, call),
        Builder.OfIndex index => DetailCalls.Apply(index, call),
        Builder.OfNavigation navigation => DetailCalls.Apply(navigation, call),
        Builder.OfRelationship relationship => DetailCalls.Apply(relationship, call),
        Builder.OfTable table => DetailCalls.Apply(table, call),
        Builder.OfMetadata metadata => MetadataCalls.Apply(metadata, call),
        Builder.OfTypes types => MetadataCalls.Apply(types, call),
        Builder.OfSome some => MetadataCalls.Apply(some, call),
        Builder.OfDetail detail => Detail(detail, call),
        _ => null,
    };

    private static Builder Detail(Builder.OfDetail on, FluentCall call)
    {
        if (call.Name == "HasValue" && call.Type(0) is { } derived)
        {
            call.Facts.Entity(derived, call.Why);
        }

        return on;
    }
}
