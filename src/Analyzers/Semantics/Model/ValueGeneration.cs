namespace PerfAnalyzers.Semantics.Model;

/// <summary>When the database or EF Core makes the value of a property.</summary>
internal enum ValueGeneration { Unknown, Never, OnAdd, OnUpdate, OnAddOrUpdate }
