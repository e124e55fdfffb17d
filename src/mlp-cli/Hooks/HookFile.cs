using System.Text.Encodings.Web;
using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Cli.Hooks;

/// <summary>Files of the hook: whole or not at all, there after a power cut, and for their owner alone.</summary>
internal static class HookFile
{
    private static readonly JsonSerializerOptions Json = new(WireJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static T Read<T>(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), Json) ?? throw new JsonException("it holds null");
        }
        catch (JsonException e)
        {
            throw HookErrors.Unreadable(file, e.Message, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not (FileNotFoundException or DirectoryNotFoundException)))
        {
            throw HookErrors.Unreadable(file, e.Message, e);
        }
    }

    public static void Write<T>(string file, T content) => Write(file, JsonSerializer.Serialize(content, Json) + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);

    public static void Write(string file, string text, UnixFileMode mode)
    {
        var partial = $"{file}.{Path.GetRandomFileName()}.partial";
        try
        {
            using (var stream = new FileStream(partial, New(mode)))
            {
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, file, overwrite: true);
            DurableFile.SyncName(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(partial);
            throw HookErrors.NotWritten(file, e);
        }
    }

    private static FileStreamOptions New(UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return options;
    }
}
