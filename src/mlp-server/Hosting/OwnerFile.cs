using System.Text;

namespace Mlp.Server.Hosting;

/// <summary>Files that nobody but their owner can read, from their first moment on; they appear whole or not at all.</summary>
internal static class OwnerFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes an empty file where there is none; whoever fills it need not think of its mode.</summary>
    public static void Touch(string path)
    {
        try
        {
            new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // It is there; its owner decided on its mode.
        }
    }

    public static async Task Write(string path, string text, Ct ct)
    {
        var partial = $"{path}.{Guid.NewGuid():N}";
        try
        {
            await using (var file = new FileStream(partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
            {
                await file.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
                await file.FlushAsync(ct);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
