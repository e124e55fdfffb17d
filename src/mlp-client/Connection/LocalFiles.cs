namespace Mlp;

/// <summary>Failures of this machine's files become the one exception, too.</summary>
internal static class LocalFiles
{
    public static async Task<T> Guarded<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlpException(
                ClientErrors.FilesUnusable, $"a file cannot be read or written: {e.Message}", remedy: "check its permissions, and free some space", innerException: e);
        }
    }
}
