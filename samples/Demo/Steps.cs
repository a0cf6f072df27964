using System.Diagnostics;

namespace Demo;

/// <summary>Numbered progress lines with times.</summary>
internal sealed class Steps(int total)
{
    private int _number;

    public async Task<T> RunAsync<T>(string title, Func<Task<T>> work)
    {
        Console.Write($"[{++_number}/{total}] {title} ... ");
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await work();
            Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
            return result;
        }
        catch
        {
            Console.WriteLine($"failed after {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s");
            throw;
        }
    }

    public Task RunAsync(string title, Func<Task> work) => RunAsync(title, async () =>
    {
        await work();
        return true;
    });
}
