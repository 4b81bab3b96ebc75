using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Exchange.Client;

namespace Exchange.Cli.Gateway;

/// <summary>
/// The gateway's API for verbs: every answer that is not a success ends the verb with its exit code and the message
/// that belongs to it.
/// </summary>
internal sealed partial class GatewayClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly GatewayAddress _address;
    private readonly HttpClient _http;

    public GatewayClient(GatewayAddress address, HttpMessageHandler? transport = null)
    {
        _address = address;
        _http = new(transport ?? address.Transport()) { BaseAddress = address.Base, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", address.Token);
        _http.DefaultRequestHeaders.Accept.Add(new("application/json"));
        _http.DefaultRequestHeaders.Accept.Add(new("application/problem+json"));
    }

    /// <summary>True once a list said that there may be entries that are withheld from the caller.</summary>
    public bool HasWithheld { get; private set; }

    /// <exception cref="CommandFailedException">Unreachable, refused or failed.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync<T>(request, cancellation);
    }

    /// <summary>Gets a page of a list, and the address of the next one (RFC 8288); null at the end.</summary>
    /// <exception cref="CommandFailedException">Unreachable, refused or failed.</exception>
    public async Task<(T Page, string? Next)> GetPageAsync<T>(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(
            request,
            HttpCompletionOption.ResponseContentRead,
            async response =>
            {
                var link = response.Headers.TryGetValues("Link", out var links) ? NextPage().Match(string.Join(", ", links)) : Match.Empty;
                return (
                    await response.Content.ReadFromJsonAsync<T>(ProtocolJson.Options, cancellation) ?? throw NotAnAnswer(),
                    link.Success ? link.Groups[1].Value : null
                );
            },
            cancellation
        );
    }

    /// <summary>Gets a file of at most so many bytes, as its exact bytes.</summary>
    /// <exception cref="CommandFailedException">Unreachable, refused or failed, or larger.</exception>
    public Task<byte[]> GetBytesAsync(string path, int maximum, CancellationToken cancellation) =>
        ReceiveAsync(HttpMethod.Get, path, maximum, cancellation);

    /// <summary>Posts an empty request, and gets a file.</summary>
    /// <inheritdoc cref="GetBytesAsync"/>
    public Task<byte[]> PostForFileAsync(string path, int maximum, CancellationToken cancellation) =>
        ReceiveAsync(HttpMethod.Post, path, maximum, cancellation);

    /// <summary>Posts JSON bytes as they are. The same key makes a repeated request the same one.</summary>
    /// <exception cref="CommandFailedException">Unreachable, refused or failed.</exception>
    public async Task<T> PostAsync<T>(string path, byte[] json, Guid idempotencyKey, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { "Idempotency-Key", idempotencyKey.ToString() } },
        };
        return await SendAsync<T>(request, cancellation);
    }

    /// <summary>Sends a value, if there is one, and reads the answer.</summary>
    /// <exception cref="CommandFailedException">Unreachable, refused or failed.</exception>
    public async Task<T> CallAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = Request(method, path, body);
        return await SendAsync<T>(request, cancellation);
    }

    /// <summary>The same where there is nothing to read.</summary>
    /// <exception cref="CommandFailedException">Unreachable, refused or failed.</exception>
    public async Task CallAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = Request(method, path, body);
        await SendAsync(request, HttpCompletionOption.ResponseContentRead, _ => Task.FromResult(true), cancellation);
    }

    /// <summary>Changes what has this version, and no later one.</summary>
    /// <exception cref="CommandFailedException">Unreachable, refused or failed.</exception>
    public async Task<T> CallOfVersionAsync<T>(HttpMethod method, string path, object body, long version, CancellationToken cancellation)
    {
        using var request = Request(method, path, body);
        request.Headers.TryAddWithoutValidation("If-Match", FormattableString.Invariant($"\"{version}\""));
        return await SendAsync<T>(request, cancellation);
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, string path, object? body) =>
        new(method, path) { Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: ProtocolJson.Options) };

    private async Task<byte[]> ReceiveAsync(HttpMethod method, string path, int maximum, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        return await SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            async response =>
            {
                if (response.Content.Headers.ContentLength > maximum)
                    throw NotAnAnswer();
                await response.Content.LoadIntoBufferAsync(maximum, cancellation);
                return await response.Content.ReadAsByteArrayAsync(cancellation);
            },
            cancellation
        );
    }

    private Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellation) =>
        SendAsync(
            request,
            HttpCompletionOption.ResponseContentRead,
            async response => await response.Content.ReadFromJsonAsync<T>(ProtocolJson.Options, cancellation) ?? throw NotAnAnswer(),
            cancellation
        );

    private async Task<T> SendAsync<T>(
        HttpRequestMessage request,
        HttpCompletionOption completion,
        Func<HttpResponseMessage, Task<T>> read,
        CancellationToken cancellation
    )
    {
        try
        {
            using var response = await _http.SendAsync(request, completion, cancellation);
            if (!response.IsSuccessStatusCode)
                throw await Problem.OfAsync(response, cancellation);
            HasWithheld |= response.Headers.Contains(ApiHeaders.Withheld);
            return await read(response);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            // Larger than what was asked for can be.
            throw NotAnAnswer();
        }
        catch (HttpRequestException exception) when (exception.InnerException is UntrustedGatewayException untrusted)
        {
            throw new CommandFailedException(
                ExitCode.VerificationFailed,
                untrusted.Message,
                "Neither the token nor anything else was sent.",
                "Let only the gateway's user write to that folder, and run the gateway as the owner of the folder."
            );
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw NotVerified(exception.InnerException?.Message ?? exception.Message);
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable($"no answer within {Patience.TotalSeconds} s");
        }
        catch (JsonException)
        {
            throw NotAnAnswer();
        }
    }

    private CommandFailedException Unreachable(string reason) =>
        new(
            ExitCode.Unreachable,
            $"The gateway at {_address} could not be reached ({reason}).",
            "Messages that it has recorded are sent by the gateway itself.",
            "Check that it runs (exchange gateway run) and that the address is right, and try again: a repeated command has no "
                + "second effect."
        );

    private CommandFailedException NotVerified(string reason) =>
        new(
            ExitCode.VerificationFailed,
            $"The certificate of what answered at {_address} could not be verified ({reason.TrimEnd('.')}).",
            "Neither the token nor anything else was sent.",
            "Check the address, and name the file of the gateway's authority (PEM) in EXCHANGE_API_CA."
        );

    private CommandFailedException NotAnAnswer() =>
        new(ExitCode.Failed, $"What answered at {_address} is not a gateway of this version: its answer could not be read.");

    // Of this API alone: the token goes nowhere else.
    [GeneratedRegex("<(/api/v1/[^>]*)>; rel=\"next\"")]
    private static partial Regex NextPage();
}
