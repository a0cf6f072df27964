using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Pages;

namespace PerfAnalyzers.Rewriting;

/// <summary>How the condition "behind the last key" is written, and how the key is handed over.</summary>
internal sealed class KeysetSeek
{
    private readonly ImmutableArray<ITypeSymbol> types;
    private readonly string row;

    private KeysetSeek(Place place, SyntaxNode member, ExpressionSyntax source, ImmutableArray<KeysetColumn> columns, INamedTypeSymbol entity, ImmutableArray<ITypeSymbol> types, (string Holder, string Key) key)
    {
        this.types = types;
        Columns = columns;
        Names = new FreshNames(member);
        row = Rewriting.Names.ForLambda(place.Model, source);
        RowType = Written(entity, place.Model, source.SpanStart);
        Holder = Names.Take(key.Holder);
        Key = Names.Take(key.Key);
    }

    public ImmutableArray<KeysetColumn> Columns { get; }

    public FreshNames Names { get; }

    /// <summary>The name of what holds the key, or null for the first page.</summary>
    public string Holder { get; }

    /// <summary>The name of the key when there is one.</summary>
    public string Key { get; }

    public string RowType { get; }

    public string KeyName => Columns.Length == 1 ? Columns[0].Member : string.Join(", ", Columns.Take(Columns.Length - 1).Select(static c => c.Member)) + " and " + Columns[Columns.Length - 1].Member;

    public string Summary => $"Continues behind a row instead of skipping rows: {Holder} is the {KeyName} of the last row of the page before, null for the first page.";

    public string Predicate => $"{row} => {Behind(0)}";

    public static KeysetSeek? Of(Place place, SyntaxNode member, ExpressionSyntax source, ImmutableArray<KeysetColumn> columns, Func<ImmutableArray<KeysetColumn>, (string Holder, string Key)> key)
    {
        if (RowOf(place.Model.GetTypeInfo(source, place.Cancellation).Type) is not { } entity)
        {
            return null;
        }

        var types = columns.Select(c => MemberOf(entity, c.Member)?.Type).ToImmutableArray();
        return types.Any(static t => t is null) ? null : new KeysetSeek(place, member, source, columns, entity, types!, key(columns));
    }

    /// <summary>`int? afterId`, `(DateTime PlacedAt, int Id)? after`.</summary>
    public string DeclaredIn(SemanticModel model, int position)
    {
        var written = types.Select(t => Written(t, model, position)).ToList();
        var optional = types.Length == 1 && types[0].IsReferenceType && !model.GetNullableContext(position).AnnotationsEnabled() ? "" : "?";
        var type = types.Length == 1 ? written[0] : $"({string.Join(", ", written.Select((t, i) => $"{t} {Columns[i].Member}"))})";
        return $"{type}{optional} {Holder}";
    }

    /// <summary>The key of a row.</summary>
    public string KeyOf(string name) => Columns.Length == 1 ? $"{name}.{Columns[0].Member}" : $"({string.Join(", ", Columns.Select(c => $"{name}.{c.Member}"))})";

    /// <summary>`a >= x &amp;&amp; (a > x || b > y)`: the first comparison says nothing new, but lets an index find the place.</summary>
    private string Behind(int i)
    {
        var (isLast, sign) = (i == Columns.Length - 1, Columns[i].Descends ? "<" : ">");
        return isLast ? Compared(i, sign)
            : $"{Compared(i, sign + "=")} && ({Compared(i, sign)} || {(i == Columns.Length - 2 ? Behind(i + 1) : $"({Behind(i + 1)})")})";
    }

    private string Compared(int i, string sign)
    {
        var (column, value) = ($"{row}.{Columns[i].Member}", Columns.Length == 1 ? Key : $"{Key}.{Columns[i].Member}");
        return types[i].SpecialType == SpecialType.System_String ? $"string.Compare({column}, {value}) {sign} 0" : $"{column} {sign} {value}";
    }

    private static string Written(ITypeSymbol type, SemanticModel model, int position) => type.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(model, position);

    private static INamedTypeSymbol? RowOf(ITypeSymbol? type) =>
        (type is INamedTypeSymbol { Name: "IQueryable", TypeArguments.Length: 1 } own ? own : type?.AllInterfaces.FirstOrDefault(static i => i is { Name: "IQueryable", TypeArguments.Length: 1 }))?.TypeArguments[0] as INamedTypeSymbol;

    private static IPropertySymbol? MemberOf(ITypeSymbol type, string name)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
