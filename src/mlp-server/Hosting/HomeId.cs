using System.Security.Cryptography;

namespace Mlp.Server.Hosting;

/// <summary>What tells this registry's belongings from those of another one, where both are kept in one place.</summary>
internal static class HomeId
{
    private const string FileName = "home.id";
    private const int Length = 16;

    /// <summary>The id of the home; made where there is none yet. The server's lock sees to it that one does so at a time.</summary>
    public static async Task<string> Get(ServerSettings settings, Ct ct)
    {
        var path = settings.FileInHome(FileName);
        if (File.Exists(path) && (await File.ReadAllTextAsync(path, ct)).Trim() is { Length: Length } id && id.All(char.IsAsciiHexDigitLower))
        {
            return id;
        }

        var made = RandomNumberGenerator.GetHexString(Length, lowercase: true);
        await OwnerFile.Write(path, made + "\n", ct);
        return made;
    }
}
