namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Whether a snapshot and the code say different things: a migration is missing, and neither can be trusted alone.</summary>
internal static class Contradictions
{
    public static bool Exist(EntityView view)
    {
        var stored = view.Facts.Where(static f => f.Provenance.Source == FactSource.Snapshot).ToList();
        if (stored.Count == 0)
        {
            return false;
        }

        var code = view.Facts.Where(static f => f.Provenance.Source != FactSource.Snapshot).ToList();
        var storedKey = stored.FirstOrDefault(static f => f.Key is not null)?.Key;
        var codeKey = code.FirstOrDefault(static f => f.Key is not null)?.Key;
        if (storedKey is not null && codeKey is not null && !storedKey.Properties.OrderBy(static n => n).SequenceEqual(codeKey.Properties.OrderBy(static n => n)))
        {
            return true;
        }

        // A snapshot lists every column: one that it doesn't know was added after it.
        if (view.Properties.Any(p => view.SortOf(p).Sort == PropertySort.Scalar && !stored.Any(f => f.Properties.ContainsKey(p.Name))))
        {
            return true;
        }

        return code.SelectMany(static f => f.Indexes).Any(i => !stored.SelectMany(static f => f.Indexes).Any(s => s.IsUnique == i.IsUnique && s.Properties.SequenceEqual(i.Properties)));
    }
}
