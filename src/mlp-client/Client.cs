using System.Reflection;
using Mlp.Models;
using Mlp.Wire;

namespace Mlp;

/// <summary>The registry, as programs see it: publish parameters, find them, and run models in this process.</summary>
/// <remarks>Any number of threads may use one client. Everything it says goes to one registry; see <see cref="Registry"/> for which.</remarks>
public sealed class Client : IDisposable
{
    private readonly RegistryChannel _channel;
    private readonly ClientFolders _folders;
    private readonly TimeProvider _clock;
    private readonly RegisteredVersions _registered;

    /// <summary>A client of the registry that the environment or the configuration file names, else of the local one.</summary>
    public Client()
        : this(new ClientOptions())
    {
    }

    /// <summary>A client of one registry.</summary>
    /// <param name="registry">A profile of the configuration file, such as <c>pro</c>, or an address.</param>
    /// <param name="token">The bearer token; without one, that of the environment or the profile.</param>
    public Client(string registry, string? token = null)
        : this(new ClientOptions { Registry = registry, Token = token })
    {
    }

    /// <summary>A client with options.</summary>
    public Client(ClientOptions options)
        : this(options, ClientEnvironment.Current)
    {
    }

    internal Client(ClientOptions options, ClientEnvironment environment)
        : this(options, environment, new ConnectionResolution(options, environment).Resolve())
    {
    }

    internal Client(ClientOptions options, ClientEnvironment environment, RegistryConnection connection)
    {
        _channel = new(connection, options, environment);
        _folders = ClientFolders.From(options, environment);
        _clock = options.Clock;
        Types = new(_channel);
        Parameters = new(_channel, _folders);
        Compatibility = new(_channel);
        Blobs = new(_channel);
        Releases = new(_channel);
        Deployments = new(_channel);
        Events = new(_channel);
        Webhooks = new(_channel);
        Tokens = new(_channel);
        Grants = new(_channel);
        _registered = new(Types);
    }

    /// <summary>In place of a version: the registry generates it when publishing, and the latest that fits is taken when using.</summary>
    public static ParametersVersionChoice Auto => ParametersVersionChoice.Auto;

    /// <summary>The address of the registry.</summary>
    public string Registry => _channel.Connection.Name;

    /// <summary>Model types and their versions.</summary>
    public TypesApi Types { get; }

    /// <summary>Parameters, their versions and their contents.</summary>
    public ParametersApi Parameters { get; }

    /// <summary>Which versions fit, and why.</summary>
    public CompatibilityApi Compatibility { get; }

    /// <summary>Bytes by their digest.</summary>
    public BlobsApi Blobs { get; }

    /// <summary>Releases.</summary>
    public ReleasesApi Releases { get; }

    /// <summary>What served where.</summary>
    public DeploymentsApi Deployments { get; }

    /// <summary>The audit log.</summary>
    public EventsApi Events { get; }

    /// <summary>Webhooks.</summary>
    public WebhooksApi Webhooks { get; }

    /// <summary>Tokens.</summary>
    public TokensApi Tokens { get; }

    /// <summary>Grants.</summary>
    public GrantsApi Grants { get; }

    /// <summary>The registry that answers.</summary>
    public Task<ServerInfo> InfoAsync(Ct ct = default) => _channel.Get<ServerInfo>("", ct);

    /// <summary>Whom the registry takes this client for.</summary>
    public Task<Identity> WhoAmIAsync(Ct ct = default) => _channel.Get<Identity>("whoami", ct);

    /// <summary>Searches model types, parameters and their versions.</summary>
    /// <param name="text">Words of a name or of a model type's description; all have to be there, in any order and in upper or lower case.</param>
    /// <param name="metadata">Keys and values that all have to be there.</param>
    /// <param name="ct">Cancels.</param>
    public IAsyncEnumerable<SearchHit> SearchAsync(string? text = null, IReadOnlyDictionary<string, string>? metadata = null, Ct ct = default) =>
        _channel.List<SearchHit>(Route.Query("search", [("text", text), .. Filter.By(metadata)]), ct: ct);

    /// <summary>Publishes the parameters that a model has now as a new version.</summary>
    /// <param name="model">The model. Its class is declared with <see cref="MlpModelAttribute"/>.</param>
    /// <param name="name">The parameters name.</param>
    /// <param name="version">The version, as in <c>ParametersVersion.Parse("1.4")</c>, or <see cref="Auto"/>.</param>
    /// <param name="metadata">Searchable keys and values.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="modelVersion">The version of the model type, where the assembly does not say it.</param>
    /// <param name="inherit">Whether the new version inherits compatibility.</param>
    /// <param name="declaredBy">The assembly that declares the class as a model, where it is not the class's own.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The version that was created.</returns>
    /// <exception cref="MlpException">It was not published; where a version was ambiguous, or is not registered, <see cref="MlpException.Choices"/> says what there is.</exception>
    public Task<ParametersVersionInfo> PublishModelParametersVersionAsync(
        IModel model,
        string name,
        ParametersVersionChoice version = default,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<TransferProgress>? progress = null,
        string? modelVersion = null,
        bool inherit = true,
        Assembly? declaredBy = null,
        Ct ct = default)
    {
        var local = LocalModel.Of(model.GetType(), modelVersion, declaredBy);
        return Publication.Publish(model, local, new(name, version.Version, metadata, inherit), progress, ct);
    }

