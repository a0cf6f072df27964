using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using PerfAnalyzers.Semantics.Batches;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Rewriting;

/// <summary>A method for many keys beside one that takes one key, in its class and in the interface that it is called through.</summary>
internal sealed class BatchMethod
{
    private readonly CalledMethod method;
    private readonly Batch batch;
    private readonly BatchedQuery query;
    private bool isInClass;
    private bool isInContract;

    private BatchMethod(CalledMethod method, Batch batch, BatchedQuery query) => (this.method, this.batch, this.query, Name) = (method, batch, query, method.Symbol.Name);

    public string Name { get; private set; }

    public string Title => isInClass && isInContract ? $"Fetch the rows for all elements with one call of '{Name}' before the loop" : $"Add '{Name}' and fetch the rows for all elements with one call of it before the loop";

    public bool IsAsync => query.IsAsync;

    private IParameterSymbol Parameter => method.Symbol.Parameters[batch.Parameter];

    /// <summary>The method that a call reaches, written for many keys; null when something else would have to change with it.</summary>
    public static async Task<BatchMethod?> OfAsync(Place place, Batch batch, IMethodSymbol called)
    {
        if (await CalledMethod.OfAsync(place, called).ConfigureAwait(false) is not { } found || found.Symbol.Parameters.Length <= batch.Parameter || KeyedMethod.TerminalOf(found.Declaration) is not { } terminal)
        {
            return null;
        }

        var isNullable = found.Symbol.Parameters[batch.Parameter].Type.IsNullableValue();
        var asked = batch with { IsKeyNullable = batch.IsKeyNullable && isNullable, IsValueNullable = isNullable, Column = batch.IsKeyNullable && !isNullable ? $"{batch.Key}!.Value" : batch.Key };
        if (BatchedQuery.Of(found.Model, asked, terminal, place.Cancellation) is not { } query || query.IsAsync != Sibling.ResultOf(found.Declaration) is not null)
        {
            return null;
        }

        var method = new BatchMethod(found, asked, query);
        return method.FindName() ? method : null;
    }

    /// <summary>What the parameter for the keys is called.</summary>
    public static string KeysOf(string parameter) => BatchAnswers.Plural(parameter);

    /// <summary>The answers as the loop has them.</summary>
    public BatchAnswers Answers(FreshNames names) => new(batch, query, names);

    /// <summary>Writes the method where it isn't there yet.</summary>
    public void AddTo(Rewrite rewrite)
    {
        if (!isInClass)
        {
            rewrite.Insert(method.Document, Layout.Lines(method.Declaration).End, Text(Name));
            rewrite.Import(method.Document, method.Model, method.Declaration.SpanStart, query.IsAsync ? [Usings.Linq, Usings.Generic, Usings.EfCore] : [Usings.Linq, Usings.Generic]);
        }

        if (method.Contract is { Document: { } other, Model: { } names, Signature: { } signature } && !isInContract)
        {
            rewrite.Insert(other, Layout.Lines(signature).End, Declared(Name, signature, names));
            rewrite.Import(other, names, signature.SpanStart, Answers(new FreshNames(method.Declaration)).IsLookup ? [Usings.Linq, Usings.Generic] : [Usings.Generic]);
        }
    }

