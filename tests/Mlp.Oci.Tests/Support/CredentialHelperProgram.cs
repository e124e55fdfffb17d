namespace Mlp.Oci.Tests.Support;

/// <summary>A <c>docker-credential-…</c> program on the path, which knows one registry and notes what it was asked.</summary>
internal sealed class CredentialHelperProgram : IDisposable
{
    private readonly string _notes;
    private readonly string _path = Environment.GetEnvironmentVariable("PATH") ?? "";

    public CredentialHelperProgram(string folder, string registry, string userName, string secret)
    {
        _notes = Path.Combine(folder, "asked");
        Name = $"test-{Guid.NewGuid():N}";
        var program = Path.Combine(folder, $"docker-credential-{Name}");
        File.WriteAllText(program, $$"""
            #!/bin/sh
            registry=$(cat)
            echo "$1 $registry" > '{{_notes}}'
            if [ "$registry" = '{{registry}}' ]; then
                echo '{"ServerURL": "{{registry}}", "Username": "{{userName}}", "Secret": "{{secret}}"}'
            else
                echo 'credentials not found in native keychain'
                exit 1
            fi
            """);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", $"{folder}:{_path}");
    }

    public string Name { get; }

    public string Asked => File.ReadAllText(_notes).Trim();

    public void Dispose() => Environment.SetEnvironmentVariable("PATH", _path);
}
