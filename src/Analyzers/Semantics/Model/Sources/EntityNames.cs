using System.Text;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The name that EF Core gives to a type: snapshots speak it, and it is the same in every compilation.</summary>
internal static class EntityNames
{
    public static string EntityName(this ITypeSymbol type)
    {
        var text = new StringBuilder();
        Append(text, type, depth: 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ITypeSymbol type, int depth)
    {
        if (depth > 8)
        {
            return;
        }

        if (Keyword(type.SpecialType) is { } keyword)
        {
            text.Append(keyword);
            return;
        }

        if (type is IArrayTypeSymbol array)
        {
            Append(text, array.ElementType, depth + 1);
            text.Append("[]");
            return;
        }

        if (type.ContainingType is { } outer)
        {
            Append(text, outer, depth + 1);
            text.Append('+');
        }
        else
        {
            Append(text, type.ContainingNamespace);
        }

        text.Append(type.Name);
        if (type is INamedTypeSymbol { TypeArguments.Length: > 0 } named)
        {
            text.Append('<');
            for (var i = 0; i < named.TypeArguments.Length; i++)
            {
                text.Append(i == 0 ? "" : ", ");
                Append(text, named.TypeArguments[i], depth + 1);
            }

            text.Append('>');
        }
    }

    private static void Append(StringBuilder text, INamespaceSymbol? ns)
    {
        if (ns is { IsGlobalNamespace: false })
        {
            Append(text, ns.ContainingNamespace);
            text.Append(ns.Name).Append('.');
        }
    }

    private static string? Keyword(SpecialType type) => type switch
    {
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Byte => "byte",
        SpecialType.System_Char => "char",
        SpecialType.System_Decimal => "decimal",
        SpecialType.System_Double => "double",
        SpecialType.System_Int16 => "short",
        SpecialType.System_Int32 => "int",
        SpecialType.System_Int64 => "long",
        SpecialType.System_Object => "object",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_Single => "float",
        SpecialType.System_String => "string",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_UInt64 => "ulong",
        _ => null,
    };
}
