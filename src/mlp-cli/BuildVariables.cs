using System.Collections;
using System.Text;

namespace Mlp.Cli;

/// <summary>The environment variables as a build sees them: any of them may be a property of its projects.</summary>
internal static class BuildVariables
{
    // What a shell changes from command to command, and what Microsoft.Build.Locator sets in this process, says nothing about a build.
    private static readonly string[] Passing =
    [
        "_", "PWD", "OLDPWD", "SHLVL", "TERM", "COLUMNS", "LINES",
        "MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly",
    ];

    /// <summary>The same as long as no variable has another value.</summary>
    public static string Fingerprint() => Digest.Of(Encoding.UTF8.GetBytes(string.Join(
        '\0',
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => !Passing.Contains((string)variable.Key, StringComparer.Ordinal))
            .Select(variable => $"{variable.Key}={variable.Value}")
            .Order(StringComparer.Ordinal)))).Hex;
}
