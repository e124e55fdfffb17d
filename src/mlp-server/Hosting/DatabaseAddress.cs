using Mlp.Server.Database;
using Npgsql;

namespace Mlp.Server.Hosting;

/// <summary>Reads what an operator writes for the database.</summary>
public static class DatabaseAddress
{
    private static readonly string[] UriSchemes = ["postgres://", "postgresql://"];

    private static readonly string[] HostKeys = ["Host", "Server", "Password"];

    /// <summary>Whether the text is for PostgreSQL and holds a password, which then shows in lists of processes.</summary>
    public static bool HoldsPassword(string text) =>
        IsPostgres(text) && !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(ConnectionString(text)).Password);

    /// <summary>Whether several registries may have it: then not all of them can run what the record wants running.</summary>
    public static bool IsShared(string? text) => text is not null && IsPostgres(text);

    internal static IDatabase Open(ServerSettings settings)
    {
        var text = settings.Database;
        if (text is not null && IsPostgres(text))
        {
            return new PostgresDatabase(ConnectionString(text));
        }

        var file = text is null ? settings.FileInHome("registry.db") : Path.GetFullPath(text.StartsWith("sqlite:", StringComparison.Ordinal) ? text[7..] : text);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        OwnerFile.Touch(file);
        return new SqliteDatabase(file);
    }

    private static bool IsPostgres(string text) =>
        UriSchemes.Any(scheme => text.StartsWith(scheme, StringComparison.Ordinal))
        || (text.Contains('=', StringComparison.Ordinal) && HostKeys.Any(key => text.Contains(key, StringComparison.OrdinalIgnoreCase)));

    private static string ConnectionString(string text)
    {
        try
        {
            return UriSchemes.Any(scheme => text.StartsWith(scheme, StringComparison.Ordinal)) ? FromUri(new Uri(text)) : new NpgsqlConnectionStringBuilder(text).ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // The message of the exception would repeat the text, and the text may hold a password.
            throw new StartupException("the database address is not understood", "write postgresql://user@host:5432/database, 'Host=…;Username=…;Database=…', or the path of a SQLite file");
        }
    }

    private static string FromUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length > 1)
        {
            builder.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (var part in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)))
        {
            var name = Uri.UnescapeDataString(part[0]);
            builder[name == "sslmode" ? "SSL Mode" : name == "host" ? "Host" : name] = part.Length > 1 ? Uri.UnescapeDataString(part[1]) : "";
        }

        return builder.ConnectionString;
    }
}
