using Microsoft.CodeAnalysis;
using PerfAnalyzers.Rules.Metrics;

namespace PerfAnalyzers.Tests.Rules.Metrics;

public sealed class HighCardinalityTagTests
{
    private static readonly Setup Web = new() { Also = [Library.AspNetCore] };

    private static string Body(string body) => $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using System.Security.Claims;

        public enum Outcome { Ok, Failed }

        public class Sales
        {
            private static readonly Meter Meter = new("shop");
            private static readonly Counter<int> Sold = Meter.CreateCounter<int>("sold");
            private static readonly Histogram<double> Time = Meter.CreateHistogram<double>("time");

            private static string Normalize(string path) => "/";

            public void Sell(HttpContext context, Exception ex, Guid id, Outcome outcome, string text, Uri uri, Activity activity, ClaimsPrincipal user)
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"path\", [|context.Request.Path|]));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"path\", [|context.Request.Path.Value|]));")]
    [InlineData("Sold.Add(1, new(\"ok\", true), new(\"error\", [|ex.Message|]));")]
    [InlineData("Time.Record(1, new KeyValuePair<string, object?>(\"what\", [|$\"{outcome}: {id}\"|]));")]
    [InlineData("Time.Record(1, new KeyValuePair<string, object?>(\"what\", [|id.ToString()|]));")]
    [InlineData("var tags = new TagList { { \"outcome\", outcome }, { \"trace\", [|activity.TraceId.ToString()|] } }; Sold.Add(1, tags);")]
    [InlineData("var tags = new TagList(); tags.Add(\"user\", [|user.Identity?.Name|]); Sold.Add(1, tags);")]
    [InlineData("var where = uri.AbsolutePath; Sold.Add(1, new KeyValuePair<string, object?>(\"where\", [|where|]));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"at\", [|DateTime.UtcNow|]));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"ip\", [|context.Connection.RemoteIpAddress|]));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"request\", [|context.TraceIdentifier|]));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"path\", [|context.Request.Path.Value ?? \"none\"|]));")]
    [InlineData("Sold.Add(1, KeyValuePair.Create<string, object?>(\"error\", [|ex.ToString()|]));")]
    public Task Unbounded_values(string body) => Verify.Reports<HighCardinalityTag>(Body(body), Web, level: DiagnosticSeverity.Warning);

    [Fact]
    public Task Unbounded_by_name() => Verify.Reports<HighCardinalityTag>(Body("Sold.Add(1, new KeyValuePair<string, object?>(\"user_id\", [|text|]));"), Web, level: DiagnosticSeverity.Info);

    [Fact]
    public Task Labels_of_prometheus() => Verify.Reports<HighCardinalityTag>("""
        using Prometheus;

        public class Sales
        {
            private static readonly Counter Sold = Metrics.CreateCounter("sold_total", "Sold.", "path", "method");
            public void Sell(HttpRequest request) => Sold.WithLabels([|request.Path|], request.Method).Inc();
        }
        """, new Setup { Also = [Library.Prometheus] });

    [Theory]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"outcome\", outcome), new KeyValuePair<string, object?>(\"ok\", true));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"path\", Normalize(context.Request.Path)));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"error.type\", ex.GetType().FullName));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"url\", ex is null ? \"a\" : \"b\"));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"path\", context.Request.Path == \"/\" ? \"home\" : \"other\"));")]
    [InlineData("activity.SetTag(\"path\", context.Request.Path); activity.AddTag(\"id\", id);")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"host\", uri.Host));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"hour\", DateTime.UtcNow.Hour));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"kind\", text switch { \"a\" => \"a\", _ => \"other\" }));")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"length\", text.Length > 10));")]
    [InlineData("var list = new List<string>(); list.Add(ex.Message);")]
    [InlineData("Sold.Add(1, new KeyValuePair<string, object?>(\"type\", text.GetType().Name));")]
    [InlineData("Sold.Add(text.Length);")]
    public Task Bounded_values_and_spans(string body) => Verify.Silent<HighCardinalityTag>(Body(body), Web);

    [Fact]
    public Task Bounded_by_a_method_that_the_options_name() => Verify.Silent<HighCardinalityTag>(
        Body("Sold.Add(1, new KeyValuePair<string, object?>(\"id\", Trim(id.ToString()))); static string Trim(string x) => x;"),
        Web with { EditorConfig = "[*.cs]\nperfanalyzers.bounded_value_methods = Trim, Bucket" });

    [Fact]
    public Task A_key_that_the_options_name() => Verify.Reports<HighCardinalityTag>(
        Body("Sold.Add(1, new KeyValuePair<string, object?>(\"tenant\", [|text|]));"),
        Web with { EditorConfig = "[*.cs]\nperfanalyzers.high_cardinality_keys = tenant" }, level: DiagnosticSeverity.Info);

    [Fact]
    public Task Everywhere_at_once() => Verify.FixesAll<HighCardinalityTag, HighCardinalityTagFix>("""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private static readonly Meter Meter = new("shop");
            private static readonly Counter<int> Sold = Meter.CreateCounter<int>("sold");

            public void Sell(HttpContext context, Exception ex, Guid id)
            {
                Sold.Add(1, new KeyValuePair<string, object?>("http.route", [|context.Request.Path|]), new KeyValuePair<string, object?>("id", [|id|]));
                var tags = new TagList { { "message", [|ex.Message|] }, { "id", [|id|] } };
                tags.Add("again", [|id|]);
                Sold.Add(1, tags);
            }

            public void Return(HttpRequest request) => Sold.Add(1, new KeyValuePair<string, object?>("http.route", [|request.Path.Value|]));
        }
        """, """
        using System.Diagnostics;
        using System.Diagnostics.Metrics;

        public class Sales
        {
            private static readonly Meter Meter = new("shop");
            private static readonly Counter<int> Sold = Meter.CreateCounter<int>("sold");

            public void Sell(HttpContext context, Exception ex, Guid id)
            {
                Sold.Add(1, new KeyValuePair<string, object?>("http.route", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched"));
                var tags = new TagList { { "error.type", ex.GetType().FullName } };
                Sold.Add(1, tags);
            }

            public void Return(HttpRequest request) => Sold.Add(1, new KeyValuePair<string, object?>("http.route", (request.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unmatched"));
        }
        """, with: Web);

    [Fact]
    public Task Labels_have_a_fixed_count() => Verify.Refuses<HighCardinalityTag, HighCardinalityTagFix>("""
        using Prometheus;

        public class Sales
        {
            private static readonly Counter Sold = Metrics.CreateCounter("sold_total", "Sold.", "id");
            public void Sell(Guid id) => Sold.WithLabels([|id.ToString()|]).Inc();
        }
        """, new Setup { Also = [Library.Prometheus] });
}
