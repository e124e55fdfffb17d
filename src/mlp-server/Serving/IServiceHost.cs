namespace Mlp.Server.Serving;

/// <summary>Something that can run models.</summary>
internal interface IServiceHost // LocalProcesses, DockerContainers
{
    /// <summary>What it is called in deployments.</summary>
    string Target { get; }

    /// <summary>
    /// Removes what was left behind, by an earlier server or where it could not be reached, and nothing else. It is asked again and again, and has done with it
    /// where nothing is left; where that cannot be told at the moment it is a <see cref="RolloutException"/>.
    /// </summary>
    /// <param name="wanted">The deployments that are to be served.</param>
    /// <param name="ct">Cancels.</param>
    Task Clean(IReadOnlySet<long> wanted, Ct ct);

    /// <summary>The registry ends: what can run without it is from now on left running where it would be stopped, for the next server to find.</summary>
    void Leave();

    /// <summary>Starts a model, or finds it running, and answers once it is ready and has answered a prediction. What speaks against it is thrown as a <see cref="RolloutException"/>.</summary>
    Task<IService> Start(Placement placement, Ct ct);
}

/// <summary>A model that runs.</summary>
internal interface IService
{
    /// <summary>Takes its requests.</summary>
    Backend Backend { get; }

    /// <summary>The digest of the serving layer that it runs on.</summary>
    string? Serving { get; }

    /// <summary>Ends when it does, with what it said at last; while it runs it does not end.</summary>
    Task<string> Ended { get; }

    /// <summary>Lets it finish what it is at, and ends it.</summary>
    Task Stop();
}
