using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Mlp.Server.Access;
using Mlp.Server.Hosting;
using Mlp.Wire;

namespace Mlp.Server.Documentation;

/// <summary>The OpenAPI document, from what the routes say of themselves, and the pages that show it.</summary>
internal static class ApiDocument
{
    private const string Scheme = "bearer";
    private const string ProblemResponse = "Problem";

    public static void Add(IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer(DescribeAll);
            options.AddOperationTransformer(DescribeOne);
            options.AddSchemaTransformer(DescribeText);
        });

    public static void Map(WebApplication app) => app.MapOpenApi().AllowEverybody().ExcludeFromDescription();

    // Its files lie in the assembly, so that it works without the internet.
    public static void UsePages(WebApplication app) =>
        app.UseSwaggerUI(pages =>
        {
            pages.DocumentTitle = "mlp registry";
            pages.RoutePrefix = "swagger";
            pages.SwaggerEndpoint("/openapi/v1.json", "v1");
        });

    private static async Task DescribeAll(OpenApiDocument document, OpenApiDocumentTransformerContext context, Ct ct)
    {
        document.Info = new()
        {
            Title = "mlp registry",
            Version = "v1",
            Description = "Model types, parameters, their compatibility, and what serves where. Errors are problems with a stable code.",
        };
        document.Servers = [];
        document.Tags = new HashSet<OpenApiTag>(document.Paths.Keys.Select(TagOf).Distinct(StringComparer.Ordinal).Select(tag => new OpenApiTag { Name = tag }));
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Scheme, Description = "A token of the registry, which begins with mlp_." },
        };
        document.AddComponent("Problem", await context.GetOrCreateSchemaAsync(typeof(Problem), null, ct));
        document.Components.Responses = new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal)
        {
            [ProblemResponse] = new OpenApiResponse
            {
                Description = "Refused or failed, with a stable code, the offending value and a remedy.",
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference("Problem", document) } },
            },
        };
    }

    private static Task DescribeOne(OpenApiOperation operation, OpenApiOperationTransformerContext context, Ct ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Tags = new HashSet<OpenApiTagReference> { new(TagOf("/" + context.Description.RelativePath), context.Document) };
        if (metadata.OfType<RequiredRole>().LastOrDefault() is { } required)
        {
            operation.Description = $"Role: {RoleText.Of(required.Role)}.";
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        }

        if (metadata.OfType<RawBody>().LastOrDefault() is { } body)
        {
            var bytes = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [body.ContentType] = new() { Schema = bytes } } };
        }

        operation.Parameters = [.. (operation.Parameters ?? []).Where(p => p.In != ParameterLocation.Query), .. metadata.OfType<QueryName>().Select(Parameter)];
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponseReference(ProblemResponse, context.Document);
        return Task.CompletedTask;
    }

    // The converters of texts and times hide from the framework that both are strings.
    private static Task DescribeText(OpenApiSchema schema, OpenApiSchemaTransformerContext context, Ct ct)
    {
        var type = context.JsonTypeInfo.Type;
        var isTime = (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset);
        if (isTime || type == typeof(string))
        {
            var mayBeNull = context.JsonPropertyInfo is { IsGetNullable: true } || Nullable.GetUnderlyingType(type) is not null;
            schema.Type = mayBeNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Format = isTime ? "date-time" : schema.Format;
        }

        return Task.CompletedTask;
    }

    private static string TagOf(string path)
    {
        var part = path.Replace("/api/v1", "", StringComparison.Ordinal).Trim('/').Split('/')[0];
        return part.Length == 0 ? "registry" : part;
    }

    private static IOpenApiParameter Parameter(QueryName query)
    {
        var schema = SchemaOf(Nullable.GetUnderlyingType(query.Type) ?? query.Type);
        return new OpenApiParameter { Name = query.Name, In = ParameterLocation.Query, Description = query.Description, Required = query.Required, Schema = schema };
    }

    private static OpenApiSchema SchemaOf(Type type) => type switch
    {
        _ when type.IsArray => new() { Type = JsonSchemaType.Array, Items = SchemaOf(type.GetElementType()!) },
        _ when type == typeof(int) => new() { Type = JsonSchemaType.Integer, Format = "int32", Minimum = 1.ToString(CultureInfo.InvariantCulture) },
        _ when type == typeof(long) => new() { Type = JsonSchemaType.Integer, Format = "int64" },
        _ when type == typeof(bool) => new() { Type = JsonSchemaType.Boolean },
        _ => new() { Type = JsonSchemaType.String },
    };
}