    /// <summary>Publishes a folder, or a single file, as a new version of parameters.</summary>
    /// <param name="folder">What holds the parameters.</param>
    /// <param name="name">The parameters name.</param>
    /// <param name="type">The model type they are for.</param>
    /// <param name="typeVersion">Its version.</param>
    /// <param name="version">The version, as in <c>ParametersVersion.Parse("1.4")</c>, or <see cref="Auto"/>.</param>
    /// <param name="metadata">Searchable keys and values.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="inherit">Whether the new version inherits compatibility.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The version that was created.</returns>
    public Task<ParametersVersionInfo> PublishParametersAsync(
        string folder,
        string name,
        string type,
        string typeVersion,
        ParametersVersionChoice version = default,
        IReadOnlyDictionary<string, string>? metadata = null,
        IProgress<TransferProgress>? progress = null,
        bool inherit = true,
        Ct ct = default) =>
        Publication.Publish(folder, LocalModel.Named(type, typeVersion), new(name, version.Version, metadata, inherit), progress, ct);

    /// <summary>Makes a model in this process, with parameters that fit its class.</summary>
    /// <typeparam name="TModel">The model class, declared with <see cref="MlpModelAttribute"/>.</typeparam>
    /// <param name="parametersName">The parameters name.</param>
    /// <param name="version">The version, or <see cref="Auto"/> for the latest that fits.</param>
    /// <param name="progress">Is told how far the download is.</param>
    /// <param name="modelVersion">The version of the model type, where the assembly does not say it.</param>
    /// <param name="declaredBy">The assembly that declares the class as a model, where it is not the class's own.</param>
    /// <param name="ct">Cancels.</param>
    /// <remarks>Parameters come from the cache where they are there; when the registry cannot be reached, so does the last answer for what fits.</remarks>
    public async Task<EmbeddedModel<TModel>> CreateModelAsync<TModel>(
        string parametersName,
        ParametersVersionChoice version = default,
        IProgress<TransferProgress>? progress = null,
        string? modelVersion = null,
        Assembly? declaredBy = null,
        Ct ct = default)
        where TModel : class, IModel, new()
    {
        var local = LocalModel.Of(typeof(TModel), modelVersion, declaredBy);
        var found = await Versions.Find(local, parametersName, version.Version, ct);
        return await Loader<TModel>(local).Load(found, progress, ct);
    }

    /// <summary>Makes a model in this process that stays current: new versions that fit are swapped in, and no prediction notices.</summary>
    /// <typeparam name="TModel">The model class, declared with <see cref="MlpModelAttribute"/>.</typeparam>
    /// <param name="parametersName">The parameters name.</param>
    /// <param name="options">How often to look, and whom to tell.</param>
    /// <param name="modelVersion">The version of the model type, where the assembly does not say it.</param>
    /// <param name="declaredBy">The assembly that declares the class as a model, where it is not the class's own.</param>
    /// <param name="ct">Cancels the first load; disposing stops the watching.</param>
    /// <remarks>The client must live as long as the model.</remarks>
    public async Task<WatchedModel<TModel>> WatchModelAsync<TModel>(
        string parametersName,
        WatchOptions? options = null,
        string? modelVersion = null,
        Assembly? declaredBy = null,
        Ct ct = default)
        where TModel : class, IModel, new()
    {
        var local = LocalModel.Of(typeof(TModel), modelVersion, declaredBy);
        var (versions, loader) = (Versions, Loader<TModel>(local));
#pragma warning disable CA2000 // Belongs to the watched model.
        var first = await loader.Load(await versions.Find(local, parametersName, version: null, ct), progress: null, ct);
#pragma warning restore CA2000
        return new(first, stop => versions.Ask(local, parametersName, version: null, attempts: null, stop), loader, options ?? new(), _clock);
    }

    /// <summary>A model that runs as a service, found through the registry.</summary>
    /// <typeparam name="TInput">What a prediction takes: the model's input type, or one that looks the same in JSON.</typeparam>
    /// <typeparam name="TOutput">What it answers.</typeparam>
    /// <param name="type">The model type.</param>
    /// <param name="parametersName">The parameters name.</param>
    /// <param name="version">The version of the parameters that has to serve, or <see cref="Auto"/> for whichever does.</param>
    /// <param name="target">Where it has to serve, if that matters.</param>
    /// <param name="fallback">Answers when the service does not, such as an embedded model.</param>
    /// <param name="ct">Cancels.</param>
    /// <remarks>The client must live as long as the model.</remarks>
    public async Task<StandaloneModel<TInput, TOutput>> CreateStandaloneModelAsync<TInput, TOutput>(
        string type,
        string parametersName,
        ParametersVersionChoice version = default,
        string? target = null,
        IPredictor<TInput, TOutput>? fallback = null,
        Ct ct = default) =>
        new(await ServiceEndpoint.Find(_channel, Deployments, new(Name.Parse(type).Text, Name.Parse(parametersName).Text, version.Version, target), ct), fallback);

    /// <summary>Predicts with a model that runs as a service, in JSON as it comes.</summary>
    internal async Task<byte[]> PredictAsync(string type, string parameters, string? target, byte[] input, Ct ct) =>
        await (await ServiceEndpoint.Find(_channel, Deployments, new(type, parameters, null, target), ct)).Predict(
            input,
            async (answer, token) =>
            {
                using var bytes = new MemoryStream();
                await answer.CopyToAsync(bytes, token);
                return bytes.ToArray();
            },
            ct);

    /// <inheritdoc />
    public void Dispose() => _channel.Dispose();

    private Publication Publication => new(_channel, _registered, _folders);

    private CompatibleVersions Versions => new(_channel, _registered, new(_channel.Connection, _folders));

    private ModelLoader<TModel> Loader<TModel>(LocalModel local)
        where TModel : class, IModel, new() => new(() => new TModel(), local, new(_channel, _folders, _clock));
}
