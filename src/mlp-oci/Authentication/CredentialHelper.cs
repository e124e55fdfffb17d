using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlp.Oci;

/// <summary>Asks a <c>docker-credential-…</c> program, which reads the registry from its input and writes a credential as JSON.</summary>
internal static partial class CredentialHelper
{
    private const string TokenUser = "<token>";
    private const int LargestAnswer = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The credential; none where the program has none for this registry.</summary>
    public static async Task<RegistryCredential?> Ask(string helper, string key, Ct ct)
    {
        var program = $"docker-credential-{helper}";
        if (!Name().IsMatch(helper))
        {
            throw Failed(program, "is not the name of a program");
        }

        var (exitCode, answer) = await Run(program, key, ct);
        if (exitCode != 0)
        {
            return answer.Contains("credentials not found", StringComparison.OrdinalIgnoreCase) ? null : throw Failed(program, $"ended with exit code {exitCode}");
        }

        try
        {
            using var json = JsonDocument.Parse(answer);
            var user = json.RootElement.GetProperty("Username").GetString();
            var secret = json.RootElement.GetProperty("Secret").GetString();
            return string.IsNullOrEmpty(secret) ? null
                : string.IsNullOrEmpty(user) || user == TokenUser ? RegistryCredential.IdentityToken(secret) : RegistryCredential.Password(user, secret);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Failed(program, "did not answer with Username and Secret");
        }
    }

    private static async Task<(int ExitCode, string Answer)> Run(string program, string key, Ct ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        using var process = Start(program);
        try
        {
            // What it says on its errors' channel is read and dropped: it might quote a secret.
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, patience.Token);
            await process.StandardInput.WriteAsync(key.AsMemory(), patience.Token);
            process.StandardInput.Close();
            var answer = await ReadBounded(program, process.StandardOutput, patience.Token);
            await errors;
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, answer);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Failed(program, $"did not answer within {Patience.TotalSeconds:0} s");
        }
        catch (IOException e)
        {
            throw Failed(program, "closed its input or output early", e);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(string program)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, ["get"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw Failed(program, "cannot be started", e);
        }
    }

    private static async Task<string> ReadBounded(string program, StreamReader output, Ct ct)
    {
        var buffer = new char[LargestAnswer];
        var length = await output.ReadBlockAsync(buffer, ct);
        return length < buffer.Length ? new(buffer, 0, length) : throw Failed(program, "answers too much");
    }

    private static OciException Failed(string program, string what, Exception? because = null) =>
        new(OciErrors.CredentialHelperFailed, $"the credential helper '{program}' {what}", program,
            "install or repair it, or remove it from credsStore and credHelpers of Docker's config.json", because);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
