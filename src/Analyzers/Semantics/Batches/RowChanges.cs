using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PerfAnalyzers.Semantics.Flow;
using PerfAnalyzers.Semantics.Model;
using PerfAnalyzers.Semantics.Symbols;

namespace PerfAnalyzers.Semantics.Batches;

/// <summary>What a piece of code, and the methods of the application that it calls, change about rows.</summary>
internal sealed class RowChanges
{
    private const int Depth = 3;

    private readonly KnownSymbols symbols;
    private readonly Func<EfModel> model;
    private readonly Func<IInvocationOperation, IEnumerable<IOperation>?> bodiesOf;
    private readonly Func<IInvocationOperation, bool> isKnown;
    private readonly HashSet<string> assigned = new(StringComparer.Ordinal);
    private readonly HashSet<string> added = new(StringComparer.Ordinal);
    private readonly HashSet<string> above = new(StringComparer.Ordinal);
    private bool addsAnything;

    /// <param name="symbols">The types of the libraries.</param>
    /// <param name="model">The model.</param>
    /// <param name="bodiesOf">What a call of the application runs; null when that isn't in sight.</param>
    /// <param name="code">The code.</param>
    /// <param name="isKnown">Calls that are looked at elsewhere.</param>
    public RowChanges(KnownSymbols symbols, Func<EfModel> model, Func<IInvocationOperation, IEnumerable<IOperation>?> bodiesOf, IOperation code, Func<IInvocationOperation, bool> isKnown)
    {
        (this.symbols, this.model, this.bodiesOf, this.isKnown) = (symbols, model, bodiesOf, isKnown);
        IsSeen = See(code, Depth);
    }

    /// <summary>All of it is in sight, and no row gets another parent.</summary>
    public bool IsSeen { get; }

    /// <summary>Rows are removed, and others may go with them.</summary>
    public bool Removes { get; private set; }

    /// <summary>Whether a property or a field is written.</summary>
    public bool Assigning => assigned.Count > 0;

    /// <summary>Nothing at all.</summary>
    public bool IsNone => IsSeen && !Removes && !addsAnything && assigned.Count == 0 && added.Count == 0;

    /// <summary>Whether a property of that name is written.</summary>
    public bool Assigns(string property) => assigned.Contains(property);

    /// <summary>Whether rows of the type, of one above it or below it, are added.</summary>
    public bool Adds(ITypeSymbol row)
    {
        if (above.Contains(row.Name))
        {
            return true;
        }

        for (ITypeSymbol? current = row; current is not null; current = current.BaseType)
        {
            if (addsAnything && current.TypeKind == TypeKind.Class || added.Contains(current.Name))
            {
                return true;
            }
        }

        return false;
    }

    private bool See(IOperation code, int depth)
    {
        var seen = 0;
        return !code.Contains<IOperation>(o => ++seen > 5_000 || o switch
        {
            IAssignmentOperation { Target: var target } => !Note(target),
            IIncrementOrDecrementOperation { Target: var target } => !Note(target),
            IInvocationOperation call when !isKnown(call) => !See(call, depth),
            IDynamicInvocationOperation => true,
            _ => false,
        });
    }

    private bool Note(IOperation target)
    {
        switch (target.WithoutConversions())
        {
            case ITupleOperation tuple:
                return tuple.Elements.All(Note);
            case IPropertyReferenceOperation { Instance: not IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }, Property: var property }:
                assigned.Add(property.Name);
                return property.Type is { IsValueType: true } or { SpecialType: SpecialType.System_String } || IsOfEf(property.ContainingAssembly);
            case IFieldReferenceOperation { Field: { IsStatic: false, Type: var type } field }:
                assigned.Add(field.Name);
                return type.IsValueType || type.SpecialType == SpecialType.System_String;
            default:
                return true;
        }
    }

    private bool See(IInvocationOperation call, int depth)
    {
        var (method, name) = (call.TargetMethod, call.TargetMethod.Name);
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return false;
        }

        if (symbols.Ef?.IsStore(method.ContainingType) == true && method.Declared().DeclaringSyntaxReferences.IsEmpty)
        {
            Removes |= name is "Remove" or "RemoveRange";
            return name is "Remove" or "RemoveRange" or "Set" or "Entry" or "Update" or "SaveChanges" or "SaveChangesAsync" || name.StartsWith("Add", StringComparison.Ordinal) && call.Arguments.All(a => a.Parameter?.Type.Is(symbols.Bcl.CancellationToken) == true || NoteAdded(a.Value));
        }

        if (!method.Declared().DeclaringSyntaxReferences.IsEmpty)
        {
            return depth > 0 && bodiesOf(call) is { } found && found.All(b => See(b, depth - 1));
        }

        return !IsOfEf(method.ContainingAssembly) && SeeCollection(call, name);
    }

    /// <summary>A collection that rows go into, or are taken from: that of another row, unless a variable holds one that is made here.</summary>
    private bool SeeCollection(IInvocationOperation call, string name)
    {
        if (call.Instance?.WithoutConversions() is not { Type: { } type } receiver || ElementOf(type) is not { } element || !model().IsEntity(element)
            || receiver is ILocalReferenceOperation { Local: var local } && BodyIndex.Of(receiver.Root()).SingleValue(local)?.WithoutConversions() is IObjectCreationOperation)
        {
            return true;
        }

        if (name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("Insert", StringComparison.Ordinal))
        {
            Add(element);
            return true;
        }

        Removes |= name.StartsWith("Remove", StringComparison.Ordinal) || name is "Clear" or "ExceptWith" or "IntersectWith";
        return true;
    }

    private void Add(ITypeSymbol row)
    {
        added.Add(row.Name);
        for (var current = row.BaseType; current is not null; current = current.BaseType)
        {
            above.Add(current.Name);
        }
    }

    private bool NoteAdded(IOperation value)
    {
        var type = value.WithoutConversions().Type;
        var row = type is null ? null : ElementOf(type) ?? type;
        if (row is ITypeParameterSymbol)
        {
            return addsAnything = true;
        }

        if (row is not INamedTypeSymbol { TypeKind: TypeKind.Class, SpecialType: SpecialType.None })
        {
            return false;
        }

        Add(row);
        return true;
    }

    private ITypeSymbol? ElementOf(ITypeSymbol type) => type is IArrayTypeSymbol array ? array.ElementType : type.SpecialType == SpecialType.System_String ? null : type.ArgumentOf(symbols.Bcl.IEnumerableOf);

    private bool IsOfEf(IAssemblySymbol? assembly) => symbols.Ef?.IsOwn(assembly) == true;
}
