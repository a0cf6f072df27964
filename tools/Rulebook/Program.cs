using System.Reflection;
using Rulebook;

var root = typeof(Rule).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
return args switch
{
    ["write"] => Book.Write(root),
    ["check"] => Book.Check(root),
    ["ship", var version] => Book.Ship(root, version),
    ["new", var id, var name, "--band", var band] => Scaffold.Create(root, id, name, band),
    ["new", var id, var name] => Scaffold.Create(root, id, name, null),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        Rulebook keeps everything that derives from the rules.

          new PERF1234 Name [--band Loading]  write the four files of a rule: analyzer, fix, tests, docs page
          write                               regenerate indexes, release files, presets and page headers
          check                               fail when 'write' would change something
          ship 1.0.0                          move the unshipped rules into a release
        """);
    return 2;
}
