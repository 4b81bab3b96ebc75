using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Exchange.Cli;
using Exchange.Protocol;

namespace Exchange.IntegrationTests.Gateway;

/// <summary>A gateway's API over its socket, as a program sees it that was written by someone else.</summary>
internal sealed class Door : IDisposable
{
    private readonly HttpClient _http;

    public Door(Home home, string? token)
    {
        _http = new(
            new SocketsHttpHandler
            {
                UseProxy = false,
                AllowAutoRedirect = false,
                ConnectCallback = (_, _) => ConnectAsync(home.ApiSocket),
            }
        )
        {
            BaseAddress = new("http://gateway"),
        };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public static string NewKey() => MessageId.New(TimeProvider.System).ToString();

    /// <summary>Gets a path of the API, or one from the root if it begins with a stroke.</summary>
    public async Task<Answer> GetAsync(string path)
    {
        using var response = await _http.GetAsync(Full(path));
        return await Answer.OfAsync(response);
    }

    /// <summary>Gets a file of the API.</summary>
    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(Full(path));

    public Task<Answer> PostAsync(string path, string json) => PostAsync(path, json, NewKey());

    public Task<Answer> PostAsync(string path, string json, string? key) => PostAsync(path, Encoding.UTF8.GetBytes(json), key);

    public async Task<Answer> PostAsync(string path, byte[] body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Full(path));
        request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var response = await _http.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    /// <summary>Whether anything answers.</summary>
    public async Task<bool> LivesAsync()
    {
        try
        {
            return (await GetAsync("/health/live")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static Uri Full(string path) => new(path.StartsWith('/') ? path : $"/api/v1/{path}", UriKind.Relative);
}
