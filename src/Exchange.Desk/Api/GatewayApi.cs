using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Client;

namespace Exchange.Desk.Api;

/// <summary>The gateway's API, as the person who asks: its session's token goes with every call.</summary>
internal sealed partial class GatewayApi(HttpClient http, IHttpContextAccessor accessor)
{
    /// <summary>True once a list said that there may be entries that are withheld from the person.</summary>
    public bool HasWithheld { get; private set; }

    /// <exception cref="GatewayRefusal">The gateway has refused.</exception>
    /// <exception cref="GatewayUnreachable">There was no answer.</exception>
    public async Task<T> GetAsync<T>(string path) => (await GetPageAsync<T>(path)).Page;

    /// <summary>Gets a page of a list, and the query of the next one (RFC 8288); null at the end.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<(T Page, string? Next)> GetPageAsync<T>(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request);
        HasWithheld |= response.Headers.Contains(ApiHeaders.Withheld);
        var link = response.Headers.TryGetValues("Link", out var links) ? NextPage().Match(string.Join(", ", links)) : Match.Empty;
        return (await ReadAsync<T>(response), link.Success ? link.Groups[1].Value : null);
    }

    /// <summary>Posts JSON. The same key makes a repeated request the same one.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<T> PostAsync<T>(string path, byte[] json, Guid? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new("application/json");
        if (idempotencyKey is { } key)
            request.Headers.Add("Idempotency-Key", MessageId.Write(key));
        using var response = await SendAsync(request);
        return response.StatusCode == HttpStatusCode.NoContent ? default! : await ReadAsync<T>(response);
    }

    /// <inheritdoc cref="PostAsync{T}(string, byte[], Guid?)"/>
    public Task<T> PostAsync<T>(string path, object? body = null) =>
        PostAsync<T>(path, body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ProtocolJson.Options));

    /// <inheritdoc cref="GetAsync"/>
    public async Task DeleteAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, path);
        using var response = await SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        var context = accessor.HttpContext!;
        if (context.User.FindFirst(Security.SessionCookie.Token)?.Value is { } token)
            request.Headers.Authorization = new("Bearer", token);
        try
        {
            var response = await http.SendAsync(request, context.RequestAborted);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                throw await GatewayRefusal.OfAsync(response);
        }
        catch (HttpRequestException exception)
        {
            throw new GatewayUnreachable(exception.InnerException is UntrustedGatewayException untrusted ? untrusted.Message : exception.Message, exception);
        }
        catch (OperationCanceledException exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new GatewayUnreachable("There was no answer in time.", exception);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ProtocolJson.Options) ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new GatewayUnreachable("What answered is not a gateway of this version.", exception);
        }
    }

    [GeneratedRegex("<[^>?]*(\\?[^>]*)>; rel=\"next\"")]
    private static partial Regex NextPage();
}

/// <summary>The gateway has refused a request (RFC 9457).</summary>
internal sealed class GatewayRefusal(HttpStatusCode status, string code, string title, string? detail, IReadOnlyList<GatewayFault> faults) : Exception(title)
{
    public HttpStatusCode Status => status;

    /// <summary>The stable code of the problem, such as <c>not-found</c>.</summary>
    public string Code => code;
    public string? Detail => detail;

    /// <summary>Each fault of what was submitted.</summary>
    public IReadOnlyList<GatewayFault> Faults => faults;

    public static async Task<GatewayRefusal> OfAsync(HttpResponseMessage response)
    {
        JsonObject? problem = null;
        try
        {
            problem = JsonNode.Parse(await response.Content.ReadAsStringAsync()) as JsonObject;
        }
        catch (JsonException)
        {
            // It gave no reason.
        }

        return new(
            response.StatusCode,
            Text(problem, "code") ?? "no-reason",
            Text(problem, "title") ?? $"The gateway answered {(int)response.StatusCode} and gave no reason.",
            Text(problem, "detail"),
            [.. (problem?["errors"] as JsonArray ?? []).OfType<JsonObject>().Select(fault => new GatewayFault(Text(fault, "pointer") ?? "", Text(fault, "detail") ?? "", Text(fault, "code")))]);
    }

    private static string? Text(JsonObject? document, string member) => document?[member] is JsonValue value ? value.ToString() : null;
}

/// <summary>A fault of a submission.</summary>
/// <param name="Pointer">Where it is (JSON pointer).</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Code">The code that it has in receipts.</param>
internal sealed record GatewayFault(string Pointer, string Text, string? Code);

/// <summary>The gateway did not answer, or what answered could not be verified.</summary>
internal sealed class GatewayUnreachable(string message, Exception inner) : Exception(message, inner);
