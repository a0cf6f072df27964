using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>A place that sets an option of contexts: a call, an assignment, or the creation of an options builder.</summary>
internal readonly record struct OptionUse(SimpleNameSyntax Name)
{
    public string Text => Name.Identifier.ValueText;

    public InvocationExpressionSyntax? Call => Name.Parent switch
    {
        InvocationExpressionSyntax call => call,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } member when call.Expression == member => call,
        MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax call } => call,
        _ => null,
    };

    public AssignmentExpressionSyntax? Assignment =>
        (Name.Parent is MemberAccessExpressionSyntax member ? (SyntaxNode)member : Name) is { Parent: AssignmentExpressionSyntax assignment } left && assignment.Left == left ? assignment : null;

    public SeparatedSyntaxList<TypeSyntax> TypeArguments => Name is GenericNameSyntax generic ? generic.TypeArgumentList.Arguments : default;
}

/// <summary>Where one file sets options of contexts: found in its text, as looking at every call would cost more than the rest together.</summary>
internal sealed class TreeOptions
{
    private const int Chunk = 16_384;
    private const int Overlap = 64;

    private static readonly ConditionalWeakTable<SyntaxTree, TreeOptions> Known = new();

    private static readonly ImmutableArray<string> Needles = ImmutableArray.Create(
        "LazyLoading", "SplittingBehavior", "TrackingBehavior", "UseSqlServer", "UseAzureSql", "UseNpgsql", "UseSqlite", "UseMySql", "UseMySQL", "UseOracle", "UseCosmos",
        "UseInMemoryDatabase", "DbContext", "AddSqlServer<", "AddNpgsql<", "AddSqlite<", "AddInterceptors", "UseExceptionProcessor", "UseTriggers",
        "SavingChanges", "SavedChanges", "Tracked", "StateChanged", "StateChanging");

    private TreeOptions(SyntaxTree tree)
    {
        var positions = Positions(tree.GetText());
        if (positions.Count == 0)
        {
            return;
        }

        var root = tree.GetRoot();
        var seen = new HashSet<int>();
        var uses = ImmutableArray.CreateBuilder<OptionUse>();
        foreach (var position in positions)
        {
            var token = root.FindToken(position);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is SimpleNameSyntax name && seen.Add(token.SpanStart) && IsOption(new OptionUse(name)))
            {
                uses.Add(new OptionUse(name));
            }
        }

        Uses = uses.ToImmutable();
    }

    public ImmutableArray<OptionUse> Uses { get; } = ImmutableArray<OptionUse>.Empty;

    public static TreeOptions Of(SyntaxTree tree) => Known.GetValue(tree, static t => new TreeOptions(t));

    private static bool IsOption(OptionUse use) =>
        use.Call is not null || use.Assignment is not null || (use.Text == "DbContextOptionsBuilder" && use.Name.Parent is ObjectCreationExpressionSyntax);

    private static List<int> Positions(SourceText text)
    {
        var found = new List<int>();
        var buffer = ArrayPool<char>.Shared.Rent(Chunk);
        for (var start = 0; start < text.Length; start += Chunk - Overlap)
        {
            var length = Math.Min(Chunk, text.Length - start);
            text.CopyTo(start, buffer, 0, length);
            foreach (var needle in Needles)
            {
                var span = buffer.AsSpan(0, length);
                for (var offset = 0; span.IndexOf(needle.AsSpan()) is var at and >= 0;)
                {
                    found.Add(start + offset + at);
                    offset += at + needle.Length;
                    span = span.Slice(at + needle.Length);
                }
            }
        }

        ArrayPool<char>.Shared.Return(buffer);
        return found;
    }
}
