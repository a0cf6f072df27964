using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Effects;

namespace PerfAnalyzers.Rewriting;

/// <summary>A method that counts the rows which another returns, or says whether there are any: in its class and in the interface that it is called through.</summary>
internal sealed class AnswerMethod
{
    private static readonly string[] Verbs = ["Get", "Find", "List", "Load", "Fetch", "Read"];

    private readonly CalledMethod method;
    private readonly InvocationExpressionSyntax terminal;
    private readonly string answer;
    private bool isThere;

    private AnswerMethod(CalledMethod method, InvocationExpressionSyntax terminal, string answer) => (this.method, this.terminal, this.answer) = (method, terminal, answer);

    public string Name { get; private set; } = "";

    public string Title => isThere ? $"Call '{Name}'" : $"Add '{Name}' and call it";

    private string Type => answer switch { "Any" => "bool", "LongCount" => "long", _ => "int" };

    /// <summary>The rewrite of a report; null when no method can answer in place of the one that is called.</summary>
    public static async Task<Rewrite?> RewriteAsync(Place place)
    {
        if (place.Fact(FetchedRows.Answer) is not { } answer || place.Related(0) is not { } name || ChainEdit.CallAt(place.Root, name.Span) is not { } call || ChainEdit.CallAt(place.Root, place.Span) is not { } end
            || ChainEdit.NameOf(call) is not IdentifierNameSyntax called || place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is not IMethodSymbol symbol
            || Passage(call, end) is not { } dropped || await OfAsync(place, symbol, answer).ConfigureAwait(false) is not { } method)
        {
            return null;
        }

        var rewrite = new Rewrite(method.Title);
        rewrite.Change(place.Document, called.Span, method.Name);
        rewrite.Change(place.Document, dropped);
        method.AddTo(rewrite);
        return rewrite;
    }

    /// <summary>What goes between the call and its end; null when the rows take a longer way than waiting.</summary>
    private static IEnumerable<TextChange>? Passage(InvocationExpressionSyntax call, InvocationExpressionSyntax end)
    {
        ExpressionSyntax rows = ChainEdit.ConfigureAwaitOf(call) ?? call;
        rows = rows.Parent is AwaitExpressionSyntax wait ? wait : rows;
        rows = rows.Parent is ParenthesizedExpressionSyntax parentheses ? parentheses : rows;
        return ChainEdit.NextOf(rows) == end ? ChainEdit.Remove(end) : null;
    }

    private static async Task<AnswerMethod?> OfAsync(Place place, IMethodSymbol called, string answer)
    {
        if (await CalledMethod.OfAsync(place, called).ConfigureAwait(false) is not { } found || ConditionalMethod.TerminalOf(found.Declaration) is not { } terminal || ChainEdit.SourceOf(terminal) is null
            || terminal.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { Declaration.Type.IsVar: false })
        {
            return null;
        }

        var method = new AnswerMethod(found, terminal, answer);
        if (Sibling.NameFor(found, method.Stem, method.Text, method.Declared) is not { } name)
        {
            return null;
        }

        (method.Name, method.isThere) = name;
        return method;
    }

    private void AddTo(Rewrite rewrite)
    {
        if (isThere)
        {
            return;
        }

        rewrite.Insert(method.Document, Layout.Lines(method.Declaration).End, Text(Name));
        rewrite.Import(method.Document, method.Model, method.Declaration.SpanStart, IsAsync ? [Usings.EfCore] : [Usings.Linq]);
        if (method.Contract is { Document: { } other, Signature: { } signature })
        {
            rewrite.Insert(other, Layout.Lines(signature).End, Declared(Name, signature));
        }
    }

    /// <summary>`GetAllUsersAsync` is counted by `CountAllUsersAsync`, and `AnyUsersAsync` says whether there are any.</summary>
    private string Stem
    {
        get
        {
            var (name, _) = Sibling.Parts(method.Symbol.Name);
            var verb = Verbs.FirstOrDefault(v => name.Length > v.Length && name.StartsWith(v, StringComparison.Ordinal) && char.IsUpper(name[v.Length])) ?? "";
            var rest = name.Substring(verb.Length);
            return answer + (answer == "Any" && rest.Length > 3 && rest.StartsWith("All", StringComparison.Ordinal) && char.IsUpper(rest[3]) ? rest.Substring(3) : rest);
        }
    }

    private string Summary => answer == "Any" ? $"Whether {method.Symbol.Name} finds any rows." : $"How many rows {method.Symbol.Name} finds.";

    private bool IsAsync => ChainEdit.NameOf(terminal)!.Identifier.ValueText.EndsWith("Async", StringComparison.Ordinal);

    private string Text(string name) => Sibling.Framed(
        method.Declaration, Summary,
        [.. Head(name, method.Declaration), new TextChange(ChainEdit.NameOf(terminal)!.Span, answer + (IsAsync ? "Async" : "")), .. Sibling.Without(method.Declaration, SyntaxKind.NewKeyword)]);

    private string Declared(string name, MethodDeclarationSyntax signature) => Sibling.Framed(signature, Summary, Head(name, signature));

    private IEnumerable<TextChange> Head(string name, MethodDeclarationSyntax beside) =>
        [new TextChange(Sibling.ResultOf(beside)?.Span ?? beside.ReturnType.Span, Type), new TextChange(beside.Identifier.Span, name)];
}
