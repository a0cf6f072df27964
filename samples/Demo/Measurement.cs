using System.Text.Json;

namespace Demo;

/// <summary>One call of an endpoint: its answer and what it cost the database.</summary>
internal sealed record Measurement(int Status, JsonElement? Response, int Commands, int Reads, int Commits, double Milliseconds)
{
    public bool Succeeded => Status == 200;

    public bool AnswersAs(Measurement other) =>
        Succeeded && other.Succeeded && Response is { } mine && other.Response is { } theirs && JsonElement.DeepEquals(mine, theirs);
}