    /// <summary>The first name that is free, or that the same method has already.</summary>
    private bool FindName()
    {
        for (var number = 1; number < 10; number++)
        {
            Name = NameFor(number);
            isInClass = CalledMethod.IsTaken(method.Symbol.ContainingType, Name);
            var (signature, names) = (method.Contract?.Signature, method.Contract?.Model);
            isInContract = signature is null || names!.GetDeclaredSymbol(signature) is { } declared && CalledMethod.IsTaken(declared.ContainingType, Name);
            if ((!isInClass || CalledMethod.IsWritten(method.Declaration, Text(Name))) && (!isInContract || signature is null || CalledMethod.IsWritten(signature, Declared(Name, signature, names!))) && !(isInContract && !isInClass && signature is not null))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>`GetById` of a seriesId is `GetByIds`, `Get` is `GetBySeriesIds`.</summary>
    private string NameFor(int number)
    {
        var (name, end) = Sibling.Parts(method.Symbol.Name);
        var key = Parameter.Name;
        var named = new[] { "By", "For" }.Select(word => name.LastIndexOf(word, StringComparison.Ordinal) is > 0 and var at ? name.Substring(at + word.Length) : "")
            .FirstOrDefault(rest => rest.Length > 0 && (key.EndsWith(rest, StringComparison.OrdinalIgnoreCase) || key.StartsWith(rest, StringComparison.OrdinalIgnoreCase)));
        var many = named is null ? $"{name}By{char.ToUpperInvariant(key[0])}{BatchAnswers.Plural(key.Substring(1))}" : name.Substring(0, name.Length - named.Length) + BatchAnswers.Plural(named);
        return many + (number == 1 ? "" : number.ToString(System.Globalization.CultureInfo.InvariantCulture)) + end;
    }

    /// <summary>The method with its comment, as lines that follow the original.</summary>
    private string Text(string name)
    {
        var declaration = method.Declaration;
        var (indent, end) = (Layout.Indent(declaration), Layout.LineEnd(declaration.SyntaxTree.GetRoot()));
        var names = new FreshNames(declaration);
        var keys = names.Take(KeysOf(Parameter.Name));
        var answers = Answers(names);
        var lines = new IndentedLines(indent + Layout.Step, end);
        var found = answers.FetchInParts($"{keys}.Distinct()", lines);
        lines.Add($"return {found};");
        return $"{Sibling.Comment(declaration, Summary)}{indent}{Head(name, keys, declaration, answers.Type(query.KeyType, query.Made.ToMinimalDisplayString(method.Model, declaration.SpanStart)), method.Model)}{end}{indent}{{{end}{lines}{indent}}}{end}";
    }

    /// <summary>The method as an interface declares it, as lines that follow the original.</summary>
    private string Declared(string name, MethodDeclarationSyntax signature, SemanticModel names)
    {
        var key = Parameter.Type.WithoutNullable();
        var row = (DocumentationCommentId.GetFirstSymbolForDeclarationId(query.Made.GetDocumentationCommentId() ?? "", names.Compilation) as ITypeSymbol)?.WithNullableAnnotation(query.Made.NullableAnnotation) ?? query.Made;
        var type = Answers(new FreshNames(method.Declaration)).Type(key.ToMinimalDisplayString(names, signature.SpanStart), row.ToMinimalDisplayString(names, signature.SpanStart));
        return $"{Sibling.Comment(signature, Summary)}{Layout.Indent(signature)}{Head(name, KeysOf(signature.ParameterList.Parameters[batch.Parameter].Identifier.ValueText), signature, type, names)};{Layout.LineEnd(signature.SyntaxTree.GetRoot())}";
    }

    private string Summary => $"What {method.Symbol.Name} finds, for many keys at once.";

    /// <summary>The declaration up to its parameters; none in front of the keys has a default, and what follows them keeps its own.</summary>
    private string Head(string name, string keys, MethodDeclarationSyntax original, string type, SemanticModel names)
    {
        var changes = new List<TextChange> { new(Sibling.ResultOf(original)?.Span ?? original.ReturnType.Span, type), new(original.Identifier.Span, name) };
        if (original == method.Declaration && query.IsAsync && !original.Modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            changes.Add(new TextChange(new TextSpan(original.ReturnType.SpanStart, 0), "async "));
        }

        var parameters = original.ParameterList.Parameters;
        var key = $"IEnumerable<{Parameter.Type.ToMinimalDisplayString(names, original.SpanStart)}> {keys}";
        changes.Add(new TextChange(parameters[batch.Parameter].Span, key));
        changes.AddRange(Sibling.WithoutDefaults(original, batch.Parameter));
        return Layout.Changed(original, TextSpan.FromBounds(original.SpanStart, original.ParameterList.Span.End), changes);
    }
}
