namespace PerfAnalyzers.Semantics.Names;

/// <summary>A name that a body uses: called with so many arguments, handed over as a delegate, or read.</summary>
internal readonly record struct NameUse(string Name, int Arguments)
{
    /// <summary>The name is read: a property, or nothing that runs.</summary>
    public const int Read = -1;

    /// <summary>The name is handed over: a property, or a method that somebody else calls.</summary>
    public const int HandedOver = -2;

    /// <summary>The name is one of a type.</summary>
    public const int Type = -3;

    public bool IsCall => Arguments >= 0;

    /// <summary>A call that every object understands, and that is meant for a value nearly always: it isn't followed by its name.</summary>
    public bool IsOfEveryObject => (Name, Arguments) is ("ToString" or "GetHashCode" or "Dispose" or "DisposeAsync" or "GetEnumerator", 0) or ("Equals" or "CompareTo", 1);
}
