namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for required members, and netstandard2.0 doesn't have.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property)]
internal sealed class RequiredMemberAttribute : Attribute;

/// <summary>What the compiler needs for required members, and netstandard2.0 doesn't have.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
{
    public string FeatureName { get; } = featureName;
}
