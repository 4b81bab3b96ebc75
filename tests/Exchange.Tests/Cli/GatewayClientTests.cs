using System.Net;
using System.Text;
using Exchange.Cli;
using Exchange.Cli.Gateway;

namespace Exchange.Tests.Cli;

internal sealed class GatewayClientTests
{
    private static readonly GatewayAddress Address = new("https://gateway.example", "the-token");

    [Test]
    public async Task A_success_is_read_and_the_token_was_shown()
    {
        using var transport = new StubTransport(_ => Answer(HttpStatusCode.OK, "application/json", """{"id":"7"}"""));
        using var client = new GatewayClient(Address, transport);

        (await client.GetAsync<Dictionary<string, string>>("api/v1/messages/7", CancellationToken.None))["id"].ShouldBe("7");
        transport.Last!.RequestUri.ShouldBe(new("https://gateway.example/api/v1/messages/7"));
        transport.Last.Headers.Authorization!.ToString().ShouldBe("Bearer the-token");
    }

    [TestCase("</api/v1/messages?before=7>; rel=\"next\"", "/api/v1/messages?before=7")]
    [TestCase("<https://elsewhere.example/api/v1/messages?before=7>; rel=\"next\"", null)]
    [TestCase("</elsewhere?before=7>; rel=\"next\"", null)]
    public async Task The_next_page_is_at_this_gateways_api_and_nowhere_else(string link, string? expected)
    {
        using var transport = new StubTransport(_ =>
        {
            var answer = Answer(HttpStatusCode.OK, "application/json", "[]");
            answer.Headers.Add("Link", link);
            return answer;
        });
        using var client = new GatewayClient(Address, transport);

        (await client.GetPageAsync<IReadOnlyList<string>>("api/v1/messages", CancellationToken.None)).Next.ShouldBe(expected);
    }

    [Test]
    public void The_token_follows_no_redirect_and_goes_through_no_proxy()
    {
        using var transport = Address.Transport();

        transport.AllowAutoRedirect.ShouldBeFalse();
        transport.UseProxy.ShouldBeFalse();
    }

    [Test]
    public async Task A_problem_is_a_refusal_in_its_own_words_with_every_fault()
    {
        const string Problem = """
            {"title":"The message is not valid","detail":"Two things are wrong.","code":403,
             "errors":[{"pointer":"/body/dueAt","code":403,"detail":"It lies in the past."},{"pointer":"/kind","code":402,"detail":"Unknown."}]}
            """;

        var refused = await FailureOfAsync(() => Answer(HttpStatusCode.BadRequest, "application/problem+json", Problem));

        refused.Code.ShouldBe(ExitCode.Refused);
        refused.Happened.ShouldBe("The message is not valid. Two things are wrong.");
        refused.Details.ShouldBe(["/body/dueAt: It lies in the past. (receipt code 403)", "/kind: Unknown. (receipt code 402)"]);
    }

    [TestCase(HttpStatusCode.Unauthorized, ExitCode.Refused)]
    [TestCase(HttpStatusCode.Redirect, ExitCode.Refused)]
    [TestCase(HttpStatusCode.InternalServerError, ExitCode.Failed)]
    public async Task An_answer_without_words_still_has_its_exit_code(HttpStatusCode status, object expected) =>
        (await FailureOfAsync(() => Answer(status, "text/html", "<html>"))).Code.ShouldBe((ExitCode)expected);

    [Test]
    public async Task A_success_that_cannot_be_read_is_no_success() =>
        (await FailureOfAsync(() => Answer(HttpStatusCode.OK, "text/html", "<html>"))).Code.ShouldBe(ExitCode.Failed);

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_file_that_is_larger_than_it_can_be_is_not_taken(bool saysSo)
    {
        using var endless = new Endless();
        using var transport = new StubTransport(_ => new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = saysSo ? new ByteArrayContent(new byte[101]) : new StreamContent(endless),
        });
        using var client = new GatewayClient(Address, transport);

