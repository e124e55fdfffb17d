using Mlp.Server.Hosting;

namespace Mlp.Server.Documentation;

/// <summary>
/// The page that shows and tries out the routes of a model behind the gateway. A browser sends no token where it is only led to an address, so that the
/// page is open to all; it is the same for every pair, holds no data, and is the registry's own. What it shows it asks for with the token that it is given.
/// </summary>
internal static class ModelPage
{
    // The document of a model is made by what serves it: nothing in it may become code, or lead elsewhere.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
    private const string Start = "model.html";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [Start] = "text/html; charset=utf-8",
        ["model.css"] = "text/css",
        ["model.js"] = "text/javascript",
    };

    public static void Map(WebApplication app) =>
        app.MapGet("/serve/{type}/{parameters}/swagger/{file?}", (RequestDelegate)Answer).AllowEverybody().WithMetadata(new AnyQuery()).WithSummary("The page that shows a model's routes and tries them out").ExcludeFromDescription();

    private static Task Answer(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var file = $"{request.RouteValues["file"]}";
        if (file.Length == 0 && !request.Path.Value!.EndsWith('/'))
        {
            response.Redirect("swagger/");
            return Task.CompletedTask;
        }

        file = file is "" or "index.html" ? Start : file;
        return Types.TryGetValue(file, out var type) ? Send(response, file, type) : throw new Refusal(ErrorCode.NoSuchRoute, "there is no such file", request.Path.ToUriComponent(), "the page is swagger/");
    }

    private static async Task Send(HttpResponse response, string file, string type)
    {
        await using var content = typeof(ModelPage).Assembly.GetManifestResourceStream($"pages/{file}") ?? throw new InvalidOperationException($"the page's file {file} is missing in its assembly");
        (response.ContentType, response.ContentLength) = (type, content.Length);
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        await content.CopyToAsync(response.Body, response.HttpContext.RequestAborted);
    }
}
