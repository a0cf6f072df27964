namespace PerfAnalyzers.Semantics.Model;

/// <summary>Three-valued: a rule fires on Yes, and absence is evidence only when it is a No.</summary>
internal enum Fact { Unknown, Yes, No }
