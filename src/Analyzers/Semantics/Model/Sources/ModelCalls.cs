using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>What calls on a ModelBuilder say.</summary>
internal static class ModelCalls
{
    public static Builder? Apply(Builder.OfModel model, FluentCall call) => call.Name switch
    {
        "Entity" => Entity(model, call),
        "SharedTypeEntity" => new Builder.OfDetail(null),
        "Owned" => Owned(model, call),
        "ComplexType" => new Builder.OfDetail(null),
        "Ignore" => Ignore(model, call),
        "ApplyConfiguration" => ApplyConfiguration(model, call),
        "ApplyConfigurationsFromAssembly" => ApplyAssembly(model, call),
        _ => null,
    };

    private static Builder Entity(Builder.OfModel model, FluentCall call)
    {
        if (call.Type(0) is { } type)
        {
            return call.Configure(new Builder.OfEntity(call.Facts.Entity(type, call.Why)));
        }

        if (call.TypeArguments.Count == 0 && call.Argument(0) is not TypeOfExpressionSyntax)
        {
            if (call.Text(0) is { } name)
            {
                return call.Configure(new Builder.OfEntity(call.Facts.Entity(name, call.Why)));
            }

            call.Reader.SeeRegistration(call);
            return call.ConfigureByLambda(new Builder.OfSome());
        }

        return new Builder.OfDetail(null);
    }

    private static Builder Owned(Builder.OfModel model, FluentCall call)
    {
        if (call.Type(0) is { } type)
        {
            call.Facts.Entity(type, call.Why).IsOwned = true;
        }

        return model;
    }

    private static Builder Ignore(Builder.OfModel model, FluentCall call)
    {
        if (call.Type(0) is { } type)
        {
            call.Facts.Ignored.Add(type.EntityName());
        }
        else if (call.Text(0) is { } name)
        {
            call.Facts.Ignored.Add(name);
        }

        return model;
    }

    private static Builder ApplyConfiguration(Builder.OfModel model, FluentCall call)
    {
        var type = call.Argument(0) switch
        {
            ObjectCreationExpressionSyntax creation => call.Scope.Method.Bind(creation.Type),
            { } other => call.Reader.TypeOf(other, call.Scope),
            null => null,
        };
        if (type is INamedTypeSymbol configuration)
        {
            call.Reader.RunConfiguration(configuration);
        }
        else
        {
            call.Open(model);
        }

        return model;
    }

    /// <summary>The configurations of source are read anyway: the question is whether the assembly is one whose source is in sight.</summary>
    private static Builder ApplyAssembly(Builder.OfModel model, FluentCall call)
    {
        var assembly = call.Argument(0) switch
        {
            MemberAccessExpressionSyntax { Expression: TypeOfExpressionSyntax type, Name.Identifier.ValueText: "Assembly" } => call.Scope.Method.Bind(type.Type)?.ContainingAssembly,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetExecutingAssembly" } } => call.Reader.Assembly,
            MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } }, Name.Identifier.ValueText: "Assembly" } => call.Reader.Assembly,
            _ => null,
        };
        if (assembly is null || !call.Reader.IsInSight(assembly))
        {
            call.Open(model);
        }

        return model;
    }
}
