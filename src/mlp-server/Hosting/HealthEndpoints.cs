namespace Mlp.Server.Hosting;

/// <summary>Whether the process lives, and whether it can serve: nothing else, because anybody may ask.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication app)
    {
        var health = app.MapGroup("/health").AllowEverybody().WithMetadata(new HealthCheck());
        health.MapGet("/live", () => TypedResults.Text("live\n")).WithSummary("Answers while the process lives");
        health.MapGet("/ready", Ready).Produces(StatusCodes.Status200OK, contentType: "text/plain").WithSummary("Answers 200 while database and blobs answer");
    }

    private static async Task<IResult> Ready(Readiness readiness, Ct ct) =>
        await readiness.Check(ct)
            ? TypedResults.Text("ready\n")
            : throw new Refusal(ErrorCode.Unavailable, "the registry's database or blob store does not answer", remedy: "try again; the operator finds the reason in the log");
}
