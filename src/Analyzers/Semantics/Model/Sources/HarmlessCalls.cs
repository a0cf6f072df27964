using System.Collections.Immutable;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Calls of EF Core and its providers that change nothing of what the model keeps; knowing them saves a binding.</summary>
internal static class HarmlessCalls
{
    private static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "HasColumnName", "HasColumnOrder", "HasComment", "HasDatabaseName", "HasName", "HasConstraintName", "HasAnnotation", "HasDefaultSchema",
        "HasSequence", "HasDbFunction", "UseCollation", "HasData", "HasPrecision", "IsUnicode", "IsFixedLength", "UsePropertyAccessMode", "HasField",
        "HasChangeTrackingStrategy", "HasCheckConstraint", "IsClustered", "HasFillFactor", "IsCreatedOnline", "IsCreatedConcurrently", "UseIdentityColumns",
        "UseIdentityByDefaultColumns", "UseIdentityAlwaysColumns", "UseSerialColumns", "UseHiLo", "UseKeySequences", "HasPostgresExtension", "HasPostgresEnum",
        "HasCollation", "UseCharSet", "HasCharSet", "HasServiceTier", "IsTemporal", "IsMemoryOptimized", "ToContainer", "HasPartitionKey", "HasNoDiscriminator",
        "IsRequired", "HasSentinel", "HasDefaultValue", "HasIdentityOptions", "HasNullSortOrder", "IsSparse", "HasJsonPropertyName", "UseSqlReturningClause",
        "UseSqlOutputClause", "HasGeneratedTsVectorColumn", "UseOpenIddict", "HasParameter", "ToStoredProcedure", "InsertUsingStoredProcedure", "UsePeriodStart");

    public static bool Knows(string name) => Names.Contains(name);
}
