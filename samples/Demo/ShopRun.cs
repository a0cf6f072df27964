namespace Demo;

/// <summary>All endpoints of one kind, called in order on a fresh copy of the seeded database.</summary>
internal sealed record ShopRun(
    IReadOnlyList<EndpointPair> Pairs, IReadOnlyDictionary<string, Measurement> Measurements, StoredRows Rows, IReadOnlyList<TelemetryLine> Telemetry)
{
    public Measurement this[EndpointPair pair] => Measurements[pair.Name];

    public static async Task<ShopRun> RunAsync(
        StorefrontCopy copy, string seed, string database, bool good, CancellationToken cancellationToken)
    {
        File.Copy(seed, database);
        EndpointPair[] pairs;
        TelemetryLine[] telemetry;
        var measurements = new Dictionary<string, Measurement>();
        await using (var server = await StorefrontServer.StartAsync(copy, database, good, cancellationToken))
        {
            // Reads first: they see the seeded rows whatever the writes do.
            pairs = [.. (await server.EndpointsAsync(cancellationToken)).OrderBy(p => p.Reads ? 0 : 1)];
            foreach (var pair in pairs)
            {
                measurements.Add(pair.Name, await server.MeasureAsync(pair, good ? pair.Good : pair.Bad, cancellationToken));
            }

            telemetry = await server.TelemetryAsync(cancellationToken);
        }

        return new ShopRun(pairs, measurements, StoredRows.Read(database), telemetry);
    }
}
