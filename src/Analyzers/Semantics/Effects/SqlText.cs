using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>SQL that is put together from pieces.</summary>
internal static class SqlText
{
    private const int Hops = 4;

    private static readonly string[] BeforeTable = ["FROM", "INTO", "UPDATE", "JOIN", "TABLE", "EXISTS", "INDEX", "TRUNCATE"];

    private static readonly Regex ChangesRows = new(@"\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|MERGE\s+INTO)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly char[] Quotes = ['"', '[', '`', '\'', '@', ' ', '\t', '\r', '\n'];

    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>Whether the statement changes rows, which it may return as well.</summary>
    public static bool Changes(IOperation text) => Pieces(text, Hops).Any(static p => p.ConstantValue is { HasValue: true, Value: string written } && ChangesRows.IsMatch(written));

    /// <summary>Whether a piece that varies stands where the name of a table stands.</summary>
    public static bool NamesTable(IOperation text, Func<IOperation, bool> varies)
    {
        var before = "";
        foreach (var piece in Pieces(text, Hops))
        {
            if (piece.ConstantValue is { HasValue: true, Value: string literal })
            {
                before = literal;
            }
            else if (IsBeforeTable(before) && varies(piece))
            {
                return true;
            }
            else
            {
                before = "";
            }
        }

        return false;
    }

    private static IEnumerable<IOperation> Pieces(IOperation text, int hops) => text.Core() switch
    {
        IInterpolatedStringOperation interpolated => interpolated.Parts.Select(static p => p switch
        {
            IInterpolatedStringTextOperation written => written.Text,
            IInterpolationOperation hole => hole.Expression,
            _ => (IOperation)p,
        }),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, ConstantValue.HasValue: false } joined when hops > 0 => Pieces(joined.LeftOperand, hops - 1).Concat(Pieces(joined.RightOperand, hops - 1)),
        ILocalReferenceOperation { ConstantValue.HasValue: false } local when hops > 0 && BodyIndex.Of(local).SingleValue(local.Local) is { } value && value.Core() is IInterpolatedStringOperation or IBinaryOperation => Pieces(value, hops - 1),
        var piece => [piece],
    };

    private static bool IsBeforeTable(string before)
    {
        if (before.TrimStart(Blanks).StartsWith("PRAGMA ", StringComparison.OrdinalIgnoreCase) && before.EndsWith("(", StringComparison.Ordinal))
        {
            return true;
        }

        var end = before.TrimEnd(Quotes);
        var word = end.Substring(end.LastIndexOfAny(Blanks) + 1);
        return end.Length < before.Length && BeforeTable.Contains(word, StringComparer.OrdinalIgnoreCase);
    }
}
