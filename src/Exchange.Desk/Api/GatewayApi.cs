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

    /// <summary>
    /// Gets what one part of a page shows. A session that has ended, or a person without the right, concerns the whole page.
    /// </summary>
    /// <exception cref="GatewayRefusal">The person may not see this page.</exception>
    public async Task<Section<T>> TryGetAsync<T>(string path)
        where T : class
    {
        try
        {
            var (value, next) = await GetPageAsync<T>(path);
            return new(value, null) { Next = next };
        }
        catch (GatewayRefusal refusal) when (refusal.Status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            return new(null, refusal.At(""));
        }
        catch (GatewayUnreachable unreachable)
        {
            return new(null, unreachable.Fault);
        }
    }

    /// <summary>Whether the gateway is ready; it says so also while it does not know its callers.</summary>
    public async Task<Section<Readiness>> ReadinessAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "health/ready");
            using var response = await SendAsync(request, HttpStatusCode.ServiceUnavailable);
            return new(await ReadAsync<Readiness>(response), null);
        }
        catch (GatewayUnreachable unreachable)
        {
            return new(null, unreachable.Fault);
        }
    }

    /// <summary>Gets something that is changed, with its ETag.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<(T Value, string Tag)> GetTaggedAsync<T>(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request);
        return (await ReadAsync<T>(response), response.Headers.ETag?.ToString() ?? "");
    }

    /// <summary>Writes over the version that the tag names, and only over that.</summary>
    /// <returns>The new ETag.</returns>
    /// <inheritdoc cref="GetAsync"/>
    public Task<(T Value, string Tag)> PutAsync<T>(string path, object body, string tag) =>
        SendTaggedAsync<T>(HttpMethod.Put, path, body, tag);

    /// <summary>Posts what is about the version that the tag names.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<T> PostTaggedAsync<T>(string path, object? body, string tag) =>
        (await SendTaggedAsync<T>(HttpMethod.Post, path, body, tag)).Value;

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

    /// <summary>Posts a file.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<T> PostFileAsync<T>(string path, Stream file, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(file) };
        request.Content.Headers.ContentType = new(type);
        using var response = await SendAsync(request);
        return await ReadAsync<T>(response);
    }

    /// <summary>Posts an empty request, and gets a file as it comes: it is not kept here.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<Stream> PostForFileAsync(string path) => OpenAsync(HttpMethod.Post, path);

    /// <summary>Gets a file as it comes.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public Task<Stream> GetFileAsync(string path) => OpenAsync(HttpMethod.Get, path);

    private async Task<Stream> OpenAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        var response = await SendAsync(request, completion: HttpCompletionOption.ResponseHeadersRead);
        accessor.HttpContext!.Response.RegisterForDispose(response);
        return await response.Content.ReadAsStreamAsync();
    }

    /// <summary>Asks for what has no answer to read.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task CallAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: ProtocolJson.Options),
        };
        using var response = await SendAsync(request);
    }

    private async Task<(T Value, string Tag)> SendTaggedAsync<T>(HttpMethod method, string path, object? body, string tag)
    {
        var json = body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), ProtocolJson.Options);
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        using var response = await SendAsync(request);
        return (await ReadAsync<T>(response), response.Headers.ETag?.ToString() ?? "");
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        HttpStatusCode alsoGood = HttpStatusCode.OK,
        HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead
    )
    {
        var context = accessor.HttpContext!;
        if (context.User.FindFirst(Security.SessionCookie.Token)?.Value is { } token)
            request.Headers.Authorization = new("Bearer", token);
        try
        {
            var response = await http.SendAsync(request, completion, context.RequestAborted);
            if (response.IsSuccessStatusCode || response.StatusCode == alsoGood)
                return response;
            using (response)
                throw await GatewayRefusal.OfAsync(response);
        }
        catch (HttpRequestException exception)
        {
            throw new GatewayUnreachable(
                exception.InnerException is UntrustedGatewayException untrusted ? untrusted.Message : exception.Message,
                exception
            );
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
internal sealed class GatewayRefusal(HttpStatusCode status, string code, string title, string? detail, IReadOnlyList<GatewayFault> faults)
    : Exception(title)
{
    public HttpStatusCode Status => status;

    /// <summary>The stable code of the problem, such as <c>not-found</c>.</summary>
    public string Code => code;
    public string? Detail => detail;

    /// <summary>Each fault of what was submitted.</summary>
    public IReadOnlyList<GatewayFault> Faults => faults;

    /// <summary>The refusal as a whole, as a fault.</summary>
    /// <param name="pointer">What it concerns on the page: <c>#name</c>.</param>
    public GatewayFault At(string pointer) => new(pointer, detail ?? Message, code);

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
            [
                .. (problem?["errors"] as JsonArray ?? [])
                    .OfType<JsonObject>()
                    .Select(fault => new GatewayFault(Text(fault, "pointer") ?? "", Text(fault, "detail") ?? "", Text(fault, "code"))),
            ]
        );
    }

    private static string? Text(JsonObject? document, string member) => document?[member] is JsonValue value ? value.ToString() : null;
}

/// <summary>A fault of a submission.</summary>
/// <param name="Pointer">Where it is (JSON pointer).</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Code">The code that it has in receipts; of a refusal as a whole, that of the problem.</param>
internal sealed record GatewayFault(string Pointer, string Text, string? Code);

/// <summary>The gateway did not answer, or what answered could not be verified.</summary>
internal sealed class GatewayUnreachable(string message, Exception inner) : Exception(message, inner)
{
    public GatewayFault Fault => new("", Message, "unreachable");
}
