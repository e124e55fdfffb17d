namespace Mlp.Cli;

/// <summary>What can go wrong in the commands that read and write the registry.</summary>
internal static class CommandErrors
{
    public static CommandFailedException AnswerNotWritten(Exception cause) =>
        new("MLP7601", $"the answer cannot be written to stdout: {cause.Message}", null, "free some space, or send the answer elsewhere", cause);

    public static CommandFailedException Interrupted() =>
        new("MLP7602", "the command was interrupted", null, "run it again: what was begun is taken up or left out, never half there");

    public static CommandFailedException NameMeansTwo(string name) =>
        new("MLP7603", $"'{name}' is a model type and parameters as well", name, "say which one with --kind type or --kind parameters");

    public static CommandFailedException NoSuchName(string name) =>
        new("MLP7604", $"the registry has neither a model type nor parameters named '{name}'", name, "search for it, as in: mlp search beam");

    public static CommandFailedException FolderNotEmpty(string folder) =>
        new("MLP7605", "the folder is not empty; nothing was pulled", folder, "name another one with --to, or remove it");

    public static CommandFailedException FolderNotReplaceable(string folder, string reason) =>
        new("MLP7606", $"the folder exists and cannot be replaced: {reason}", folder, "name one that does not exist yet with --to");

    public static CommandFailedException NotLinked(string type, string parameters) =>
        new("MLP7607", $"{parameters} is not known to fit {type}; nothing was pulled", parameters, $"leave the version out to get the latest that fits, or link the two: mlp compat add {type} {parameters}");

    public static CommandFailedException NoToken() =>
        new("MLP7608", "no token was given", null, "type it when asked, or send it on stdin, as in: mlp login https://mlp.example.org < token.txt");

    public static CommandFailedException CommentsWouldBeLost(string file) =>
        new("MLP7609", "the configuration file has comments, which would be lost; nothing was changed", file, "change it by hand, or take the comments out");

    public static CommandFailedException NoUrl(string profile, string file) =>
        new("MLP7610", $"there is no profile '{profile}' in {file} yet, and no address was given for it", profile, $"give one, as in: mlp profile set {profile} --url https://mlp.example.org");

    public static CommandFailedException NoCurrentFolder(Exception cause) =>
        new("MLP7612", "the current folder is gone, or may not be read", null, "go to a folder that exists", cause);

    public static CommandFailedException ConfigurationNotWritten(string file, Exception cause) =>
        new("MLP7611", $"the configuration cannot be written: {cause.Message}", file, "check the permissions of the folder, or name another file with MLP_CONFIG", cause);

    public static CommandFailedException NoWorkFolder(Exception cause) =>
        new("MLP7613", $"no temporary folder can be made: {cause.Message}", Path.GetTempPath(), "free some space there, or let TMPDIR name another folder", cause);
}
