using Mlp.Root;

namespace Mlp.Cli.RootFiles;

/// <summary>What can go wrong with ROOT files.</summary>
internal static class RootErrors
{
    public static CommandFailedException NotOpened(string file, string reason, Exception? cause = null) =>
        new("MLP7951", $"the file cannot be opened: {reason}", file, "name a ROOT file that you may read, or an address that begins with http:// or https://", cause);

    public static CommandFailedException UnknownScheme(string address, string scheme) =>
        new("MLP7951", $"files are not read over {scheme}", address, "give an address that begins with http:// or https://, or fetch the file and name its copy");

    public static CommandFailedException Damaged(string file, RootFormatException cause) =>
        new("MLP7952", $"{cause.Fact} (at offset {cause.Offset})", file, "name a ROOT file; if it is one, it is cut off or damaged: fetch or write it again", cause);

    public static CommandFailedException NotFetched(string address, Exception cause) =>
        new("MLP7953", $"the file cannot be fetched: {cause.Message}", address, "check the address and the network, or fetch the file by other means and name its copy", cause);

    public static CommandFailedException NoTree(string file, string others) =>
        new("MLP7954", $"the file has no trees; {others}", file, "name a file with trees; 'mlp root ls' lists those that it has");

    public static CommandFailedException SeveralTrees(string file, IEnumerable<string> trees) =>
        new("MLP7955", $"the file has several trees: {string.Join(", ", trees)}", file, "name one of them behind the file");

    public static CommandFailedException NoSuchTree(string name, IEnumerable<string> closest) =>
        new("MLP7956", $"the file has no tree '{name}'; closest: {string.Join(", ", closest)}", name, "name a tree that 'mlp root ls' lists");

    public static CommandFailedException NoSuchBranch(string tree, string name, IReadOnlyList<string> closest, IEnumerable<string> absent) =>
        new("MLP7957", string.Join("; ", [$"tree '{tree}' has no branch '{name}'", closest.Count == 0 ? "it has none at all" : $"closest: {string.Join(", ", closest)}", .. absent]), name, "name branches that 'mlp root show' lists");

    public static CommandFailedException NotReadable(string branch, string reason) =>
        new("MLP7958", $"the branch cannot be read: {reason}", branch, "leave it out of --branches");

    public static CommandFailedException NoLibrary(string file, DllNotFoundException cause) =>
        new("MLP7959", $"the file is compressed with a method that needs a library of the system: {cause.Message}", file, "install the package, and run the command again", cause);
}
