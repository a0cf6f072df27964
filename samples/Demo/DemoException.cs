namespace Demo;

/// <summary>A failure that is explained to the reader by its message alone.</summary>
internal sealed class DemoException(string message) : Exception(message);
