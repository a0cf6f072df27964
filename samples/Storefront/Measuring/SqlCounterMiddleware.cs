using System.Diagnostics;
using System.Globalization;

namespace Storefront.Measuring;

internal static class SqlCounterMiddleware
{
    /// <summary>Adds what the request cost as response headers.</summary>
    public static void UseSqlCounter(this WebApplication app) => app.Use(async (context, next) =>
    {
        var started = Stopwatch.GetTimestamp();
        var counter = context.RequestServices.GetRequiredService<SqlCounter>();
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers["X-Sql-Commands"] = Text(counter.Commands);
            headers["X-Sql-Reads"] = Text(counter.Reads);
            headers["X-Sql-Commits"] = Text(counter.Commits);
            headers["X-Elapsed-Ms"] =
                Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        });
        await next(context);
    });

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
