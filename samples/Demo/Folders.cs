namespace Demo;

internal static class Folders
{
    public static bool IsBuildOutput(string name) => name is "bin" or "obj";

    public static void CopySources(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from).Where(d => !IsBuildOutput(Path.GetFileName(d))))
        {
            CopySources(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    public static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Not removed: {folder} ({e.Message})");
        }
    }
}
