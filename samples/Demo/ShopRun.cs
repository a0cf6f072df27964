namespace Demo;

/// <summary>All endpoints of one kind, called in order on a fresh copy of the seeded database.</summary>
internal sealed record ShopRun(
    IReadOnlyList<EndpointPair> Pairs, IReadOnlyDictionary<string, Measurement> Measurements, StoredRows Rows)
{
    public Measurement this[EndpointPair pair] => Measurements[pair.Name];

    public static async Task<ShopRun> RunAsync(
        StorefrontCopy copy, string seed, string database, Func<EndpointPair, string> path, CancellationToken cancellationToken)
    {
        File.Copy(seed, database);
        EndpointPair[] pairs;
        var measurements = new Dictionary<string, Measurement>();
        await using (var server = await StorefrontServer.StartAsync(copy, database, cancellationToken))
        {
            // Reads first: they see the seeded rows whatever the writes do.
            pairs = [.. (await server.EndpointsAsync(cancellationToken)).OrderBy(p => p.Reads ? 0 : 1)];
            foreach (var pair in pairs)
            {
                measurements.Add(pair.Name, await server.MeasureAsync(pair, path(pair), cancellationToken));
            }
        }

        return new ShopRun(pairs, measurements, StoredRows.Read(database));
    }
}
