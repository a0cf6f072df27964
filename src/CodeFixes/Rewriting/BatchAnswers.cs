using Microsoft.CodeAnalysis;
using PerfAnalyzers.Semantics.Batches;

namespace PerfAnalyzers.Rewriting;

/// <summary>The text that fetches the rows for many keys, and that reads what was found for one of them.</summary>
internal sealed class BatchAnswers(Batch batch, BatchedQuery query, FreshNames names)
{
    private readonly string selector =
        (batch.IsText ? query.KeyType.EndsWith("?", StringComparison.Ordinal) ? $"({query.KeyType})" : "" : batch.IsValueNullable && !batch.IsKeyNullable ? $"({query.KeyType}?)" : "")
        + $"{query.Row}.{(batch.IsProjected ? "Key" : batch.Column)}";

    private readonly string element = batch.IsProjected ? $", {query.Row} => {query.Row}.Value" : "";
    private readonly string counted = batch.IsKeyNullable ? "Key!.Value" : "Key";

    /// <summary>Rows are kept by key, any number for each; else one thing for each key.</summary>
    public bool IsLookup { get; } = batch.Shape is BatchShape.Rows or BatchShape.RequiredRow or BatchShape.AnyRow || batch.Shape == BatchShape.Row && (batch.IsValueNullable || batch.IsProjected);

    /// <summary>What the answers are called.</summary>
    public string Name { get; } = names.Take(batch.Shape switch
    {
        BatchShape.Exists => $"{query.One}{Plural(batch.Key)}",
        BatchShape.Count => $"{query.One}CountBy{batch.Key}",
        _ => $"{query.Many}By{batch.Key}",
    });

    /// <summary>What was found for one key may be null.</summary>
    public bool MayBeNull => batch.Shape == BatchShape.Row || IsLookup && batch.Shape != BatchShape.Rows && query.Name.EndsWith("OrDefault", StringComparison.Ordinal);

    private string Item { get; } = batch.Shape is BatchShape.Row or BatchShape.Count ? names.Take(batch.Shape == BatchShape.Row ? "found" : "group") : "";

    private string Counts => $".GroupBy({query.Row} => {query.Row}.{batch.Column}).Select(group => new {{ group.Key, Count = group.Count() }})";

    /// <summary>The type of the answers.</summary>
    /// <param name="key">How the type of the key is written.</param>
    /// <param name="row">How the entity is written.</param>
    public string Type(string key, string row) => batch.Shape switch
    {
        _ when IsLookup => $"ILookup<{key}{(batch.IsValueNullable ? "?" : "")}, {row}>",
        BatchShape.Row => $"Dictionary<{key}, {row}>",
        BatchShape.Exists => $"HashSet<{key}{(!batch.IsText && (batch.IsKeyNullable || batch.IsValueNullable) ? "?" : "")}>",
        _ => $"Dictionary<{key}, int>",
    };

    /// <summary>Asks for all keys at once, and keeps the answers under their name.</summary>
    public void FetchAtOnce(string keys, IndentedLines lines) => lines.AddLines(batch.Shape switch
    {
        _ when IsLookup => $"var {Name} = {query.List(keys)}.ToLookup({query.Row} => {selector}{element});",
        BatchShape.Row => $"var {Name} = {query.Ended(keys, "", "ToDictionary", $"{query.Row} => {query.Row}.{batch.Column}")};",
        BatchShape.Exists => $"var {Name} = {query.List(keys, $".Select({query.Row} => {selector}).Distinct()")}.ToHashSet();",
        _ => $"var {Name} = {query.Ended(keys, Counts, "ToDictionary", $"{Item} => {Item}.{counted}, {Item} => {Item}.Count")};",
    });

    /// <summary>Asks for the keys in parts; what it gives is the answers.</summary>
    public string FetchInParts(string keys, IndentedLines lines)
    {
        var part = names.Take("part");
        var rows = IsLookup ? names.Take(query.Many) : Name;
        lines.Add($"var {rows} = new {(IsLookup ? $"List<{query.RowType}>" : Type(query.KeyType, query.RowType))}();");
        lines.Add($"foreach (var {part} in {keys}.Chunk({BatchedQuery.Most}))").Add("{");
        lines.AddLines(batch.Shape switch
        {
            _ when IsLookup => $"{rows}.AddRange({query.Ended(part, "", "ToList")});",
            BatchShape.Row => Filled(query.Ended(part, "", "ToList"), $"{rows}.Add({Item}.{batch.Column}, {Item});"),
            BatchShape.Exists => $"{rows}.UnionWith({query.Ended(part, $".Select({query.Row} => {selector}).Distinct()", "ToList")});",
            _ => Filled(query.Ended(part, Counts, "ToList"), $"{rows}.Add({Item}.{counted}, {Item}.Count);"),
        }, Layout.Step);
        lines.Add("}").Add("");
        return IsLookup ? $"{rows}.ToLookup({query.Row} => {selector}{element})" : rows;
    }

    /// <summary>What was found for one key.</summary>
    public string Of(string key) => batch.Shape switch
    {
        BatchShape.Rows => $"{Name}[{key}].{query.Name}()",
        BatchShape.Exists => $"{Name}.Contains({key})",
        _ when IsLookup => $"{Name}[{key}].{(batch.Shape == BatchShape.Row && query.Name is "Find" ? "FirstOrDefault" : query.Name)}()",
        _ => $"{Name}.GetValueOrDefault({key})",
    };

    /// <summary>The values of the elements; a null finds nothing unless the column holds nulls as well.</summary>
    public static string Keys(Batch batch, string type, string source)
    {
        var dot = batch.Value.IndexOf('.');
        var element = dot < 0 ? batch.Value : batch.Value.Substring(0, dot);
        source += batch.Filter.Length == 0 ? "" : $".Where({element} => {batch.Filter})";
        var cast = batch.IsKeyNullable && !batch.IsValueNullable ? $"({type}?)" : "";
        var values = dot < 0 && cast.Length == 0 ? source : $"{source}.Select({element} => {cast}{batch.Value})";
        return $"{values}{(!batch.IsText && (batch.IsValueNullable && !batch.IsKeyNullable || batch.MayMiss && !batch.IsValueNullable) ? $".OfType<{type}>()" : "")}";
    }

    public static string Plural(string name) => name.EndsWith("s", StringComparison.Ordinal) ? name + "List" : name.EndsWith("y", StringComparison.Ordinal) && name.Length > 1 && "aeiou".IndexOf(name[name.Length - 2]) < 0
        ? name.Substring(0, name.Length - 1) + "ies"
        : name + "s";

    private string Filled(string found, string statement) => $"foreach (var {Item} in {found})\n{{\n{Layout.Step}{statement}\n}}";
}
