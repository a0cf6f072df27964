using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace PerfAnalyzers.Semantics.Effects;

/// <summary>What a method of another project does, as its build wrote it down.</summary>
/// <param name="Queries">How surely it has the first effect of its realm: a query, a call of another system.</param>
/// <param name="QueryTrail">The names on the way to it.</param>
/// <param name="Saves">How surely it has the second: a save, a change of files.</param>
/// <param name="SaveTrail">The names on the way to it.</param>
/// <param name="Pending">Calls of interfaces that nothing in its project implements: documentation ids, with a mark for those on some paths.</param>
/// <param name="Rows">The rows of a query that it returns, when they may be many.</param>
/// <param name="Writes">What it does with the rows that it gets.</param>
/// <param name="Pages">The parameter with a query that it cuts into pages as it is given, null for none.</param>
internal sealed record MethodFacts(Certainty Queries, ImmutableArray<string> QueryTrail, Certainty Saves, ImmutableArray<string> SaveTrail, ImmutableArray<(string Id, bool Sometimes)> Pending, ReturnedRows? Rows = null, ImmutableArray<WrittenParameter> Writes = default, int? Pages = null)
{
    public bool IsEmpty => !HasEffect && Writes.IsDefaultOrEmpty && Pages is null;

    /// <summary>Calling the method does something outside of memory; not merely writing down what a save would send.</summary>
    public bool HasEffect => Queries != Certainty.None || Saves != Certainty.None || !Pending.IsEmpty || Rows is not null;
}

/// <summary>The rows in one parameter, and what a method does with them.</summary>
/// <param name="Ordinal">The parameter.</param>
/// <param name="Removes">It removes them.</param>
/// <param name="Attaches">It attaches them or marks them as modified.</param>
/// <param name="Adds">It adds them.</param>
/// <param name="Needs">It needs them for something else as well.</param>
/// <param name="Saves">It saves afterwards.</param>
internal sealed record WrittenParameter(int Ordinal, bool Removes, bool Attaches, bool Adds, bool Needs, bool Saves)
{
    public override string ToString() => $"w{Ordinal}{(Removes ? "r" : "")}{(Attaches ? "u" : "")}{(Adds ? "a" : "")}{(Needs ? "n" : "")}{(Saves ? "s" : "")}";

    /// <summary>Reads what <see cref="ToString"/> writes, null when it isn't that.</summary>
    public static WrittenParameter? Parse(string part)
    {
        var letters = part.TrimStart('w').TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        var digits = part.Substring(1, part.Length - letters.Length - 1);
        return digits.Length is 1 or 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) && letters.Length > 0 && letters.All(static l => l is 'r' or 'u' or 'a' or 'n' or 's')
            ? new WrittenParameter(ordinal, letters.Contains('r'), letters.Contains('u'), letters.Contains('a'), letters.Contains('n'), letters.Contains('s'))
            : null;
    }
}

/// <summary>The rows of a query that a method returns fetched.</summary>
/// <param name="Entity">The name of the row's type.</param>
/// <param name="Rows">How many rows that is.</param>
/// <param name="Certainty">Whether it does so on every path.</param>
/// <param name="Trail">The names on the way to the query.</param>
internal sealed record ReturnedRows(string Entity, RowCount Rows, Certainty Certainty, ImmutableArray<string> Trail)
{
    /// <summary>What facts call the numbers of rows, in the order of <see cref="RowCount"/>; a few are nothing to write down.</summary>
    private const string Counts = "u-fa";

    public override string ToString() => $"r{(int)Certainty}{Counts[(int)Rows]}>{string.Join(">", Trail.Insert(0, Entity))}";

    /// <summary>Reads what <see cref="ToString"/> writes, null when it isn't that.</summary>
    public static ReturnedRows? Parse(string part)
    {
        var words = part.Split('>');
        return words is [{ Length: 3 } head, var entity, ..] && head[1] is >= '1' and <= '3' && head[2] != '-' && Counts.IndexOf(head[2]) is >= 0 and var rows
            ? new ReturnedRows(entity, (RowCount)rows, (Certainty)(head[1] - '0'), words.Skip(2).ToImmutableArray())
            : null;
    }
}

/// <summary>The facts of one assembly as text: a version, then a line for each type and each method with an effect.</summary>
/// <remarks>
/// 2
/// @Shop.PriceRepository
/// All|q3>ToListAsync|r3a>Price>ToListAsync
/// Delete(Shop.Price)|s3>SaveChangesAsync|w0rs
/// Get(System.Int32)|q3>FirstOrDefaultAsync|s2>Save>SaveChangesAsync|?M:Shop.IClock.Now
/// </remarks>
internal static class FactsText
{
    private const string Version = "2";
    private const int LongestLine = 4_000;

