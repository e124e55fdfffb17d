using System.Net;
using Mlp.Server.Tests.Hosting;
using Mlp.Testing.Publishing;
using Mlp.Testing.Services;
using Mlp.Wire;

namespace Mlp.Server.Tests.Search;

public sealed class SqliteSearchTests : SearchTests
{
    protected override Task<string?> Database() => Task.FromResult<string?>(null);
}

public sealed class PostgresSearchTests(RealServices services) : SearchTests
{
    protected override async Task<string?> Database() => await (await services.Postgres).CreateDatabase();
}

/// <summary>What is found by words, and what is told of filters that name nothing.</summary>
public abstract class SearchTests : IAsyncLifetime
{
    private const string Project = "git.example.org/beams/search";
    private TestRegistry _registry = null!;
    private HttpClient _admin = null!;

    protected abstract Task<string?> Database();

    public async ValueTask InitializeAsync()
    {
        var database = await Database();
        _registry = await TestRegistry.Start(settings => settings with { Database = database });
        _admin = await _registry.As("admin");
        await Register("1.0.0", new("beam_line", "A", Description: "Steers the Proton beam of \u00c4rmel 100%"), new("lead_ions", "B", Description: "steers lead"), new("silent", "C"));
        var archive = (await TestArchive.Make()).Numbered(1);
        var request = new CreateParametersVersion(Digest.Of(archive).Text, "beam_line", "1.0.0", Metadata: new Dictionary<string, string> { ["run"] = "7" });
        await Publisher.PublishOnce(_admin, "beam_weights", request, archive, key: null, Ct.None);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _registry.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("beam", "beam_line beam_weights")]
    [InlineData("STEERS", "beam_line lead_ions")]
    [InlineData("beam steers", "beam_line")]
    [InlineData("proton  LINE ste", "beam_line")]
    [InlineData("proton lead", "")]
    [InlineData("weights beam", "beam_weights")]
    [InlineData("\u00e4RMEL", "beam_line")]
    [InlineData("\u00c4rmel", "beam_line")]
    [InlineData("100%", "beam_line")]
    [InlineData("1%0", "")]
    [InlineData("m_l", "beam_line")]
    [InlineData("e_m", "")]
    [InlineData("silent", "silent")]
    public async Task All_words_must_be_there_in_any_order_and_case(string text, string found)
    {
        var hits = (await (await _admin.GetAsync($"/api/v1/search?text={Uri.EscapeDataString(text)}")).Read<Page<SearchHit>>()).Items;
        Assert.Equal(found, string.Join(' ', hits.Select(hit => hit.Name)));
        var types = (await (await _admin.GetAsync($"/api/v1/types?text={Uri.EscapeDataString(text)}")).Read<Page<ModelType>>()).Items.Select(type => type.Name);
        var parameters = (await (await _admin.GetAsync($"/api/v1/parameters?text={Uri.EscapeDataString(text)}")).Read<Page<ParametersName>>()).Items.Select(name => name.Name);
        Assert.Equal(found, string.Join(' ', types.Concat(parameters)));
    }

    [Theory]
    [InlineData("weights beam", 1)]
    [InlineData("beam lead", 0)]
    public async Task Words_narrow_what_metadata_finds(string text, int count) =>
        Assert.Equal(count, (await (await _admin.GetAsync($"/api/v1/search?metadata=run%3D7&text={Uri.EscapeDataString(text)}")).Read<Page<SearchHit>>()).Items.Count);

    [Fact]
    public async Task A_new_description_is_found_and_the_old_one_is_not()
    {
        await Register("1.1.0", new("beam_line", "A", Description: "Bends electrons"), new("silent", "C"));
        var found = (await (await _admin.GetAsync("/api/v1/search?text=electrons%20line")).Read<Page<SearchHit>>()).Items;
        Assert.Equal("Bends electrons", Assert.Single(found).Description);
        Assert.Empty((await (await _admin.GetAsync("/api/v1/search?text=proton")).Read<Page<SearchHit>>()).Items);
        Assert.Single((await (await _admin.GetAsync("/api/v1/search?text=silent")).Read<Page<SearchHit>>()).Items);
    }

    [Theory]
    [InlineData("types?project=git.example.org/nosuch", "git.example.org/nosuch")]
    [InlineData("parameters?project=git.example.org/nosuch", "git.example.org/nosuch")]
    [InlineData("pairs?project=git.example.org/nosuch", "git.example.org/nosuch")]
    [InlineData("pairs?type=nosuch", "nosuch")]
    [InlineData("pairs?type=beam_line&parameters=nosuch", "nosuch")]
    [InlineData("compatibility?type=nosuch", "nosuch")]
    [InlineData("compatibility?type=beam_line&typeVersion=9.9.9", "beam_line@9.9.9")]
    [InlineData("compatibility?parameters=beam_weights&parametersVersion=9.9", "beam_weights@9.9")]
    [InlineData("releases?project=git.example.org/nosuch", "git.example.org/nosuch")]
    [InlineData("deployments?type=nosuch", "nosuch")]
    [InlineData("deployments?parameters=nosuch", "nosuch")]
    [InlineData("grants?name=nosuch", "nosuch")]
    [InlineData("grants?kind=parameters&name=beam_line", "beam_line")]
    public async Task A_filter_that_names_nothing_says_so(string route, string named)
    {
        var answer = await _admin.GetAsync($"/api/v1/{route}");
        var problem = await answer.Problem();
        Assert.Equal((HttpStatusCode.NotFound, "MLP1007", named), (answer.StatusCode, problem.Code, problem.Value));
    }

    [Theory]
    [InlineData("types?project=git.example.org/beams/search", 3)]
    [InlineData("pairs?type=beam_line&parameters=beam_weights&project=git.example.org/beams/search", 1)]
    [InlineData("pairs?type=silent", 0)]
    [InlineData("compatibility?type=beam_line&typeVersion=1.0.0&parametersVersion=1.0&parameters=beam_weights", 1)]
    [InlineData("releases?project=git.example.org/beams/search&tag=v9.9.9", 0)]
    [InlineData("deployments?type=beam_line&target=nowhere", 0)]
    [InlineData("grants?name=beam_line", 0)]
    [InlineData("grants?name=beam_weights", 0)]
    public async Task A_filter_that_names_what_is_there_answers_what_fits(string route, int count) =>
        Assert.Equal(count, (await (await _admin.GetAsync($"/api/v1/{route}")).Read<Page<System.Text.Json.JsonElement>>()).Items.Count);

    private async Task Register(string version, params ReleasedModel[] models)
    {
        var request = new OpenRelease(Project, "dotnet", $"v{version}", new('a', 40), new('b', 40), null, models);
        var opened = await _admin.Post<OpenedRelease>("/api/v1/releases", request);
        await _admin.Post<CompletedRelease>($"/api/v1/releases/{opened.Release.Id}/complete", new CompleteRelease());
    }
}
