using Mlp.Ahead;

// ahead profile <folder> <list> <reference folders> <inlined assemblies> <assembly>...: writes <folder>/<assembly's name>.mibc for each, which says what generic code
// the compiler is to make for it beside its own methods: for the first one what the list names, for each what its asynchronous methods run in.
// ahead record <list> <log>...: adds what the runtime had to compile, as it logs it with DOTNET_JitStdOutFile and DOTNET_JitDisasmSummary=1, to the list.
switch (args)
{
    case ["profile", var folder, var list, var references, var inlined, .. [_, ..] assemblies]:
        Profiles.Write(folder, list, references.Split(','), inlined.Split(','), assemblies);
        return 0;
    case ["record", var list, .. [_, ..] logs]:
        Recording.Add(list, logs);
        return 0;
    default:
        Console.Error.WriteLine("give 'profile <folder> <list> <reference folders> <inlined assemblies> <assembly>...' or 'record <list> <log>...'");
        return 2;
}
