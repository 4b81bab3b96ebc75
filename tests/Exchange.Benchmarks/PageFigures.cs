using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Exchange.Cli.Demo;
using Exchange.Cli.Gateway;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.People;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Schemas;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Benchmarks;

/// <summary>
/// What each page of the desk costs among 10⁵ exchanges: from the request at the desk, which asks the gateway, to the last byte of the
/// page, compressed, over loopback. Build <c>src/Exchange.Desk</c> in the same configuration first.
/// </summary>
internal static partial class PageFigures
{
    private const int Exchanges = 100_000;
    private const int Runs = 20;
    private const string Password = "correct horse battery staple";

    private static readonly Role[] Reads = [Role.Auditor, Role.Operator, Role.Administrator];

    /// <summary>Medians in milliseconds, as one JSON line.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        // The gateway's service log goes to stdout.
        Console.SetOut(TextWriter.Null);
        var folder = Directory.CreateTempSubdirectory("exchange-pages-").FullName;
        try
        {
            using var own = new BenchParty(folder, "BGD");
            using var other = new BenchParty(folder, "MYS");
            var home = Path.Combine(folder, "gateway");
            await using var app = ListFigures.Start(own, other, home);
            await ListFigures.FillAsync(app, Exchanges, TimeProvider.System.Now());
            await app.StartAsync();
            var key = await app
                .Services.GetRequiredService<KeyHandler>()
                .MakeAsync(new("bench", [Role.Administrator]), new Caller("operator", [Role.Administrator]));
            var socket = $"unix:{Path.Combine(home, ApiPlace.SocketName)}";
            var figures = await MeasureAsync(socket, ((PeopleResult.Done)key).Secret!, folder);
            await output.WriteLineAsync(JsonSerializer.Serialize(new { exchanges = Exchanges, milliseconds = figures }));
            await app.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<SortedDictionary<string, double>> MeasureAsync(string socket, string key, string folder)
    {
        var url = new Uri($"http://localhost:{LoopbackPorts.Free(1)[0]}");
        using var desk = StartDesk(socket, url, folder);
        try
        {
            var author = await EnrolAsync(socket, key, "author", Role.Officer);
            var reviewer = await EnrolAsync(socket, key, "reviewer", Role.Officer, Role.Supervisor);
            var others = await EnrolAsync(socket, key, "others", Reads);
            var (sent, waiting, written) = await WriteAsync(socket, author.Token, reviewer.Token);
            using var officer = await SignInAsync(url, author);
            using var supervisor = await SignInAsync(url, reviewer);
            using var reader = await SignInAsync(url, others);
            (HttpClient Person, string[] Paths)[] all =
            [
                (officer, ["/?queue=ours", "/?queue=overdue", "/?kind=request&status=answered", "/write", "/drafts", "/account"]),
                (officer, [$"/drafts/{written}", $"/drafts/{written}/check", $"/cases/{sent}", $"/messages/{sent}?sender=BGD"]),
                (officer, [$"/cases/{sent}/report", "/actions", "/contacts", "/lessons", "/links"]),
                (supervisor, ["/?queue=theirs", "/releases", $"/releases/{waiting}", "/deadlines", "/figures"]),
                (reader, ["/ledger", $"/cases/{sent}/replay", "/operation", "/people", "/keys"]),
            ];
            var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach (var (person, path) in all.SelectMany(one => one.Paths.Select(path => (one.Person, path))))
                figures[Id().Replace(path, "ID")] = await MedianAsync(person, path);
            return figures;
        }
        finally
        {
            desk.Kill();
            await desk.WaitForExitAsync();
        }
    }

    private static Process StartDesk(string socket, Uri url, string folder)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(own.FullName, "..", "..", "Exchange.Desk", own.Name, "Exchange.Desk.dll");
        var state = Directory.CreateDirectory(
            Path.Combine(folder, "desk"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        );
        var start = new ProcessStartInfo("dotnet", [program])
        {
            Environment =
            {
                ["Desk__Gateway"] = socket,
                ["Desk__State"] = state.FullName,
                ["Desk__Url"] = url.ToString(),
            },
            RedirectStandardOutput = true,
        };
        var desk = Process.Start(start)!;
        _ = desk.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return desk;
    }

    /// <summary>A person who has enrolled, with the secret of its second factor and a session at the gateway.</summary>
    private sealed record Enrolled(string Name, byte[] Secret, string Token);

    private static async Task<Enrolled> EnrolAsync(string socket, string key, string name, params Role[] roles)
    {
        using var administrator = new GatewayClient(new GatewayAddress(socket, key));
        using var person = new GatewayClient(new GatewayAddress(socket, ""));
        var wanted = new NewCaller(name, roles) { Clearances = Enum.GetValues<Clearance>(), Units = ["large"] };
        var code = await administrator.PostAsync<EnrolmentCodeView>(
            "api/v1/people",
            JsonSerializer.SerializeToUtf8Bytes(wanted, ProtocolJson.Options),
            MessageId.New(TimeProvider.System),
            CancellationToken.None
        );
        var secret = System.Security.Cryptography.RandomNumberGenerator.GetBytes(20);
        await person.CallAsync(
            HttpMethod.Post,
            "api/v1/enrolments",
            new Enrolment
            {
                EnrolmentCode = code.Code,
                Password = Password,
                Secret = Base32.Write(secret),
                Code = CodeOf(secret),
            },
            CancellationToken.None
        );
        var session = await person.CallAsync<SessionView>(
            HttpMethod.Post,
            "api/v1/sessions",
            new SignIn
            {
                Name = name,
                Password = Password,
                Code = CodeOf(secret),
            },
            CancellationToken.None
        );
        return new(name, secret, session.Token);
    }

    private static string CodeOf(byte[] secret) => Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

    // A message that was released and sent, one that waits for its release, and one that is being written.
    private static async Task<(Guid Sent, Guid Waiting, Guid Written)> WriteAsync(string socket, string author, string reviewer)
    {
        using var writing = new GatewayClient(new GatewayAddress(socket, author));
        using var releasing = new GatewayClient(new GatewayAddress(socket, reviewer));
        var (sent, waiting, written) = (await DraftAsync(), await DraftAsync(), await DraftAsync());
        foreach (var draft in new[] { sent, waiting })
        {
            var version = draft.Version;
            await writing.CallOfVersionAsync<DraftView>(
                HttpMethod.Post,
                $"api/v1/drafts/{draft.Id}/submit",
                new { },
                version,
                CancellationToken.None
            );
        }

        var outgoing = await releasing.GetAsync<OutgoingView>($"api/v1/drafts/{sent.Id}/outgoing", CancellationToken.None);
        await releasing.CallAsync<DraftView>(
            HttpMethod.Post,
            $"api/v1/drafts/{sent.Id}/release",
            new DraftRelease(outgoing.Digest!.Value),
            CancellationToken.None
        );
        return (sent.Id, waiting.Id, written.Id);

        Task<DraftView> DraftAsync()
        {
            var example = JsonNode.Parse(KindExamples.Of(CaseKinds.Request)[0].Json)!;
            example["body"]!.AsObject().Remove("dueAt");
            var message = new JsonObject { ["handling"] = example["handling"]!.DeepClone(), ["body"] = example["body"]!.DeepClone() };
            var wanted = new NewDraft(PartyName.Parse("MYS"), "request", JsonSerializer.SerializeToElement(message));
            return writing.PostAsync<DraftView>(
                "api/v1/drafts",
                JsonSerializer.SerializeToUtf8Bytes(wanted, ProtocolJson.Options),
                MessageId.New(TimeProvider.System),
                CancellationToken.None
            );
        }
    }

    private static async Task<HttpClient> SignInAsync(Uri url, Enrolled person)
    {
        // Closed with the client.
        var handler = new SocketsHttpHandler { CookieContainer = new(), AutomaticDecompression = DecompressionMethods.None };
        var http = new HttpClient(handler) { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        var form = await FormAsync(http);
        var fields = new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Token().Match(form).Groups[1].Value,
            ["name"] = person.Name,
            ["password"] = Password,
            // Each code opens one session: that of this half minute has opened the one at the gateway.
            ["code"] = Totp.CodeAt(person.Secret, Totp.StepAt(TimeProvider.System.GetUtcNow()) + 1),
        };
        using var answer = await http.PostAsync("sign-in", new FormUrlEncodedContent(fields));
        return answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in"
            ? throw new InvalidOperationException($"{person.Name} could not sign in at the desk.")
            : http;
    }

    // While it starts it is asked again.
    private static async Task<string> FormAsync(HttpClient http)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(100))
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "sign-in") { Headers = { { "Accept-Encoding", "identity" } } };
                using var answer = await http.SendAsync(request);
                return await answer.Content.ReadAsStringAsync();
            }
            catch (HttpRequestException) when (waited.Elapsed < TimeSpan.FromSeconds(60))
            {
                // It is not listening yet.
            }
        }
    }

    private static async Task<double> MedianAsync(HttpClient person, string path)
    {
        // The first runs warm up.
        var times = new List<double>();
        for (var turn = -3; turn < Runs; turn++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await person.GetAsync(path);
            await answer.Content.ReadAsByteArrayAsync();
            var answered = answer.RequestMessage!.RequestUri!.PathAndQuery;
            if (answer.StatusCode != HttpStatusCode.OK || answered != path)
                throw new InvalidOperationException($"{path} was answered with {answer.StatusCode} by {answered}.");
            if (turn >= 0)
                times.Add(watch.Elapsed.TotalMilliseconds);
        }

        return Math.Round(times.Order().ElementAt(Runs / 2), 1);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
