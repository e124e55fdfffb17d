using Mlp.Wire;

namespace Mlp;

/// <summary>Where a pair is called. It is found through the registry, and found again when nobody answers there any more.</summary>
internal sealed class ServiceEndpoint
{
    // What the registry answers where nothing serves the pair.
    private const string NothingServesThere = "MLP5103";
    private readonly RegistryChannel _channel;
    private readonly DeploymentsApi _deployments;
    private readonly ServiceQuestion _question;
    private volatile Uri _address;

    private ServiceEndpoint(RegistryChannel channel, DeploymentsApi deployments, ServiceQuestion question, Uri address) =>
        (_channel, _deployments, _question, _address) = (channel, deployments, question, address);

    public Uri Address => _address;

    public static async Task<ServiceEndpoint> Find(RegistryChannel channel, DeploymentsApi deployments, ServiceQuestion question, Ct ct) =>
        new(channel, deployments, question, await Ask(channel, deployments, question, ct));

    /// <summary>Sends one input and reads one output.</summary>
    public Task<T> Predict<T>(byte[] input, Func<Stream, Ct, Task<T>> read, Ct ct) => _channel.Retry.Run(
        async again =>
        {
            try
            {
                return await _channel.AskService(new Uri(_address.AbsoluteUri.TrimEnd('/') + "/predict"), input, read, again);
            }
            catch (MlpException e) when (e.IsTransient || e.Code == NothingServesThere)
            {
                _address = await Ask(_channel, _deployments, _question, again);
                throw;
            }
        },
        ct);

    private static async Task<Uri> Ask(RegistryChannel channel, DeploymentsApi deployments, ServiceQuestion question, Ct ct)
    {
        var serving = await deployments.ListAsync(question.Type, question.Parameters, question.Target, state: DeploymentState.Serving, ct: ct).ToListAsync(ct);
        var found = serving.FirstOrDefault(each => question.Version is null || each.ParametersVersion == question.Version.ToString())
            ?? throw NothingServes(question, serving);
        return found.Endpoint switch
        {
            null => throw new MlpException(ClientErrors.NothingServes, $"the record does not say where '{question.Type}' with '{question.Parameters}' is called on {found.Target}", found.Target, "deploy it with an endpoint"),
            ['/', ..] own => new(channel.Connection.Address, own.TrimStart('/')),
            { } other => new(other),
        };
    }

    private static MlpException NothingServes(ServiceQuestion question, List<Deployment> serving) => new(
        ClientErrors.NothingServes,
        serving.Count == 0
            ? $"nothing serves '{question.Type}' with '{question.Parameters}'{(question.Target is null ? "" : $" on {question.Target}")}"
            : $"'{question.Type}' serves with '{question.Parameters}' {string.Join(", ", serving.Select(each => each.ParametersVersion))}, not {question.Version}",
        question.Version?.ToString() ?? $"{question.Type}/{question.Parameters}",
        "deploy it: mlp deploy; 'mlp status' lists what serves");
}

/// <summary>Which service is meant; no version is whichever serves, no target any.</summary>
internal sealed record ServiceQuestion(string Type, string Parameters, ParametersVersion? Version, string? Target);
