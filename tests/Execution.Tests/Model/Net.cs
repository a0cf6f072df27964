using System.Diagnostics;
using System.Net;

namespace Acting;

/// <summary>The other system of a program: it answers each call with a span, and fails when asked to.</summary>
public sealed class Net(CancellationTokenSource? stop = null, int calls = int.MaxValue) : HttpMessageHandler
{
    private static readonly ActivitySource Calls = new("Shop.Net");
    private int seen;

    public static HttpClient Client(CancellationTokenSource? stop = null, int calls = int.MaxValue) => new(new Net(stop, calls)) { BaseAddress = new("http://shop") };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var span = Calls.StartActivity(request.RequestUri!.AbsolutePath);
        if (++seen >= calls)
        {
            stop?.Cancel();
        }

        return request.RequestUri.AbsolutePath == "/fails"
            ? throw new HttpRequestException("no answer to " + request.RequestUri.PathAndQuery)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("yes") });
    }
}
