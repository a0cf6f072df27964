using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What calls on the metadata objects of a model say, and which of them change what the model keeps.</summary>
internal static class MetadataCalls
{
    public static Builder? Apply(Builder.OfMetadata on, FluentCall call)
    {
        switch (call.Name)
        {
            case "GetEntityTypes":
                return new Builder.OfTypes();
            case "FindEntityType" when call.Type(0) is { } type:
                return new Builder.OfMetadata(new Builder.OfEntity(call.Facts.Entity(type, call.Why)));
            case "FindNavigation" or "GetNavigation" or "FindSkipNavigation" when on.Behind is Builder.OfEntity entity:
                return call.OneName() is { } navigation ? new Builder.OfNavigation(entity.Facts.Navigation(navigation, call.Why), entity.Facts) : on;
            case "FindProperty" or "GetProperty" when on.Behind is Builder.OfEntity entity:
                return call.OneName() is { } property ? new Builder.OfMetadata(new Builder.OfProperty(entity.Facts.Property(property, call.Why), entity.Facts)) : on;
            case "SetValueConverter" or "SetProviderClrType" when on.Entity is null:
                return Converts(on, call);
            case "SetQueryFilter" when on.Entity is { } filtered:
                filtered.HasQueryFilter = true;
                return on;
            case "SetIsEagerLoaded" when on.Behind is Builder.OfNavigation loaded:
                return DetailCalls.Apply(loaded, call);
            default:
                return ChangesModel(call.Name) ? null : on;
        }
    }

    /// <summary>Code that runs over all types: harmless when it sets only what the model doesn't keep.</summary>
    public static Builder? Apply(Builder.OfTypes on, FluentCall call)
    {
        if (call.Name is "SetValueConverter" or "SetProviderClrType")
        {
            return Converts(on, call);
        }

        if (ChangesModel(call.Name))
        {
            return null;
        }

        foreach (var argument in call.Arguments)
        {
            switch (argument.Expression)
            {
                case IdentifierNameSyntax or MemberAccessExpressionSyntax when call.Name == "ForEach":
                    return null;
                default:
                    call.Reader.Run(argument.Expression, on, call.Scope);
                    break;
            }
        }

        return on;
    }

    /// <summary>What calls on an entity that only the run time knows say: they may concern every entity.</summary>
    public static Builder? Apply(Builder.OfSome on, FluentCall call) => call.Name switch
    {
        "HasConversion" => Converts(on, call),
        "Property" or "ToTable" or "HasColumnType" or "HasMaxLength" => on,
        _ => null,
    };

    /// <summary>A converter for properties that a test on their type selects: values of the types that the method names are converted.</summary>
    private static Builder Converts(Builder on, FluentCall call)
    {
        var isNamed = false;
        foreach (var type in call.Scope.Method.Declaration.DescendantNodes().OfType<TypeOfExpressionSyntax>())
        {
            if (call.Scope.Method.Bind(type.Type) is { } converted)
            {
                call.Facts.Converted.Add(converted.WithoutNullable().EntityName());
                isNamed = true;
            }
        }

        if (!isNamed)
        {
            call.Open(on);
        }

        return on;
    }

    /// <summary>Setters of metadata start with one of a few verbs; what isn't known to be harmless counts.</summary>
    private static bool ChangesModel(string name) =>
        (name.StartsWith("Set", StringComparison.Ordinal) || name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("Remove", StringComparison.Ordinal) || name.StartsWith("Replace", StringComparison.Ordinal))
        && !name.EndsWith("Annotation", StringComparison.Ordinal)
        && name is not ("SetTableName" or "SetSchema" or "SetColumnName" or "SetColumnType" or "SetPrecision" or "SetScale" or "SetMaxLength" or "SetIsUnicode" or "SetComment"
            or "SetDatabaseName" or "SetConstraintName" or "SetName" or "SetPropertyAccessMode" or "SetField" or "SetCollation" or "SetBeforeSaveBehavior" or "SetAfterSaveBehavior"
            or "SetDefaultValue" or "SetDefaultValueSql" or "SetValueComparer" or "SetChangeTrackingStrategy" or "SetDefaultSchema" or "SetNavigationAccessMode");
}
