using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Exchange.IntegrationTests.Gateway;
using Exchange.Protocol.Api;
using Exchange.Tests;

namespace Exchange.IntegrationTests.Desk;

/// <summary>
/// Whatever comes to a page of the desk, in its path, its query or its form: it is read or refused in plain words, and never a failure.
/// </summary>
internal sealed partial class HostileInputTests
{
    private const string Canary = "<i id='canary'>\"";

    private static readonly string Pages = Path.Combine(Repository.Root, "src", "Exchange.Desk", "Pages");

    // As they stand in an address.
    private static readonly string[] Values =
    [
        "",
        "%00",
        "%FF%FE",
        "-1",
        "99999999999999999999999",
        "2026-13-45",
        "9999-12-31T23:59:59.999Z",
        "..%2F..%2Fapi%2Fv1%2Fkeys%3Fx%23",
        "%E2%80%AE%E2%80%8B%0D%0ASet-Cookie:%20a=b",
        Uri.EscapeDataString(Canary),
        new('9', 400),
    ];

    private DeskBrowser _desk = null!;
    private Guid _case;
    private int _clients;

    [OneTimeSetUp]
    public async Task Start()
    {
        _desk = await DeskBrowser.StartAsync();
        _case = (await TwoCountries.Asker.SubmitAsync(Texts.Request)).ExchangeId;
        foreach (var role in Enum.GetValues<Role>())
            await _desk.EnrolAsync(NameOf(role), role);
    }

    [OneTimeTearDown]
    public async Task End()
    {
        if (_desk is not null)
            await _desk.DisposeAsync();
    }

    [Test]
    public async Task A_page_reads_or_refuses_whatever_comes_to_it([Values] Role role)
    {
        var cookies = await CookiesAsync(role);
        var said = new List<string>();
        foreach (var (template, code) in PagesOfTheDesk())
        {
            using var http = SignedIn(cookies);
            var page = Filled(template);
            await AskAsync(new(HttpMethod.Get, page));
            foreach (var value in Values)
            {
                // A path with a null character does not come to the desk: the server refuses it.
                await AskAsync(new(HttpMethod.Get, Place().Replace(template, value == "%00" ? "%01" : value)));
                var all = Names(code).Select(name => $"{name}={value}&{name}={value}");
                await AskAsync(new(HttpMethod.Get, $"{page}?{string.Join('&', all)}"));
            }

            foreach (var name in Names(code))
            {
                foreach (var value in Values)
                    await AskAsync(new(HttpMethod.Get, $"{page}?{name}={value}"));
            }

            foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options })
                await AskAsync(new(method, page));
            await AskAsync(new(HttpMethod.Get, $"{page}?handler=nowhere"));

