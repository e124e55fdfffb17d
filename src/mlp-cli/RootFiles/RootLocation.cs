using Mlp.Root;

namespace Mlp.Cli.RootFiles;

/// <summary>A ROOT file as the user names it: a path, seen from a folder, or an address.</summary>
internal sealed class RootLocation(string text, string folder)
{
    private readonly Uri? _address = Uri.TryCreate(text, UriKind.Absolute, out var uri) && text.Contains("://", StringComparison.Ordinal) ? uri : null;

    /// <summary>Opens the file for as long as the work takes; what its bytes are asked for only then may fail then, too.</summary>
    public async Task Use(Func<RootFile, Task> work, Ct ct)
    {
        var place = Checked();
        try
        {
            using var file = await RootFile.OpenAsync(place, ct: ct);
            await work(file);
        }
        catch (RootFormatException e)
        {
            throw RootErrors.Damaged(Shown, e);
        }
        catch (DllNotFoundException e)
        {
            throw RootErrors.NoLibrary(Shown, e);
        }
        catch (Exception e) when (_address is not null && !ct.IsCancellationRequested && e is HttpRequestException or IOException or NotSupportedException or OperationCanceledException)
        {
            throw RootErrors.NotFetched(Shown, e);
        }
        catch (Exception e) when (_address is null && e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw RootErrors.NotOpened(Shown, e.Message, e);
        }
    }

    // Without what may be secret.
    private string Shown => _address is null ? text : new UriBuilder(_address) { UserName = "", Password = "", Query = "" }.Uri.ToString();

    private string Checked()
    {
        if (_address is not null)
        {
            return _address.Scheme == Uri.UriSchemeHttp || _address.Scheme == Uri.UriSchemeHttps ? text : throw RootErrors.UnknownScheme(Shown, _address.Scheme);
        }

        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
        {
            throw RootErrors.NotOpened(text, "this is no name of a file");
        }

        var path = Path.GetFullPath(text, folder);
        return Directory.Exists(path) ? throw RootErrors.NotOpened(text, "it is a folder")
            : File.Exists(path) ? path
            : throw RootErrors.NotOpened(text, "there is no such file");
    }
}
