using Mlp.Serving.Hosting;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace Mlp.Serving.Documentation;

/// <summary>The page that shows the OpenAPI document. Its files lie in the assembly, so that it works without the internet.</summary>
internal static class SwaggerPage
{
    private const string Resources = "Swashbuckle.AspNetCore.SwaggerUI.node_modules.swagger_ui_dist.";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["swagger-ui.css"] = "text/css",
        ["swagger-ui-bundle.js"] = "text/javascript",
        ["favicon-32x32.png"] = "image/png",
    };

    // Addresses are relative, because a gateway may serve all of this below a path of its own.
    private static ReadOnlySpan<byte> Page => """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"><title>model</title>
        <link rel="stylesheet" href="swagger-ui.css"><link rel="icon" type="image/png" href="favicon-32x32.png">
        </head>
        <body>
        <div id="page"></div>
        <script src="swagger-ui-bundle.js"></script>
        <script>SwaggerUIBundle({ url: "../openapi/v1.json", dom_id: "#page" });</script>
        </body>
        </html>

        """u8;

    public static void Answer(Exchange exchange, string file)
    {
        if (exchange.Path == "/swagger")
        {
            exchange.AnswerHeaders.Location = "swagger/";
            exchange.Answer(301, "text/plain", "see swagger/\n"u8);
        }
        else if (file is "" or "index.html")
        {
            exchange.Answer(200, "text/html; charset=utf-8", Page);
        }
        else if (Types.TryGetValue(file, out var type))
        {
            Send(exchange, file, type);
        }
        else
        {
            throw new Refusal(ErrorCode.NoSuchRoute, "there is no such file", exchange.Path, "the page is /swagger/");
        }
    }

    private static void Send(Exchange exchange, string file, string type)
    {
        using var resource = typeof(SwaggerUIOptions).Assembly.GetManifestResourceStream(Resources + file)
            ?? throw new InvalidOperationException($"the page's file {file} is missing in its package");
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        if (bytes is [0x1f, 0x8b, ..])
        {
            exchange.AnswerHeaders.ContentEncoding = "gzip"; // As the package keeps them.
        }

        exchange.AnswerHeaders.CacheControl = "max-age=3600";
        exchange.Answer(200, type, bytes);
    }
}
