using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Mlp.Wire;

namespace Mlp.Server.Tests.Hosting;

/// <summary>Reads answers, and holds every problem to its form.</summary>
internal static class Answers
{
    public static async Task<Problem> Problem(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{(int)response.StatusCode} {text}");
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Mlp.", text, StringComparison.Ordinal);
        var problem = JsonSerializer.Deserialize<Problem>(text, WireJson.Options)!;
        Assert.Equal((int)response.StatusCode, problem.Status);
        Assert.NotEmpty(problem.TraceId!);
        return problem;
    }

    public static async Task Refuses(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var problem = await response.Problem();
        Assert.Equal((status, code), (response.StatusCode, problem.Code));
    }

    public static async Task<T> Read<T>(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonSerializer.Deserialize<T>(text, WireJson.Options)!;
    }

    public static async Task<T> Post<T>(this HttpClient client, string route, object body) =>
        await (await client.PostAsJsonAsync(route, body, WireJson.Options)).Read<T>();
}
