using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PerfAnalyzers.Execution.Harness;

/// <summary>Values as text that can be compared, whichever assembly their types come from.</summary>
internal static class Written
{
    private const int Depth = 6;

    /// <param name="isEntity">Types whose navigations are not followed.</param>
    public static string Of(object? value, Func<Type, bool>? isEntity = null, int depth = 0) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        decimal number => number.ToString("G29", CultureInfo.InvariantCulture),
        DateTime time => time.Ticks.ToString(CultureInfo.InvariantCulture),
        double or float => ((IFormattable)value).ToString("R", CultureInfo.InvariantCulture),
        Enum => value.ToString()!,
        IFormattable simple => simple.ToString(null, CultureInfo.InvariantCulture),
        bool or char => value.ToString()!,
        byte[] bytes => Convert.ToHexString(bytes),
        _ when depth > Depth => "...",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i], isEntity, depth + 1)))})",
        IEnumerable many => $"[{string.Join(", ", many.Cast<object?>().Select(v => Of(v, isEntity, depth + 1)))}]",
        _ => Members(value, isEntity, depth),
    };

    private static string Members(object value, Func<Type, bool>? isEntity, int depth)
    {
        var type = value.GetType();
        var isRow = isEntity?.Invoke(type) == true;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0 && (!isRow || p.PropertyType.IsValueType || p.PropertyType == typeof(string)) && p.Name != "LazyLoader")
            .OrderBy(p => p.Name, StringComparer.Ordinal);
        return $"{{{string.Join(", ", properties.Select(p => $"{p.Name}={Of(p.GetValue(value), isEntity, depth + 1)}"))}}}";
    }
}
