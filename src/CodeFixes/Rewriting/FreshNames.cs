using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Rewriting;

/// <summary>Names that neither the member nor the fix uses yet.</summary>
internal sealed class FreshNames(SyntaxNode at)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    public string Take(string wanted)
    {
        var name = wanted;
        for (var number = 2; Scope.FreeName(at, name) != name || !taken.Add(name); number++)
        {
            name = wanted + number;
        }

        return name;
    }
}
