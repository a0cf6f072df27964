using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model;

/// <summary>Where a fact comes from; a later one overrules an earlier one.</summary>
internal enum FactSource { Convention, Attribute, Fluent, Snapshot }

/// <summary>Why the model believes a fact.</summary>
internal readonly record struct Provenance(FactSource Source, Location? Location = null)
{
    public override string ToString() => Source.ToString().ToLowerInvariant();
}
