using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What calls on the builders of properties, indexes, navigations, relationships and tables say.</summary>
internal static class DetailCalls
{
    public static Builder? Apply(Builder.OfProperty on, FluentCall call)
    {
        var property = on.Facts;
        switch (call.Name)
        {
            case "IsConcurrencyToken":
                property.IsConcurrencyToken = call.Flag();
                return on;
            case "IsRowVersion":
                (property.IsConcurrencyToken, property.ValueGeneration) = (true, ValueGeneration.OnAddOrUpdate);
                return on;
            case "IsRequired":
                property.IsRequired = call.Flag();
                return on;
            case "HasConversion":
                property.HasConversion = call.Argument(0)?.IsKind(SyntaxKind.NullLiteralExpression) != true;
                return on;
            case "ValueGeneratedNever":
                property.ValueGeneration = ValueGeneration.Never;
                return on;
            case "ValueGeneratedOnAdd" or "UseIdentityColumn" or "UseHiLo" or "UseSequence" or "UseIdentityAlwaysColumn" or "UseIdentityByDefaultColumn"
                or "UseSerialColumn" or "UseMySqlIdentityColumn" or "HasDefaultValue" or "HasDefaultValueSql" or "HasValueGenerator":
                property.ValueGeneration = ValueGeneration.OnAdd;
                return on;
            case "ValueGeneratedOnAddOrUpdate" or "HasComputedColumnSql":
                property.ValueGeneration = ValueGeneration.OnAddOrUpdate;
                return on;
            case "ValueGeneratedOnUpdate" or "ValueGeneratedOnUpdateSometimes":
                property.ValueGeneration = ValueGeneration.OnUpdate;
                return on;
            case "HasMaxLength":
                property.MaxLength = call.Number(0);
                return on;
            case "HasColumnType":
                property.ColumnType = call.Text(0);
                property.IsJson |= property.ColumnType is "json" or "jsonb";
                return on;
            case "ToJson":
                property.IsJson = true;
                return on;
            default:
                return null;
        }
    }

    public static Builder? Apply(Builder.OfIndex on, FluentCall call)
    {
        var index = on.Facts;
        switch (call.Name)
        {
            case "IsUnique":
                index.IsUnique = call.Flag();
                return on;
            case "IsDescending":
                index.IsDescending = call.Arguments.Count == 0 ? index.Properties.Select(static _ => true).ToImmutableArray() : call.Flags();
                return on;
            case "HasFilter":
                index.Filter = call.Argument(0)?.IsKind(SyntaxKind.NullLiteralExpression) == true ? null : call.Text(0) ?? "";
                return on;
            case "HasMethod":
                index.Method = call.Text(0) ?? "";
                return on;
            case "IncludeProperties":
                index.Included = call.Names() is { IsDefault: false } included ? included : ImmutableArray<string>.Empty;
                return on;
            case "HasOperators":
                index.Operators = call.Names() is { IsDefault: false } operators ? operators : ImmutableArray<string>.Empty;
                return on;
            case "HasDatabaseName" or "HasName":
                index.Name = call.Text(0);
                return on;
            case "HasAnnotation" when call.Text(0) is "Npgsql:IndexMethod":
                index.Method = call.Text(1);
                return on;
            default:
                return null;
        }
    }

    public static Builder? Apply(Builder.OfNavigation on, FluentCall call)
    {
        switch (call.Name)
        {
            case "AutoInclude" or "SetIsEagerLoaded":
                on.Facts.IsAutoIncluded = call.Flag();
                return on;
            case "EnableLazyLoading" or "SetLazyLoadingEnabled":
                on.Facts.IsEager = !call.Flag();
                return on;
            default:
                return null;
        }
    }

    public static Builder? Apply(Builder.OfTable on, FluentCall call)
    {
        on.Facts.HasTrigger |= call.Name == "HasTrigger";
        return call.Name is "HasTrigger" or "HasCheckConstraint" or "HasComment" or "ExcludeFromMigrations" or "IsTemporal" or "IsMemoryOptimized"
            or "UseSqlOutputClause" or "Property" or "HasName" or "HasDatabaseName" ? on : null;
    }

    public static Builder? Apply(Builder.OfRelationship on, FluentCall call)
    {
        var relationship = on.Facts;
        switch (call.Name)
        {
            case "WithOne" or "WithMany":
                var back = call.OneName();
                relationship.Right = new RelationshipEnd(relationship.RightEntity, back, call.Name == "WithMany");
                return on;
            case "HasForeignKey":
                return ForeignKey(on, call);
            case "HasPrincipalKey":
                relationship.PrincipalKey = call.Names(from: SkipsEntity(call, relationship)) is { IsDefault: false } key ? key : ImmutableArray<string>.Empty;
                return on;
            case "OnDelete":
                relationship.OnDelete = call.Argument(0) is { } behavior ? FluentMethod.LastName(behavior) : null;
                return on;
            case "IsRequired":
                relationship.IsRequired = call.Flag();
                return on;
            case "UsingEntity":
                return Using(on, call);
            default:
                return null;
        }
    }

    private static Builder ForeignKey(Builder.OfRelationship on, FluentCall call)
    {
        var relationship = on.Facts;
        var skipped = SkipsEntity(call, relationship);
        relationship.SaidDependent = call.Type(0)?.EntityName() ?? (skipped == 1 ? call.Text(0) : relationship.SaidDependent);
        if (call.Names(from: skipped) is { IsDefaultOrEmpty: false } names)
        {
            relationship.ForeignKey = names;
        }
        else
        {
            call.Open(on);
        }

        return on;
    }

    /// <summary>A one-to-one relationship names its dependent by text or type before the properties.</summary>
    private static int SkipsEntity(FluentCall call, RelationshipFacts relationship) =>
        call.Argument(0) is TypeOfExpressionSyntax
        || (relationship.IsOneToOne && call.Arguments.Count > 1 && call.Text(0) is { } first && (first.Contains(".") || first == relationship.Left.Entity || first == relationship.RightEntity))
            ? 1
            : 0;

    private static Builder Using(Builder.OfRelationship on, FluentCall call)
    {
        if (call.TypeArguments is [var type] && call.Scope.Method.Bind(type) is INamedTypeSymbol { SpecialType: SpecialType.None } join && !PropertyTypes.IsPlatform(join))
        {
            return call.Configure(new Builder.OfEntity(call.Facts.Entity(join, call.Why)));
        }

        return new Builder.OfDetail(on.Entity);
    }
}