    /// <summary>The same text for the same facts, whatever their order.</summary>
    public static string Write(IEnumerable<(string Id, Realm Realm, MethodFacts Facts)> facts)
    {
        var text = new StringBuilder(Version).Append('\n');
        string? type = null;
        foreach (var methods in facts.GroupBy(f => Split(f.Id)).OrderBy(f => f.Key.Owner, StringComparer.Ordinal).ThenBy(f => f.Key.Member, StringComparer.Ordinal))
        {
            var (owner, member) = methods.Key;
            if (owner != type)
            {
                text.Append('@').Append(owner).Append('\n');
                type = owner;
            }

            text.Append(member);
            foreach (var (_, realm, method) in methods.OrderByDescending(m => m.Realm.IsDatabase))
            {
                Append(text, realm.Letters[0], method.Queries, method.QueryTrail);
                Append(text, realm.Letters[1], method.Saves, method.SaveTrail);
                if (method.Rows is not null)
                {
                    text.Append('|').Append(method.Rows);
                }

                if (method.Pages is { } paged)
                {
                    text.Append("|p").Append(paged);
                }

                foreach (var parameter in method.Writes.IsDefault ? ImmutableArray<WrittenParameter>.Empty : method.Writes)
                {
                    text.Append('|').Append(parameter);
                }

                foreach (var (id, sometimes) in realm.IsDatabase ? method.Pending : ImmutableArray<(string, bool)>.Empty)
                {
                    text.Append(sometimes ? "|~" : "|?").Append(id);
                }
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The facts by documentation id; null when the text is of another version or not ours. Lines that can't be read are left out and counted.</summary>
    public static Dictionary<string, MethodFacts>? Read(string? text, Realm realm, out int unreadable)
    {
        unreadable = 0;
        if (text is null || !text.StartsWith(Version + "\n", StringComparison.Ordinal))
        {
            return null;
        }

        var facts = new Dictionary<string, MethodFacts>(StringComparer.Ordinal);
        var type = "";
        foreach (var line in text.Split('\n').Skip(1))
        {
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] == '@')
            {
                type = line.Substring(1);
            }
            else if (type.Length > 0 && line.Length <= LongestLine && Method(line, realm) is { } method)
            {
                facts[$"M:{type}.{method.Member}"] = method.Facts;
            }
            else
            {
                unreadable++;
            }
        }

        return facts;
    }

    private static (string Owner, string Member) Split(string id)
    {
        var parameters = id.IndexOf('(');
        var dot = id.LastIndexOf('.', parameters < 0 ? id.Length - 1 : parameters);
        return (id.Substring(2, dot - 2), id.Substring(dot + 1));
    }

    private static void Append(StringBuilder text, char kind, Certainty certainty, ImmutableArray<string> trail)
    {
        if (certainty == Certainty.None)
        {
            return;
        }

        text.Append('|').Append(kind).Append((int)certainty);
        foreach (var hop in trail)
        {
            text.Append('>').Append(hop);
        }
    }

    private static (string Member, MethodFacts Facts)? Method(string line, Realm realm)
    {
        var parts = line.Split('|');
        var (queries, saves) = (Certainty.None, Certainty.None);
        var (queryTrail, saveTrail) = (ImmutableArray<string>.Empty, ImmutableArray<string>.Empty);
        var pending = ImmutableArray.CreateBuilder<(string, bool)>();
        var writes = ImmutableArray.CreateBuilder<WrittenParameter>();
        ReturnedRows? rows = null;
        int? pages = null;
        foreach (var part in parts.Skip(1))
        {
            if (part.Length > 1 && part[0] is '?' or '~')
            {
                pending.Add((part.Substring(1), part[0] == '~'));
                continue;
            }

            if (part.Length > 0 && part[0] == 'r')
            {
                rows = ReturnedRows.Parse(part);
                if (rows is null)
                {
                    return null;
                }

                continue;
            }

            if (part.Length > 1 && part[0] == 'w')
            {
                if (WrittenParameter.Parse(part) is not { } written)
                {
                    return null;
                }

                writes.Add(written);
                continue;
            }

            if (part.Length == 2 && part[0] == 'p' && part[1] is >= '0' and <= '9')
            {
                pages = part[1] - '0';
                continue;
            }

            if (part.Length < 2 || part[1] is < '1' or > '3')
            {
                return null;
            }

            var (certainty, trail) = ((Certainty)(part[1] - '0'), part.Split('>').Skip(1).ToImmutableArray());
            if (part[0] == realm.Letters[0])
            {
                (queries, queryTrail) = (certainty, trail);
            }
            else if (part[0] == realm.Letters[1])
            {
                (saves, saveTrail) = (certainty, trail);
            }
            else if (!Realm.IsLetter(part[0]))
            {
                return null;
            }
        }

        return (parts[0], new MethodFacts(queries, queryTrail, saves, saveTrail, pending.ToImmutable(), realm.IsDatabase ? rows : null, realm.IsDatabase ? writes.ToImmutable() : default, realm.IsDatabase ? pages : null));
    }
}
