using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Model.Sources;

/// <summary>Reads configuration code as a small language: builders flow through calls, lambdas, locals and helpers, and say facts on their way.</summary>
/// <remarks>By syntax: only the names of types are bound, as binding whole lambdas of overloaded calls costs more than all else together.</remarks>
internal sealed class FluentReader(ModelFacts facts, FluentMethods? methods)
{
    private const int Depth = 48;
    private const int Nesting = 200;
    private int steps = 500_000;
    private int depth;
    private int nesting;

    public ModelFacts Facts => facts;

    /// <summary>The assembly whose configuration is read; null for a snapshot.</summary>
    public IAssemblySymbol? Assembly => methods?.Assembly;

    public bool IsInSight(IAssemblySymbol assembly) => methods?.IsInSight(assembly) == true;

    public void RunConfiguration(INamedTypeSymbol configuration) => methods?.RunConfiguration(this, configuration);

    public void SeeRegistration(FluentCall call) => methods?.SeeRegistration(this, call);

    public ITypeSymbol? TypeOf(ExpressionSyntax expression, FluentScope scope) =>
        scope.Method.Resolve(scope.Method.Model?.GetTypeInfo(expression).Type);

    /// <summary>Something can't be read: what it configures may be more than what is seen.</summary>
    public void Open(Builder? builder, SyntaxNode? at)
    {
        if (facts.Source == FactSource.Snapshot)
        {
            return;
        }

        if (builder?.Entity is { } entity)
        {
            entity.Unread ??= at?.GetLocation() ?? Location.None;
        }
        else
        {
            facts.Unread ??= at?.GetLocation() ?? Location.None;
        }
    }

    /// <summary>Reads a method with builders for its parameters.</summary>
    public void Run(SyntaxNode declaration, FluentScope scope)
    {
        if (depth >= Depth)
        {
            Open(null, declaration);
            return;
        }

        depth++;
        switch (declaration)
        {
            case BaseMethodDeclarationSyntax { Body: { } body }:
                Run(body, scope);
                break;
            case BaseMethodDeclarationSyntax { ExpressionBody: { } arrow }:
                Value(arrow.Expression, scope);
                break;
            case LocalFunctionStatementSyntax { Body: { } body }:
                Run(body, scope);
                break;
            case LocalFunctionStatementSyntax { ExpressionBody: { } arrow }:
                Value(arrow.Expression, scope);
                break;
            case StatementSyntax statement:
                FluentStatements.Run(this, statement, scope);
                break;
        }

        depth--;
    }

    /// <summary>Runs a lambda or a method group with the builder as its first parameter; anything else is no configuration.</summary>
    public void Run(ExpressionSyntax action, Builder builder, FluentScope scope)
    {
        switch (action)
        {
            case SimpleLambdaExpressionSyntax lambda:
                Run(lambda.Block, lambda.ExpressionBody, lambda.Parameter, builder, scope);
                break;
            case ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var parameter, ..] } lambda:
                Run(lambda.Block, lambda.ExpressionBody, parameter, builder, scope);
                break;
            case IdentifierNameSyntax or MemberAccessExpressionSyntax when scope.Method.Model?.GetSymbolInfo(action) is { } found:
                switch (found.Symbol ?? found.CandidateSymbols.FirstOrDefault())
                {
                    case IMethodSymbol group:
                        methods?.Run(this, group, [(0, builder)], scope);
                        break;
                    case ILocalSymbol { Type.TypeKind: TypeKind.Delegate } or IParameterSymbol { Type.TypeKind: TypeKind.Delegate }
                        or IFieldSymbol { Type.TypeKind: TypeKind.Delegate } or IPropertySymbol { Type.TypeKind: TypeKind.Delegate }:
                        Open(builder, action);
                        break;
                }

