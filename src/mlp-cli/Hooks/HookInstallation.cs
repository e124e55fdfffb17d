namespace Mlp.Cli.Hooks;

/// <summary>Puts the hook into a repository, and takes it out again.</summary>
internal sealed class HookInstallation(BareRepository repository)
{
    private const UnixFileMode Program =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public HookFolder Folder { get; } = new(repository.Folder.FullName);

    /// <summary>Git's own file.</summary>
    public string Hook => Path.Combine(repository.Hooks, "post-receive");

    /// <summary>Refuses a hook of somebody else that does not call ours.</summary>
    public void RefuseForeign()
    {
        if (!FilePath.IsBelow(Path.GetFullPath(Hook), repository.Folder.FullName))
        {
            throw HookErrors.HooksElsewhere(repository.Hooks);
        }

        if (Text() is { } text && text != HookScript.Hook && !HookScript.Calls(text))
        {
            throw HookErrors.ForeignHook(Hook, HookScript.LineForOthers);
        }
    }

    /// <summary>Writes the options, then what reads them.</summary>
    public void Install(HookOptions options)
    {
        RefuseForeign();
        try
        {
            Folder.Create();
            Directory.CreateDirectory(repository.Hooks);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw HookErrors.NotWritten(Folder.Repository, e);
        }

        HookFile.Write(Folder.Options, options);
        HookFile.Write(Folder.Script, HookScript.Text(OwnProgram.Command, options.Environment["DOTNET_ROOT"]), Program);
        if (Text() is null or HookScript.Hook)
        {
            HookFile.Write(Hook, HookScript.Hook, Program);
        }
    }

    /// <summary>Removes what is ours; answers whether somebody's own hook still calls it.</summary>
    public bool Remove()
    {
        var text = Text();
        try
        {
            if (text == HookScript.Hook)
            {
                File.Delete(Hook);
            }

            Folder.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw HookErrors.NotWritten(Folder.Repository, e);
        }

        return text is not null && text != HookScript.Hook && HookScript.Calls(text);
    }

    public void RequireInstalled()
    {
        if (!Folder.Exists)
        {
            throw HookErrors.NotInstalled(Folder.Repository);
        }
    }

    private string? Text()
    {
        try
        {
            return File.Exists(Hook) ? File.ReadAllText(Hook) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw HookErrors.Unreadable(Hook, e.Message, e);
        }
    }
}
