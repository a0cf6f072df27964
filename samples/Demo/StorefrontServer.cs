using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Demo;

/// <summary>Storefront as a child process on a free port, on its own database file.</summary>
internal sealed partial class StorefrontServer : IAsyncDisposable
{
    private const int Repetitions = 3;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private StorefrontServer(ChildProcess process, string address)
    {
        _process = process;

        // A proxy of the environment must not see calls to this machine.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
    }

    public static async Task<StorefrontServer> StartAsync(StorefrontCopy copy, string database, bool good, CancellationToken cancellationToken)
    {
        var output = new StringBuilder();
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = DotNet.StartInfo(
            copy.Folder,
            [copy.Program, "--urls", "http://127.0.0.1:0", "--database", database, "--environment", "Production", "--good", $"{good}"]);
        var process = ChildProcess.Start(start, line =>
        {
            output.AppendLine(line);
            if (Listening().Match(line) is { Success: true } match)
            {
                listening.TrySetResult(match.Groups[1].Value);
            }
        });

        try
        {
            var exited = process.WaitForExitAsync(cancellationToken);
            var first = await Task.WhenAny(listening.Task, exited).WaitAsync(StartLimit, cancellationToken);
            return first == listening.Task
                ? new StorefrontServer(process, await listening.Task)
                : throw new DemoException($"Storefront ended while it started.\n{output}");
        }
        catch (Exception e)
        {
            await process.DisposeAsync();
            throw e is TimeoutException
                ? new DemoException($"Storefront did not listen within {StartLimit.TotalSeconds:F0} s.\n{output}")
                : e;
        }
    }

    public async Task<EndpointPair[]> EndpointsAsync(CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<EndpointPair[]>("/endpoints", cancellationToken)
        ?? throw new DemoException("Storefront lists no endpoints.");

    public async Task<TelemetryLine[]> TelemetryAsync(CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<TelemetryLine[]>("/telemetry", cancellationToken)
        ?? throw new DemoException("Storefront tells nothing about its telemetry.");

    /// <summary>Calls an endpoint; one that only reads is called again, so that its time is not that of a first call.</summary>
    public async Task<Measurement> MeasureAsync(EndpointPair pair, string path, CancellationToken cancellationToken)
    {
        var best = await CallAsync(pair, path, cancellationToken);
        for (var i = 1; i < Repetitions && pair.Reads && best.Succeeded; i++)
        {
            var again = await CallAsync(pair, path, cancellationToken);
            if (!again.AnswersAs(best))
            {
                throw new DemoException($"{path} answers differently when it is called again.");
            }

            best = again.Milliseconds < best.Milliseconds ? again : best;
        }

        return best;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<Measurement> CallAsync(EndpointPair pair, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(pair.Method), path);
        if (pair.Body is { } body)
        {
            request.Content = JsonContent.Create(body);
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return new Measurement((int)response.StatusCode, null, 0, 0, 0, 0);
        }

        return new Measurement(
            (int)response.StatusCode,
            await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken),
            Count(response, "X-Sql-Commands"),
            Count(response, "X-Sql-Reads"),
            Count(response, "X-Sql-Commits"),
            double.Parse(Header(response, "X-Elapsed-Ms"), CultureInfo.InvariantCulture));
    }

    private static int Count(HttpResponseMessage response, string name) =>
        int.Parse(Header(response, name), CultureInfo.InvariantCulture);

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
            ? values.First()
            : throw new DemoException($"{response.RequestMessage!.RequestUri!.PathAndQuery} answers without {name}.");

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