                break;
        }
    }

    private void Run(BlockSyntax? block, ExpressionSyntax? expression, ParameterSyntax parameter, Builder builder, FluentScope scope)
    {
        var inner = new FluentScope(scope.Method, scope);
        inner.Set(parameter.Identifier.ValueText, builder);
        if (block is not null)
        {
            Run(block, inner);
        }
        else if (expression is not null)
        {
            Value(expression, inner);
        }
    }

    /// <summary>What an expression stands for; null when it is no builder.</summary>
    public Builder? Value(ExpressionSyntax expression, FluentScope scope)
    {
        if (nesting >= Nesting)
        {
            Open(null, expression);
            return null;
        }

        nesting++;
        var value = Follow(expression, scope);
        nesting--;
        return value;
    }

    private Builder? Follow(ExpressionSyntax expression, FluentScope scope)
    {
        var chain = new Stack<ExpressionSyntax>();
        var current = PropertyPaths.Strip(expression);
        while (current is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax or MemberBindingExpressionSyntax } or MemberAccessExpressionSyntax)
        {
            chain.Push(current);
            var access = current is InvocationExpressionSyntax call ? call.Expression : current;
            if (access is not MemberAccessExpressionSyntax member)
            {
                current = access;
                break;
            }

            current = PropertyPaths.Strip(member.Expression);
        }

        var value = Start(current, scope);
        while (chain.Count > 0 && --steps > 0)
        {
            value = chain.Pop() switch
            {
                InvocationExpressionSyntax call => value is null ? Helper(call, scope) : Apply(value, call, scope),
                MemberAccessExpressionSyntax member when value is not null => Member(value, member.Name.Identifier.ValueText),
                _ => null,
            };
        }

        if (steps <= 0)
        {
            Open(null, expression);
        }

        return value;
    }

    private Builder? Start(ExpressionSyntax expression, FluentScope scope)
    {
        switch (expression)
        {
            case IdentifierNameSyntax name:
                return scope.Find(name.Identifier.ValueText);
            case InvocationExpressionSyntax call:
                return Helper(call, scope);
            case MemberBindingExpressionSyntax:
                return scope.Bound;
            case ConditionalAccessExpressionSyntax conditional:
                return Value(conditional.Expression, scope) is { } on ? Value(conditional.WhenNotNull, new FluentScope(scope.Method, scope) { Bound = on }) : null;
            case AssignmentExpressionSyntax assignment:
                var assigned = Value(assignment.Right, scope);
                scope.Set(FluentMethod.LastName(assignment.Left) ?? "", assigned);
                return assigned;
            case ObjectCreationExpressionSyntax { ArgumentList: { } list }:
                FluentArguments.Escape(this, list.Arguments.Select(static a => a.Expression), scope);
                return null;
            case AwaitExpressionSyntax waiting:
                return Value(waiting.Expression, scope);
            default:
                return null;
        }
    }

    private static Builder? Member(Builder on, string name) => name switch
    {
        "Metadata" or "Model" or "Conventions" => new Builder.OfMetadata(on),
        "ClrType" or "Name" or "PropertyInfo" or "FieldInfo" or "IsNullable" => null,
        _ => on is Builder.OfMetadata or Builder.OfDetail or Builder.OfTypes ? on : null,
    };

    private Builder? Apply(Builder on, InvocationExpressionSyntax syntax, FluentScope scope)
    {
        var name = syntax.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => null,
        };
        if (name is null)
        {
            return null;
        }

        var call = new FluentCall(syntax, name, scope, this);
        return FluentCalls.Apply(on, call) ?? Foreign(on, call);
    }

    /// <summary>A call that no table knows: an extension in source is read, one of EF Core or a provider adds nothing, any other may do anything.</summary>
    private Builder Foreign(Builder on, FluentCall call)
    {
        if (facts.Source == FactSource.Snapshot || HarmlessCalls.Knows(call.Name))
        {
            return on;
        }

        var isAtRunTime = on is Builder.OfMetadata or Builder.OfTypes or Builder.OfSome;
        if (isAtRunTime || methods?.Extension(this, on, call) != true)
        {
            Open(on, call.Syntax);
        }

        return on;
    }

    /// <summary>A call on something that is no builder: it matters when it is given one.</summary>
    private Builder? Helper(InvocationExpressionSyntax call, FluentScope scope)
    {
        var given = FluentArguments.Given(this, call.ArgumentList, scope);
        if (given.Count > 0)
        {
            methods?.Run(this, call, given, scope);
            if (methods is null && call.Expression is MemberAccessExpressionSyntax { Expression: SimpleNameSyntax extensions })
            {
                facts.Provider = Providers.OfExtensions(extensions.Identifier.ValueText, facts.Provider);
            }
        }

        return null;
    }
}
