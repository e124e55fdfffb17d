internal static class Repository
{
    public static string Find()
    {
        var folder = new DirectoryInfo((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
        while (!File.Exists(Path.Combine(folder.FullName, "mlp-tool.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("eng/test.cs lies in no repository: no mlp-tool.sln above it");
        }

        return folder.FullName;
    }
}
