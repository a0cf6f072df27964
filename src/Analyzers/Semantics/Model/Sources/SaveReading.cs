using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Whether a context, or an interceptor, runs code of its own when it saves.</summary>
internal static class SaveReading
{
    private const string Interceptor = "Interceptor";

    /// <summary>Whether an event of that name tells about saves or about what is tracked.</summary>
    public static bool IsEvent(string? name) => name is "SavingChanges" or "SavedChanges" or "SaveChangesFailed" or "Tracked" or "Tracking" or "StateChanged" or "StateChanging" or "DetectedAllChanges" or "DetectedEntityChanges";

    /// <summary>Options of well-known packages that bring an interceptor of saves: EntityFrameworkCore.Exceptions, EntityFrameworkCore.Triggered.</summary>
    public static bool AddsInterceptor(string option) => option is "UseExceptionProcessor" or "UseTriggers";

    public static bool HasSideEffects(INamedTypeSymbol context, EfSymbols ef)
    {
        foreach (var level in ClrProperties.Chain(context))
        {
            if (level.Is(ef.DbContext))
            {
                break;
            }

            foreach (var member in level.GetMembers())
            {
                if (member is IMethodSymbol { Name: "SaveChanges" or "SaveChangesAsync", IsOverride: true } save && !OnlyPassesOn(save))
                {
                    return true;
                }

                if (member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && Subscribes(constructor))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Names of the classes in source that intercept saving.</summary>
    public static IEnumerable<string> SaveInterceptors(SourceTypes sources) =>
        sources.Deriving(static name => name is "SaveChangesInterceptor" or "ISaveChangesInterceptor").Select(static t => t.Identifier.ValueText);

    /// <summary>Names of the classes in source that intercept something else.</summary>
    public static IEnumerable<string> OtherInterceptors(SourceTypes sources) =>
        sources.Deriving(static name => name.EndsWith(Interceptor, StringComparison.Ordinal) && name is not ("SaveChangesInterceptor" or "ISaveChangesInterceptor")
            && (name.StartsWith("Db", StringComparison.Ordinal) || name.StartsWith("IDb", StringComparison.Ordinal) || name is "IMaterializationInterceptor" or "IQueryExpressionInterceptor" or "IIdentityResolutionInterceptor"))
            .Select(static t => t.Identifier.ValueText);

    /// <summary>The types that a registration of interceptors names; null when it hands over something else.</summary>
    public static IReadOnlyList<string>? Named(InvocationExpressionSyntax call)
    {
        var names = new List<string>();
        foreach (var argument in call.ArgumentList.Arguments)
        {
            var name = argument.Expression switch
            {
                ObjectCreationExpressionSyntax creation => TreeFacts.NameOf(creation.Type),
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList.Arguments: [var type] } } } => TreeFacts.NameOf(type),
                _ => null,
            };
            if (name is null)
            {
                return null;
            }

            names.Add(name);
        }

        return names;
    }

    private static bool OnlyPassesOn(IMethodSymbol save) =>
        save.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax declaration
        && declaration.DescendantNodes().OfType<InvocationExpressionSyntax>().All(static call => call.Expression switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SaveChanges" or "SaveChangesAsync", Expression: BaseExpressionSyntax } => true,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } => true,
            _ => false,
        })
        && !declaration.DescendantNodes().Any(static n => n is AssignmentExpressionSyntax or ForEachStatementSyntax || n.RawKind is (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PreIncrementExpression);

    private static bool Subscribes(IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax declaration
        && declaration.DescendantNodes().Any(static n => n is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } add
            && IsEvent(FluentMethod.LastName(add.Left)));
}
