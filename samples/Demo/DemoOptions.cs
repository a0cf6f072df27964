namespace Demo;

internal sealed record DemoOptions(bool Keep, bool Diff)
{
    public const string Usage =
        """
        Usage: dotnet run --project samples/Demo [-- [--diff] [--keep]]
          --diff   print the lines that the code fixes changed
          --keep   keep the temporary folder
        """;

    public static DemoOptions? Parse(string[] args) =>
        args.All(a => a is "--keep" or "--diff") ? new(args.Contains("--keep"), args.Contains("--diff")) : null;
}
