using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.OpenApi;

namespace Exchange.Gateway.Api;

/// <summary>The OpenAPI document: what the routes alone do not describe.</summary>
internal static class ApiDocument
{
    private const string Token = "token";

    public static void Add(IServiceCollection services)
    {
        services.AddOpenApi(options =>
        {
            options.AddDocumentTransformer((document, _, _) => Describe(document));
            options.AddOperationTransformer((operation, context, _) => DescribeKey(operation, context.Description));
            options.AddOperationTransformer((operation, context, _) => DescribeFormer(operation, context.Description.RelativePath));
            options.AddSchemaTransformer((schema, context, _) => DescribeText(schema, context.JsonTypeInfo.Type));
        });
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.TypeInfoResolver = ProtocolJson.Options.TypeInfoResolver;
            json.DefaultIgnoreCondition = ProtocolJson.Options.DefaultIgnoreCondition;
            json.NumberHandling = JsonNumberHandling.Strict;
            json.RespectNullableAnnotations = true;
            json.RespectRequiredConstructorParameters = true;
            json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            foreach (var converter in ProtocolJson.Options.Converters)
                json.Converters.Add(converter);
        });
    }

    private static Task Describe(OpenApiDocument document)
    {
        document.Info = new()
        {
            Title = "Exchange gateway",
            Version = "v1",
            Description =
                "One country's gateway: submit, read and answer case messages, and inspect the links and the ledger. "
                + "Ids are UUIDs of version 7, digests SHA-256, times UTC with three decimals. Unknown members are refused; unknown values are left out, and never null.",
        };
        // The caller knows the address; it is no part of the committed document.
        document.Servers = [];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Token] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The token of a session (POST /api/v1/sessions), or the key of a machine.",
            },
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference(Token, document)] = [] }];
        return Task.CompletedTask;
    }

    // A parameter of the route group of a ledger's files, which the handlers do not declare.
    private static Task DescribeFormer(OpenApiOperation operation, string? path)
    {
        if (path?.Contains($"{{{LedgerFileEndpoints.Former}}}", StringComparison.Ordinal) is true)
        {
            operation.Parameters =
            [
                .. operation.Parameters ?? [],
                new OpenApiParameter
                {
                    Name = LedgerFileEndpoints.Former,
                    In = ParameterLocation.Path,
                    Required = true,
                    Description = "A former ledger, as in the list of them.",
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            ];
        }

        return Task.CompletedTask;
    }

    // What sends a message or begins a draft must have one. What replaces or deletes names a version, and does nothing twice without a key
    // either; what gives a secret may be asked for anew.
    private static Task DescribeKey(OpenApiOperation operation, ApiDescription route)
    {
        foreach (
            var key in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Name == Routes.IdempotencyKey)
        )
        {
            var givesSecret = route.ParameterDescriptions.Any(IsOptionalKey);
            key.Required = route.HttpMethod == HttpMethods.Post && !givesSecret;
            key.Description =
                "1 to 128 printable characters, new for each thing that is wanted done. The same key with the same bytes gives "
                    + (givesSecret ? "the problem already-done." : "the same answer again.");
        }

        return Task.CompletedTask;
    }

    private static bool IsOptionalKey(ApiParameterDescription parameter) =>
        parameter.Name == Routes.IdempotencyKey
        && parameter.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo.HasDefaultValue: true };

    private static Task DescribeText(OpenApiSchema schema, Type type)
    {
        schema.Type &= ~JsonSchemaType.Null;
        var text = Nullable.GetUnderlyingType(type) ?? type;
        if (text == typeof(DateTimeOffset))
            Text(schema, @"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$", "date-time");
        else if (text == typeof(Guid))
            Text(schema, "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", "uuid");
        else if (text == typeof(Digest))
            Text(schema, "^sha256:[0-9a-f]{64}$");
        else if (text == typeof(PartyName))
            Text(schema, "^[A-Z]{3}(-[A-Z0-9]{1,16})?$");
        else if (text.IsEnum && text != typeof(ReceiptCode))
            Codes(schema, text);
        else if (text == typeof(ProblemDetails))
            Problem(schema);
        return Task.CompletedTask;
    }

    private static void Text(OpenApiSchema schema, string pattern, string? format = null) =>
        (schema.Type, schema.Pattern, schema.Format) = (JsonSchemaType.String, pattern, format);

    private static void Codes(OpenApiSchema schema, Type type)
    {
        schema.Type = JsonSchemaType.String;
        var names = (string)typeof(CodeNames<>).MakeGenericType(type).GetProperty(nameof(CodeNames<>.All))!.GetValue(null)!;
        schema.Enum = [.. names.Split(", ").Select(name => (JsonNode)name)];
    }

    // RFC 9457, with the members that every problem of this API has.
    private static void Problem(OpenApiSchema schema)
    {
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>();
        schema.Properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable code of the problem." };
        schema.Properties["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "All faults of a submission.",
            Items = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema>
                {
                    ["code"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Integer,
                        Description = "Receipt code that the fault has on the wire.",
                    },
                    ["pointer"] = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        Description = "JSON pointer (RFC 6901) to the member.",
                    },
                    ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            },
        };
    }
}
