using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Rewriting;
using PerfAnalyzers.Semantics.Batches;

namespace PerfAnalyzers.Rules.Loading;

/// <summary>PERF1003: one query for all elements before the loop, and a lookup of its rows in it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class QueryPerElementFix() : SolutionFix(QueryPerElement.Rule.Id)
{
    private protected override Task<Rewrite?> ProposeAsync(Place place) => Task.FromResult(Propose(place));

    private static Rewrite? Propose(Place place)
    {
        if (Batch.Of(place.Fact) is not { } batch || ChainEdit.CallAt(place.Root, place.Span) is not { } terminal
            || terminal.FirstAncestorOrSelf<ForEachStatementSyntax>(l => l.Statement.Span.Contains(terminal.Span)) is not { Parent: BlockSyntax or GlobalStatementSyntax } loop
            || BatchedQuery.Of(place, batch, terminal) is not { } query)
        {
            return null;
        }

        var rewrite = new Rewrite("Fetch the rows for all elements with one query before the loop");
        var names = new FreshNames(place, loop);
        var lines = new IndentedLines(Layout.Indent(loop), Layout.LineEnd(place.Root));
        var source = Source(place, batch, query, loop, names, lines, rewrite);
        var answers = Write(batch, query, source, names, lines);
        rewrite.Insert(place.Document, Layout.Lines(loop).Start, lines.ToString());
        rewrite.Change(place.Document, query.Replaced.Span, answers);
        foreach (var space in query.IsAsync ? [Usings.Linq, "System.Collections.Generic", Usings.EfCore] : new[] { Usings.Linq, "System.Collections.Generic" })
        {
            foreach (var added in Usings.Add(place.Model, loop.SpanStart, space))
            {
                rewrite.Change(place.Document, added.Span, added.NewText!);
            }
        }

        return rewrite;
    }

    /// <summary>What the keys are read from: the collection by its name, or a local that the loop then runs over.</summary>
    private static string Source(Place place, Batch batch, BatchedQuery query, ForEachStatementSyntax loop, FreshNames names, IndentedLines lines, Rewrite rewrite)
    {
        var text = loop.Expression.ToString();
        if (batch.Source == BatchSource.Named)
        {
            return text;
        }

        var local = names.Take(Plural(loop.Identifier.ValueText));
        var primary = ChainEdit.IsPrimary(loop.Expression) ? text : $"({text})";
        lines.Add($"var {local} = " + batch.Source switch
        {
            BatchSource.Made => text,
            BatchSource.Query when query.IsAsync => $"await {primary}.ToListAsync({query.Token}){query.Configure}",
            _ => $"{primary}.ToList()",
        } + ";");
        rewrite.Change(place.Document, loop.Expression.Span, local);
        return local;
    }

    /// <summary>Writes the query in front of the loop, and returns what the loop reads in its place.</summary>
    private static string Write(Batch batch, BatchedQuery query, string source, FreshNames names, IndentedLines lines)
    {
        var (key, row, isLookup) = (batch.Key, query.Row, batch.Shape is BatchShape.Rows or BatchShape.RequiredRow || batch.Shape == BatchShape.Row && batch.IsValueNullable);
        var answers = names.Take(batch.Shape switch
        {
            BatchShape.Exists => $"{query.One}{Plural(key)}",
            BatchShape.Count => $"{query.One}CountBy{key}",
            _ => $"{query.Many}By{key}",
        });
        var selector = batch.IsValueNullable && !batch.IsKeyNullable ? $"({query.KeyType}?){row}.{key}" : $"{row}.{key}";
        var item = batch.Shape is BatchShape.Row or BatchShape.Count ? names.Take(batch.Shape == BatchShape.Row ? "found" : "group") : "";
        var counted = batch.IsKeyNullable ? "Key!.Value" : "Key";
        if (batch.IsBounded)
        {
            var keys = names.Take($"{Plural(batch.Value.Contains('.') ? Lower(batch.Value.Substring(batch.Value.IndexOf('.') + 1)) : batch.Value)}");
            keys = keys == source ? names.Take("keys") : keys;
            lines.Add($"var {keys} = {Keys(batch, query, source)}.ToList();");
            lines.AddLines(batch.Shape switch
            {
                _ when isLookup => $"var {answers} = {query.List(keys)}.ToLookup({row} => {selector});",
                BatchShape.Row => $"var {answers} = {query.Ended(keys, "", "ToDictionary", $"{row} => {row}.{key}")};",
                BatchShape.Exists => $"var {answers} = {query.List(keys, $".Select({row} => {selector}).Distinct()")}.ToHashSet();",
                _ => $"var {answers} = {query.Ended(keys, Counts(query, key), "ToDictionary", $"{item} => {item}.{counted}, {item} => {item}.Count")};",
            });
        }
        else
        {
            var part = names.Take("part");
            var rows = isLookup ? names.Take(query.Many) : answers;
            var type = batch.IsKeyNullable || batch.IsValueNullable && batch.Shape == BatchShape.Exists ? query.KeyType + "?" : query.KeyType;
            lines.Add($"var {rows} = new " + (isLookup ? $"List<{query.RowType}>" : batch.Shape switch
            {
                BatchShape.Row => $"Dictionary<{query.KeyType}, {query.RowType}>",
                BatchShape.Exists => $"HashSet<{type}>",
                _ => $"Dictionary<{query.KeyType}, int>",
            }) + "();");
            lines.Add($"foreach (var {part} in {Keys(batch, query, source)}.Chunk({BatchedQuery.Most}))").Add("{");
            lines.AddLines(batch.Shape switch
            {
                _ when isLookup => $"{rows}.AddRange({query.Ended(part, "", "ToList")});",
                BatchShape.Row => Filled(query.Ended(part, "", "ToList"), item, $"{rows}.Add({item}.{key}, {item});"),
                BatchShape.Exists => $"{rows}.UnionWith({query.Ended(part, $".Select({row} => {selector}).Distinct()", "ToList")});",
                _ => Filled(query.Ended(part, Counts(query, key), "ToList"), item, $"{rows}.Add({item}.{counted}, {item}.Count);"),
            }, Layout.Step);
            lines.Add("}").Add("");
            if (isLookup)
            {
                lines.Add($"var {answers} = {rows}.ToLookup({row} => {selector});");
            }
        }

        return batch.Shape switch
        {
            BatchShape.Rows => $"{answers}[{batch.Inner}].{query.Name}()",
            BatchShape.Exists => $"{answers}.Contains({batch.Inner})",
            _ when isLookup => $"{answers}[{batch.Inner}].{(batch.Shape == BatchShape.Row && query.Name is "Find" ? "FirstOrDefault" : query.Name)}()",
            _ => $"{answers}.GetValueOrDefault({batch.Inner})",
        };
    }

    private static string Filled(string rows, string name, string statement) => $"foreach (var {name} in {rows})\n{{\n{Layout.Step}{statement}\n}}";

    private static string Counts(BatchedQuery query, string key) => $".GroupBy({query.Row} => {query.Row}.{key}).Select(group => new {{ group.Key, Count = group.Count() }})";

    /// <summary>The values of the elements, each once; a null finds nothing unless the column holds nulls as well.</summary>
    private static string Keys(Batch batch, BatchedQuery query, string source)
    {
        var dot = batch.Value.IndexOf('.');
        var element = dot < 0 ? batch.Value : batch.Value.Substring(0, dot);
        var cast = batch.IsKeyNullable && !batch.IsValueNullable ? $"({query.KeyType}?)" : "";
        var values = dot < 0 && cast.Length == 0 ? source : $"{source}.Select({element} => {cast}{batch.Value})";
        return $"{values}{(batch.IsValueNullable && !batch.IsKeyNullable ? $".OfType<{query.KeyType}>()" : "")}.Distinct()";
    }

    private static string Plural(string name) => name.EndsWith("s", StringComparison.Ordinal) ? name + "List" : name.EndsWith("y", StringComparison.Ordinal) && name.Length > 1 && "aeiou".IndexOf(name[name.Length - 2]) < 0
        ? name.Substring(0, name.Length - 1) + "ies"
        : name + "s";

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