        (
            await Should.ThrowAsync<CommandFailedException>(() =>
                client.GetBytesAsync("api/v1/ledger/checkpoint", 100, CancellationToken.None)
            )
        ).Code.ShouldBe(ExitCode.Failed);
        endless.Given.ShouldBeLessThan(1024 * 1024, "bytes that were read before it was refused");
    }

    [Test]
    public async Task A_gateway_that_does_not_answer_is_unreachable()
    {
        var unreachable = await FailureOfAsync(() => throw new HttpRequestException("Connection refused"));

        unreachable.Code.ShouldBe(ExitCode.Unreachable);
        unreachable.Kept.ShouldNotBeNull();
        unreachable.ToDo.ShouldNotBeNull();
    }

    [TestCase("http://gateway.example")]
    [TestCase("http://127.0.0.1:7480")]
    public void A_token_does_not_travel_in_the_clear(string url)
    {
        var failed = Should.Throw<CommandFailedException>(() =>
            AddressOf(new() { ["EXCHANGE_URL"] = url, ["EXCHANGE_TOKEN_FILE"] = "token" })
        );

        failed.Code.ShouldBe(ExitCode.Usage);
        failed.Message.ShouldContain("in the clear");
    }

    [Test]
    public void The_address_comes_from_the_home_and_the_variables_go_before_it()
    {
        using var home = TestHome.Of("BGD");
        home.Write("home-token\n", "api-key");
        home.Write("other-token\n", "other");

        AddressOf(new() { ["EXCHANGE_HOME"] = home.Folder })
            .ShouldBe(new GatewayAddress($"unix:{home.In("api.sock")}", "home-token") { Home = new(home.Folder) });
        AddressOf(new() { ["EXCHANGE_URL"] = "https://gateway.example", ["EXCHANGE_TOKEN_FILE"] = home.In("other") })
            .ShouldBe(new GatewayAddress("https://gateway.example/", "other-token"));
    }

    [Test]
    public void A_home_that_is_named_goes_before_every_variable_and_its_token_to_its_own_gateway()
    {
        using var home = TestHome.Of("BGD");
        home.Write("home-token\n", "api-key");
        home.Write("other-token\n", "other");
        Dictionary<string, string> elsewhere = new()
        {
            ["EXCHANGE_URL"] = "https://gateway.example",
            ["EXCHANGE_TOKEN_FILE"] = home.In("other"),
        };

        AddressOf(elsewhere, "--home", home.Folder)
            .ShouldBe(new GatewayAddress($"unix:{home.In("api.sock")}", "home-token") { Home = new(home.Folder) });
    }

    [Test]
    public void A_homes_token_does_not_go_to_an_address_that_a_variable_names()
    {
        using var home = TestHome.Of("BGD");
        home.Write("home-token\n", "api-key");

        var failed = Should.Throw<CommandFailedException>(() =>
            AddressOf(new() { ["EXCHANGE_URL"] = "https://gateway.example", ["EXCHANGE_HOME"] = home.Folder })
        );

        failed.Code.ShouldBe(ExitCode.Usage);
        failed.ToDo.ShouldNotBeNull().ShouldContain("EXCHANGE_TOKEN_FILE");
    }

    [Test]
    public async Task A_counterpart_that_does_not_answer_a_ping_is_unreachable() =>
        (
            await FailureOfAsync(() =>
                Answer(HttpStatusCode.GatewayTimeout, "application/problem+json", """{"title":"No pong","code":"no-pong"}""")
            )
        ).Code.ShouldBe(ExitCode.Unreachable);

    private static GatewayAddress AddressOf(Dictionary<string, string> variables, params string[] arguments) =>
        GatewayAddress.Of(
            new Invocation(
                new System.CommandLine.RootCommand { Options = { CommonOptions.Home } }.Parse(arguments),
                new(TextWriter.Null, TextWriter.Null, variables.GetValueOrDefault, TimeProvider.System)
            )
        );

    private static async Task<CommandFailedException> FailureOfAsync(Func<HttpResponseMessage> answer)
    {
        using var transport = new StubTransport(_ => answer());
        using var client = new GatewayClient(Address, transport);
        return await Should.ThrowAsync<CommandFailedException>(() =>
            client.GetAsync<Dictionary<string, string>>("api/v1/x", CancellationToken.None)
        );
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string mediaType, string body) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    private sealed class StubTransport(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        public HttpRequestMessage? Last { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Last = request;
            return Task.FromResult(answer(request));
        }
    }

    // Bytes without end, and without a length that would be known before.
    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
