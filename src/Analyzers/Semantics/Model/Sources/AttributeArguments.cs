using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>The arguments of mapping attributes.</summary>
internal static class AttributeArguments
{
    /// <summary>All texts among the constructor's arguments, lists flattened.</summary>
    public static ImmutableArray<string> Names(this AttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany(Flatten).Select(static c => c.Value as string).Where(static n => n is not null).ToImmutableArray()!;

    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    public static bool Flag(this AttributeData attribute, string name) => attribute.Named(name)?.Value is true;

    public static IEnumerable<TypedConstant> Flatten(TypedConstant constant) =>
        constant.Kind != TypedConstantKind.Array ? new[] { constant } : constant.Values.IsDefault ? [] : constant.Values.AsEnumerable();
}
