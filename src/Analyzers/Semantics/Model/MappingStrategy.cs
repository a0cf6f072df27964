namespace PerfAnalyzers.Semantics.Model;

/// <summary>How a hierarchy of entities becomes tables.</summary>
internal enum MappingStrategy { Tph, Tpt, Tpc }
