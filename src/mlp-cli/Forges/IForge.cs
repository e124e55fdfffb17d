namespace Mlp.Cli.Forges;

/// <summary>What pipelines tell the forge that runs them.</summary>
internal interface IForge : IDisposable
{
    /// <summary>As people call it.</summary>
    string Name { get; }

    /// <summary>Where it takes NuGet packages of this project.</summary>
    Uri Feed { get; }

    /// <summary>Leaves one comment on the merge request of this run: made once, and replaced from then on.</summary>
    /// <param name="mark">Tells it from other comments; nobody sees it.</param>
    /// <param name="text">In Markdown.</param>
    /// <param name="ct">Cancels it.</param>
    Task<ForgeAnswer> Comment(string mark, string text, Ct ct);

    /// <summary>Makes the page of a release, or replaces what an earlier call wrote there and nothing else.</summary>
    Task<ForgeAnswer> WriteReleasePage(string tag, string mark, string text, Ct ct);

    /// <summary>Says of a commit whether it passed.</summary>
    Task<ForgeAnswer> SetStatus(CommitVerdict verdict, Ct ct);

    /// <summary>Tells what serves in an environment now, or failed to.</summary>
    Task<ForgeAnswer> RecordDeployment(DeploymentNotice deployment, Ct ct);
}

/// <summary>What a commit is told to be.</summary>
/// <param name="Commit">Its id.</param>
/// <param name="Context">Who says so.</param>
/// <param name="IsGood">Whether it passed.</param>
/// <param name="Description">Why, in a line.</param>
internal sealed record CommitVerdict(string Commit, string Context, bool IsGood, string Description);

/// <summary>What a forge is told of a pair that was deployed.</summary>
/// <param name="Environment">The place, one for each pair.</param>
/// <param name="Commit">Of the code.</param>
/// <param name="Tag">Of the code.</param>
/// <param name="HasSucceeded">Whether it serves now.</param>
/// <param name="Description">What serves, or why it does not.</param>
/// <param name="Address">Where it is called; null where no browser reaches it.</param>
internal sealed record DeploymentNotice(string Environment, string Commit, string Tag, bool HasSucceeded, string Description, Uri? Address);
