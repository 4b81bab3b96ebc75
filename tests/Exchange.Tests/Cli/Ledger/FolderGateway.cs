using System.Net;
using System.Text;
using System.Text.Json;
using Exchange.Cli.Gateway;
using Exchange.Ledger.Notes;
using Exchange.Protocol.Api;
using Exchange.Protocol.Reading;

namespace Exchange.Tests.Cli.Ledger;

/// <summary>A gateway that gives what lies in an export, and notes what it was asked for.</summary>
internal sealed class FolderGateway(TestExport export) : HttpMessageHandler
{
    private const string Api = "/api/v1/ledger/";

    public List<string> Asked { get; } = [];

    /// <summary>Bytes to give in a file's place.</summary>
    public Dictionary<string, byte[]> Instead { get; } = [];

    public GatewayClient Connect() => new(new("https://gateway.example", "token"), this);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath.Replace(Api, "", StringComparison.Ordinal);
        Asked.Add(path);
        var bytes = path switch
        {
            "/api/v1/ledger" => Json(new LedgerView("BGD", 0, null, null, null, [])),
            "cards" => Json(Names("cards")),
            "checkpoints" => Json(
                Names("checkpoints")
                    .Select(long.Parse)
                    .Where(size =>
                        size > long.Parse(request.RequestUri.Query.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture)
                    )
                    .Order()
                    .Select(size => new ExportedCheckpointView(size, Cosignatures(size)))
            ),
            _ => Instead.GetValueOrDefault(path) ?? (File.Exists(export.Path(path)) ? export.Read(path) : null),
        };
        return Task.FromResult(
            bytes is null
                ? new HttpResponseMessage(HttpStatusCode.NotFound)
                {
                    Content = new StringContent("{}", Encoding.UTF8, "application/problem+json"),
                }
                : new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/json") } } }
        );
    }

    private int Cosignatures(long size) =>
        CosignedCheckpoint.TryRead(
            Encoding.UTF8.GetString(Instead.GetValueOrDefault($"checkpoints/{size}") ?? export.Read($"checkpoints/{size}")),
            out var cosigned
        )
            ? cosigned.Cosignatures.Count
            : 1;

    private IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(export.Path(folder)).Select(file => Path.GetFileName(file)!);

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ProtocolJson.Options);
}
