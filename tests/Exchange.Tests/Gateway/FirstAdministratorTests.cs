using System.Net;
using System.Net.Http.Json;
using Exchange.Gateway.People;
using Exchange.Protocol.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>The way in to a gateway without people, which has no default password.</summary>
internal sealed class FirstAdministratorTests
{
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;

    private string File => _gateway.Home.FirstAdministrator;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock);
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_start_leaves_a_code_for_its_owner_alone_that_enrols_an_administrator_once()
    {
        await StartAsync();
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var code = await CodeAsync();
        await StartAsync();
        (await CodeAsync()).ShouldBe(code, "a start does not void a code that was handed over");

        (await EnrolAsync(code)).ShouldBe(HttpStatusCode.NoContent);
        System.IO.File.Exists(File).ShouldBeFalse();
        await StartAsync();
        System.IO.File.Exists(File).ShouldBeFalse();
        (await EnrolAsync(code)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task A_code_that_has_ended_or_is_lost_is_made_anew_at_a_start()
    {
        await StartAsync();
        var code = await CodeAsync();
        System.IO.File.Delete(File);
        await StartAsync();
        var second = await CodeAsync();
        second.ShouldNotBe(code);

        _clock.Advance(PeopleHandler.CodeLife);
        await StartAsync();
        (await EnrolAsync(second)).ShouldBe(HttpStatusCode.Forbidden);
        (await EnrolAsync(await CodeAsync())).ShouldBe(HttpStatusCode.NoContent);
    }

    private Task StartAsync() => _gateway.Part<FirstAdministrator>().EnsureAsync();

    private async Task<string> CodeAsync() => (await System.IO.File.ReadAllTextAsync(File)).Trim();

    private async Task<HttpStatusCode> EnrolAsync(string code)
    {
        using var stranger = await _gateway.ListenAsync(token: null);
        using var answer = await stranger.PostAsJsonAsync(
            "/api/v1/enrolments",
            new TestPerson(FirstAdministrator.Name).Enrolment(code, _clock.GetUtcNow()),
            ProtocolJson.Options
        );
        return answer.StatusCode;
    }
}