            async Task AskAsync(HttpRequestMessage request)
            {
                using (request)
                    said.AddRange(await FaultsOfAsync(http, request));
            }
        }

        said.Distinct().ShouldBeEmpty();
    }

    [Test]
    public async Task A_form_is_read_or_refused_whatever_it_has([Values] Role role)
    {
        var cookies = await CookiesAsync(role);
        using var first = SignedIn(cookies);
        var token = TokenField().Match(await first.GetStringAsync(new Uri("/account", UriKind.Relative))).Groups[1].Value;
        token.ShouldNotBeEmpty();
        var said = new List<string>();
        foreach (var (template, code) in PagesOfTheDesk().Where(page => page.Template != "/sign-out"))
        {
            using var http = SignedIn(cookies);
            foreach (var handler in Handlers(code).Append("nowhere"))
            {
                var address = $"{Filled(template)}{(handler.Length > 0 ? $"?handler={handler}" : "")}";
                var fields = Fields(code).ToList();
                await PostAsync(address, null, fields.Select(field => (field, "1")));
                await PostAsync(address, token, []);
                await PostAsync(
                    address,
                    token,
                    fields.SelectMany(field => new[] { (field, Canary), (field, "-1"), ($"{field}[0].x", "2") })
                );
                await PostAsync(address, token, fields.Select(field => (field, "\u0000\u202e\ud83d")));
                await PostAsync(address, token, fields.Select(field => (field, new string('9', 70_000))));
                await PostAsync(address, token, Enumerable.Range(0, 3_000).Select(number => ($"/body/{number}", "x")));
            }

            using var odd = new HttpRequestMessage(HttpMethod.Post, Filled(template))
            {
                Content = new StringContent("{", Encoding.UTF8, "text/plain"),
            };
            said.AddRange(await FaultsOfAsync(http, odd));
            using var broken = new HttpRequestMessage(HttpMethod.Post, Filled(template)) { Content = new StringContent("--x\r\nContent-") };
            broken.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            said.AddRange(await FaultsOfAsync(http, broken));

            async Task PostAsync(string address, string? own, IEnumerable<(string Name, string Value)> fields)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, address)
                {
                    Content = new FormUrlEncodedContent(
                        fields
                            .Select(field => new KeyValuePair<string, string>(field.Name, field.Value))
                            .Concat(own is null ? [] : [new("__RequestVerificationToken", own)])
                    ),
                };
                said.AddRange(await FaultsOfAsync(http, request));
                if (own is null)
                    said.AddRange(await IsRefusedAsync(http, address));
            }
        }

        said.Distinct().ShouldBeEmpty();
    }

    // Without its token a form does nothing, whoever is signed in.
    private static async Task<IEnumerable<string>> IsRefusedAsync(HttpClient http, string address)
    {
        using var form = new FormUrlEncodedContent([new("name", "x")]);
        using var answer = await http.PostAsync(new Uri(address, UriKind.Relative), form);
        return answer.IsSuccessStatusCode && !address.StartsWith("/problem", StringComparison.Ordinal)
            ? [$"POST {address} without its token: {answer.StatusCode}"]
            : [];
    }

    private static async Task<IEnumerable<string>> FaultsOfAsync(HttpClient http, HttpRequestMessage request)
    {
        var what = $"{request.Method} {request.RequestUri!.OriginalString[..Math.Min(120, request.RequestUri.OriginalString.Length)]}";
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return
        [
            // A gateway that refuses before it has read a large body may close the connection: it could not be reached then.
            .. (int)answer.StatusCode >= 500 && answer.StatusCode != HttpStatusCode.BadGateway
                ? [$"{what}: {(int)answer.StatusCode}"]
                : Array.Empty<string>(),
            .. (int)answer.StatusCode >= 400 && !text.Contains("<h1") && !text.StartsWith('{')
                ? [$"{what}: {(int)answer.StatusCode} without a page"]
                : Array.Empty<string>(),
            .. text.Contains(Canary, StringComparison.Ordinal) ? [$"{what}: not encoded"] : Array.Empty<string>(),
            .. answer.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(cookie => cookie.StartsWith("a="))
                ? [$"{what}: sets a cookie of the address"]
                : Array.Empty<string>(),
        ];
    }

    private async Task<string> CookiesAsync(Role role)
    {
        var page = await _desk.AsAsync(NameOf(role));
        return string.Join("; ", (await page.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}"));
    }

    // From an address of its own on this machine, for the desk limits how often one asks.
    private HttpClient SignedIn(string cookies)
    {
        var address = new IPAddress([127, 1, (byte)(_clients / 250), (byte)(++_clients % 250 + 1)]);
        var http = new HttpClient(
            new SocketsHttpHandler
            {
                UseCookies = false,
                AllowAutoRedirect = false,
                ConnectCallback = async (context, cancellation) =>
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    socket.Bind(new IPEndPoint(address, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = _desk.Address,
        };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Cookie", cookies);
        return http;
    }

    private static string NameOf(Role role) => $"hostile-{role}".ToLowerInvariant();

    private static IEnumerable<(string Template, string Code)> PagesOfTheDesk() =>
        from file in Directory.EnumerateFiles(Pages, "*.cshtml")
        let address = Address().Match(File.ReadAllText(file))
        where address.Success
        select (address.Groups[1].Value, File.ReadAllText($"{file}.cs"));

    private string Filled(string template) =>
        Place()
            .Replace(
                template,
                place => place.Value.Contains("guid", StringComparison.Ordinal) ? _case.ToString()
                    : place.Value == "{party}" ? "MYS"
                    : NameOf(Role.Officer)
            );

    // What a page reads of its query.
    private static IEnumerable<string> Names(string code) =>
        Property()
            .Matches(code)
            .Concat(Parameter().Matches(string.Join('\n', Getter().Matches(code).Select(match => match.Value))))
            .Select(match => match.Groups[1].Value.ToLower(CultureInfo.InvariantCulture))
            .Append("at")
            .Append("counterpart")
            .Distinct();

    private static IEnumerable<string> Fields(string code) =>
        Property()
            .Matches(code)
            .Concat(Parameter().Matches(string.Join('\n', Poster().Matches(code).Select(match => match.Value))))
            .Select(match => match.Groups[1].Value)
            .Distinct();

    private static IEnumerable<string> Handlers(string code) => Poster().Matches(code).Select(match => match.Groups[1].Value);

    [GeneratedRegex("@page \"([^\"]+)\"")]
    private static partial Regex Address();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\[BindProperty[^\]]*\]\s+public [^=;{]*?(\w+) \{")]
    private static partial Regex Property();

    [GeneratedRegex(@"OnGet\w*?(?:Async)?\([^{=;]*")]
    private static partial Regex Getter();

    [GeneratedRegex(@"OnPost(\w*?)(?:Async)?\([^{=;]*")]
    private static partial Regex Poster();

    [GeneratedRegex(@"[\w?>] (\w+)[,)]")]
    private static partial Regex Parameter();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}
