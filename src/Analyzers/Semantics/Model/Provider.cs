namespace PerfAnalyzers.Semantics.Model;

/// <summary>The database that the contexts in sight talk to.</summary>
internal enum Provider { Unknown, SqlServer, PostgreSql, Sqlite, MySql, Oracle, Cosmos, InMemory, Several }
