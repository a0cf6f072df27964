using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PerfAnalyzers.Semantics.Names;

/// <summary>One member and the names that its body uses, read when somebody asks.</summary>
internal sealed class MemberNames
{
    private static readonly ImmutableHashSet<string> RowWriters = ImmutableHashSet.Create(
        StringComparer.Ordinal, "Remove", "RemoveRange", "Add", "AddRange", "AddAsync", "AddRangeAsync", "Update", "UpdateRange", "Attach", "AttachRange", "Entry");

    private readonly int least;
    private readonly int most;
    private HashSet<NameUse>? used;

    public MemberNames(string name, SyntaxNode declaration, TreeNames tree)
    {
        Name = name;
        Declaration = declaration;
        Tree = tree;
        (least, most) = ParametersOf(declaration) is { } list ? ArgumentsFor(list) : (0, int.MaxValue);
    }

    public string Name { get; }

    public SyntaxNode Declaration { get; }

    public TreeNames Tree { get; }

    /// <summary>The interface that declares the member, null when a class does.</summary>
    public string? Interface => (Declaration.Parent as InterfaceDeclarationSyntax)?.Identifier.ValueText;

    public bool IsProperty => Declaration is PropertyDeclarationSyntax;

    /// <summary>Declared by an interface, without a body, and asynchronous: somebody else does the work.</summary>
    public bool IsOpen => Declaration is MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax, Body: null, ExpressionBody: null, ReturnType: SimpleNameSyntax { Identifier.ValueText: "Task" or "ValueTask" or "IAsyncEnumerable" } };

    /// <summary>Every simple name in the declaration's body, by the way it is used.</summary>
    public HashSet<NameUse> Used => used ??= ReadNames();

    public bool Calls(string name) => Used.Any(use => use.IsCall && use.Name == name);

    /// <summary>The body has a foreach, which may run a query without a call. Known once the names are.</summary>
    public bool Enumerates { get; private set; }

    /// <summary>Whether a parameter is a query by its declared type.</summary>
    public bool TakesQuery => ParametersOf(Declaration)?.Parameters.Any(static p => QueryTypeNames.IsQuery(p.Type)) == true;

    /// <summary>A method that gets something and uses the methods of a set or a context that write rows; lists have some of them too.</summary>
    public bool UsesRowWriters => Declaration is MethodDeclarationSyntax { ParameterList.Parameters.Count: > 0 } method && (method.Body ?? (SyntaxNode?)method.ExpressionBody) is not null
        && Used.Any(static use => use.IsCall && RowWriters.Contains(use.Name));

    /// <summary>Whether it gets a query and skips rows.</summary>
    public bool PagesQuery => TakesQuery && Used.Any(static use => use is { IsCall: true, Name: "Skip" });

    /// <summary>Whether a use of the member's name may run this member.</summary>
    public bool MayBe(NameUse use) => Declaration switch
    {
        PropertyDeclarationSyntax => use.Arguments is NameUse.Read or NameUse.HandedOver,
        ConstructorDeclarationSyntax => false,
        _ => use.Arguments == NameUse.HandedOver || use.Arguments >= least && use.Arguments <= most,
    };

    private static BaseParameterListSyntax? ParametersOf(SyntaxNode declaration) => declaration switch
    {
        BaseMethodDeclarationSyntax method => method.ParameterList,
        LocalFunctionStatementSyntax local => local.ParameterList,
        _ => null,
    };

    private static (int Least, int Most) ArgumentsFor(BaseParameterListSyntax list)
    {
        var (required, all) = (0, list.Parameters.Count);
        foreach (var parameter in list.Parameters)
        {
            if (parameter.Modifiers.Any(SyntaxKind.ParamsKeyword))
            {
                all = int.MaxValue;
            }
            else if (parameter.Default is null)
            {
                required++;
            }
        }

        // An extension method is called with its receiver in front of the point.
        return (list.Parameters.Count > 0 && list.Parameters[0].Modifiers.Any(SyntaxKind.ThisKeyword) ? required - 1 : required, all);
    }

    private HashSet<NameUse> ReadNames()
    {
        var names = new HashSet<NameUse>();
        foreach (var node in Declaration.DescendantNodes())
        {
            switch (node)
            {
                case SimpleNameSyntax { Parent: not MemberAccessExpressionSyntax { Expression: PredefinedTypeSyntax } } simple:
                    names.Add(new NameUse(simple.Identifier.ValueText, ArgumentsOf(simple)));
                    break;
                case CommonForEachStatementSyntax:
                    Enumerates = true;
                    break;
            }
        }

        return names;
    }

    private static int ArgumentsOf(SimpleNameSyntax name)
    {
        ExpressionSyntax whole = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };
        return whole.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == whole => call.ArgumentList.Arguments.Count,
            ArgumentSyntax or EqualsValueClauseSyntax or AssignmentExpressionSyntax => NameUse.HandedOver,
            TypeSyntax or TypeArgumentListSyntax or VariableDeclarationSyntax or ParameterSyntax or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or LocalFunctionStatementSyntax or ObjectCreationExpressionSyntax or TypeOfExpressionSyntax or AttributeSyntax => NameUse.Type,
            CastExpressionSyntax cast when cast.Type == name => NameUse.Type,
            _ => NameUse.Read,
        };
    }
}
