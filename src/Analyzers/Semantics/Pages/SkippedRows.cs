using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Pages;

/// <summary>What of a method serves nothing but the number of rows that it skips.</summary>
/// <param name="Parameters">Parameters that nothing else reads, in their order.</param>
/// <param name="Statements">Statements that only check or compute it, in source order.</param>
internal sealed record SkippedRows(ImmutableArray<IParameterSymbol> Parameters, ImmutableArray<StatementSyntax> Statements)
{
    public static SkippedRows Of(IOperation offset, BclSymbols bcl)
    {
        var serving = new Serving(offset, bcl);
        while (serving.Shrink())
        {
        }

        return new(
            serving.Symbols.OfType<IParameterSymbol>().OrderBy(static p => p.Ordinal).ToImmutableArray(),
            serving.Statements.OrderBy(static s => s.SpanStart).ToImmutableArray());
    }

    /// <summary>Starts with everything that the number is made of, and drops what something else reads or writes.</summary>
    private sealed class Serving
    {
        private readonly IOperation offset;
        private readonly BclSymbols bcl;
        private readonly BodyIndex index;

        public Serving(IOperation offset, BclSymbols bcl)
        {
            (this.offset, this.bcl, index) = (offset, bcl, BodyIndex.Of(offset));
            Add(offset, 0);
        }

        public HashSet<ISymbol> Symbols { get; } = new(SymbolEqualityComparer.Default);

        public HashSet<StatementSyntax> Statements { get; } = [];

        public bool Shrink()
        {
            Statements.Clear();
            var other = Symbols.FirstOrDefault(s => !index.IsComplete || Uses(s).Any(u => !Serves(u)));
            return other is not null && Symbols.Remove(other);
        }

        private IEnumerable<IOperation> Uses(ISymbol symbol) => index.Reads(symbol).Concat(index.Writes(symbol).Select(static w => w.At));

        private void Add(IOperation value, int hops)
        {
            foreach (var symbol in value.DescendantsAndSelf().Select(BodyIndex.SymbolOf))
            {
                if (symbol is ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } } && Symbols.Add(symbol) && hops < 6)
                {
                    foreach (var write in index.Writes(symbol))
                    {
                        Add(write.Value, hops + 1);
                    }
                }
            }
        }

        private bool Serves(IOperation use)
        {
            if (use.IsInside(offset))
            {
                return true;
            }

            // The outermost statement that is about nothing else: a guard with what it assigns.
            StatementSyntax? found = null;
            for (var statement = use.Syntax.FirstAncestorOrSelf<StatementSyntax>(); statement is not null; statement = statement.Parent?.FirstAncestorOrSelf<StatementSyntax>())
            {
                found = statement is not BlockSyntax && statement.Parent is BlockSyntax && IsOnlyAbout(statement) ? statement : found;
            }

            if (found is null)
            {
                return false;
            }

            Statements.Add(found);
            return true;
        }

        private bool IsOnlyAbout(StatementSyntax statement) => statement switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables, UsingKeyword.RawKind: 0 } => OperationOf(variables[0]) is IVariableDeclaratorOperation local && Symbols.Contains(local.Symbol)
                && (local.GetVariableInitializer() is not { } initializer || IsPlain(initializer.Value)),
            ExpressionStatementSyntax { Expression: var expression } => OperationOf(expression) switch
            {
                ISimpleAssignmentOperation assignment => IsMine(assignment.Target) && IsPlain(assignment.Value),
                ICompoundAssignmentOperation compound => IsMine(compound.Target) && IsPlain(compound.Value),
                IIncrementOrDecrementOperation increment => IsMine(increment.Target),
                IInvocationOperation { TargetMethod: { IsStatic: true, ReturnsVoid: true, ContainingType: var type } } guard => type.IsOrDerivesFrom(bcl.Exception) && guard.Arguments.All(a => IsMine(a.Value) || a.Value.ConstantValue.HasValue),
                _ => false,
            },
            IfStatementSyntax { Else: null } guard => OperationOf(guard.Condition) is { } condition && IsPlain(condition) && condition.DescendantsAndSelf().All(o => BodyIndex.SymbolOf(o) is not { } read || Symbols.Contains(read))
                && condition.DescendantsAndSelf().Any(IsMine) && Inner(guard.Statement).All(s => s is ThrowStatementSyntax || IsOnlyAbout(s)),
            _ => false,
        };

        private static IEnumerable<StatementSyntax> Inner(StatementSyntax statement) => statement is BlockSyntax block ? block.Statements : [statement];

        private bool IsMine(IOperation operation) => BodyIndex.SymbolOf(operation) is { } symbol && Symbols.Contains(symbol);

        /// <summary>Arithmetic: nothing that has an effect, and nothing that waits.</summary>
        private bool IsPlain(IOperation value) => value.DescendantsAndSelf().All(o => o switch
        {
            IInvocationOperation call => call.TargetMethod.ContainingType.Is(bcl.Math),
            IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation or IObjectCreationOperation or IAnonymousFunctionOperation or IDynamicInvocationOperation => false,
            _ => true,
        });

        private IOperation? OperationOf(SyntaxNode node) => offset.SemanticModel!.GetOperation(node);
    }
}
