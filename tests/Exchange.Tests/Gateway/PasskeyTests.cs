using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Exchange.Gateway.Home;
using Exchange.Gateway.People;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>A passkey takes the place of the code, and nothing that is not one does.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class PasskeyTests(string store)
{
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private HttpClient _administrator = null!;
    private HttpClient _stranger = null!;
    private TestPerson _rahima = null!;
    private HttpClient _session = null!;
    private TestAuthenticator _authenticator = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    [SetUp]
    public async Task Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(
            _clock,
            new()
            {
                Release = ReleaseSettings.None,
                SignIn = new() { DeskUrl = TestAuthenticator.Desk },
            },
            store
        );
        _administrator = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
        _stranger = await _gateway.ListenAsync(token: null);
        (_rahima, _session) = await EnrolAsync("rahima");
        _authenticator = new();
    }

    [TearDown]
    public async Task Stop()
    {
        _authenticator.Dispose();
        _session.Dispose();
        _administrator.Dispose();
        _stranger.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task A_person_adds_a_passkey_signs_in_with_it_and_removes_it()
    {
        (await AddAsync(_authenticator)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var added = (await PasskeysAsync()).ShouldHaveSingleItem();
        (added.Name, added.UsedAt).ShouldBe(("office key", null));

        _clock.Advance(TimeSpan.FromMinutes(1));
        using var answer = await SignInAsync(_authenticator);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        using var session = await _gateway.ListenAsync(
            (await answer.Content.ReadFromJsonAsync<SessionView>(ProtocolJson.Options))!.Token
        );
        (await session.GetAsync("/api/v1/exchanges")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PasskeysAsync()).ShouldHaveSingleItem().UsedAt.ShouldBe(ProtocolTime.Truncate(Now));

        (await session.DeleteAsync($"/api/v1/passkeys/{added.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await session.DeleteAsync($"/api/v1/passkeys/{added.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PasskeysAsync()).ShouldBeEmpty();
        await RefusedAsync(await SignInAsync(_authenticator));
        Changes().ShouldBe(["credentials", "passkey-added", "passkey-removed"]);
        Entries(LedgerEvents.SignedIn)
            .Select(leaf => leaf.Detail!["what"]!.ToString())
            .ShouldBe(["password-and-totp", "password-and-passkey"]);
        await Soon.IsAsync(() => Entries(LedgerEvents.SignInFailed).Any(leaf => leaf.Detail!["what"]!.ToString() == "passkey-sign-in"));
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("whose page was on another site", wrong => wrong.Origin = "https://desk.police.example.elsewhere.example");
        yield return Case("whose page was on another port", wrong => wrong.Origin = "https://desk.police.example:8443");
        yield return Case("whose page was a frame of another site", wrong => wrong.IsCrossOrigin = true);
        yield return Case("for another site", wrong => wrong.RpId = "elsewhere.example");
        yield return Case("that nobody has touched", wrong => wrong.IsPresent = false);
        yield return Case("that asked for no PIN, finger or face", wrong => wrong.IsVerified = false);
        yield return Case("that is a copy and has counted less", wrong => wrong.Count -= 2);
        yield return Case("that is a copy and has counted the same", wrong => wrong.Count--);
        yield return Case("that counts no more", wrong => wrong.Count = uint.MaxValue);
        yield return Case("that signs with another key", wrong => wrong.LoseKey());
        yield return Case("that signs something else", wrong => wrong.Type = "webauthn.create");
        yield return Case("that says it is somebody else's", wrong => wrong.UserHandle = "MDE5MGU1YTQ");

        static TestCaseData Case(string name, Action<TestAuthenticator> change) => new TestCaseData(change).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Wrong))]
    public async Task No_passkey_signs_in(Action<TestAuthenticator> change)
    {
        _authenticator.Count = 7;
        await AddAsync(_authenticator);
        (await SignInAsync(_authenticator)).StatusCode.ShouldBe(HttpStatusCode.Created);

        change(_authenticator);
        await RefusedAsync(await SignInAsync(_authenticator));
    }

    [Test]
    public async Task A_challenge_is_answered_once_in_time_and_by_no_answer_to_another()
    {
        await AddAsync(_authenticator);
        var challenge = await ChallengeAsync();
        // As one that does not count says 0: nothing but the challenge tells that its answer comes again.
        _authenticator.Count = uint.MaxValue;
        var answer = _authenticator.Get(challenge);
        (await PresentAsync(answer)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await RefusedAsync(await PresentAsync(answer));

        var other = await ChallengeAsync();
        await RefusedAsync(await PresentAsync(new() { Challenge = other.Id, Credential = answer.Credential }));
        await RefusedAsync(await PresentAsync(new() { Challenge = "made-up", Credential = _authenticator.Get(other).Credential }));

        var late = await ChallengeAsync();
        _clock.Advance(PasskeyChallenges.Life);
        await RefusedAsync(await PresentAsync(_authenticator.Get(late)));
        (await SignInAsync(_authenticator)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Test]
    public async Task Of_two_that_have_counted_the_same_one_signs_in_though_both_come_at_once()
    {
        await AddAsync(_authenticator);
        var answers = new List<PasskeyAnswer>();
        for (var copy = 0; copy < 4; copy++)
        {
            _authenticator.Count = 7;
            answers.Add(_authenticator.Get(await ChallengeAsync()));
        }

        var results = await Task.WhenAll(answers.Select(answer => PresentAsync(answer)));
        results.Count(result => result.StatusCode == HttpStatusCode.Created).ShouldBe(1);
    }

    [Test]
    public async Task An_authenticator_that_does_not_count_signs_in_again()
    {
        await AddAsync(_authenticator);
        for (var again = 0; again < 2; again++)
        {
            _authenticator.Count = uint.MaxValue;
            (await SignInAsync(_authenticator)).StatusCode.ShouldBe(HttpStatusCode.Created);
        }
    }

    [Test]
    public async Task It_signs_in_nobody_else_and_nobody_without_the_password()
    {
        var (karim, session) = await EnrolAsync("karim");
        using var others = new TestAuthenticator();
        await AddAsync(_authenticator);
        (await AddAsync(others, session)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await RefusedAsync(await SignInAsync(others));
        await RefusedAsync(await SignInAsync(_authenticator, password: "correct horse batter"));
        await RefusedAsync(await SignInAsync(_authenticator, name: "nobody-here"));
        (await SignInAsync(others, karim.Name)).StatusCode.ShouldBe(HttpStatusCode.Created);

        var own = (await PasskeysAsync()).ShouldHaveSingleItem();
        (await session.DeleteAsync($"/api/v1/passkeys/{own.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SignInAsync(_authenticator)).StatusCode.ShouldBe(HttpStatusCode.Created);
        session.Dispose();
    }

    [Test]
    public async Task Failures_with_a_passkey_lock_like_those_with_a_code()
    {
        await AddAsync(_authenticator);
        _authenticator.IsVerified = false;
        for (var failure = 0; failure < SessionHandler.MostFailures; failure++)
            await RefusedAsync(await SignInAsync(_authenticator));

        _authenticator.IsVerified = true;
        await RefusedAsync(await SignInAsync(_authenticator));
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await PostAsync("sessions", _rahima.SignIn(Now))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Changes()[^1].ShouldBe("locked");
        _clock.Advance(SessionHandler.Locked);
        (await SignInAsync(_authenticator)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [TestCase("disabled")]
    [TestCase("enrolment code")]
    public async Task What_an_administrator_voids_signs_in_no_more(string change)
    {
        await AddAsync(_authenticator);
        if (change == "disabled")
        {
            var disabled = new PersonRights([Role.Officer], Disabled: true);
            (await _administrator.PutAsJsonAsync("/api/v1/people/rahima", disabled, ProtocolJson.Options)).EnsureSuccessStatusCode();
        }
        else
        {
            // Nor once the same person has enrolled again, with the same password.
            using var given = await _administrator.PostAsync("/api/v1/people/rahima/enrolment", null);
            var code = (await given.Content.ReadFromJsonAsync<EnrolmentCodeView>(ProtocolJson.Options))!.Code;
            (await PostAsync("enrolments", _rahima.Enrolment(code, Now))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            _gateway.Read<long>("SELECT COUNT(*) FROM passkeys").ShouldBe(0);
        }

        await RefusedAsync(await SignInAsync(_authenticator));
    }

    [TestCase("another origin")]
    [TestCase("another site")]
    [TestCase("no PIN, finger or face")]
    [TestCase("another challenge")]
    [TestCase("another person's challenge")]
    [TestCase("nothing at all")]
    [TestCase("the same again")]
    public async Task No_passkey_is_added_with(string fault)
    {
        var (_, session) = await EnrolAsync("karim");
        if (fault == "the same again")
            await AddAsync(_authenticator, session);
        _authenticator.Origin = fault == "another origin" ? "https://elsewhere.example" : TestAuthenticator.Desk;
        _authenticator.RpId = fault == "another site" ? "police.example" : "desk.police.example";
        _authenticator.IsVerified = fault != "no PIN, finger or face";
        var answer = _authenticator.Create(await NewChallengeAsync(fault == "another person's challenge" ? session : _session));
        if (fault == "another challenge")
            answer = new() { Challenge = (await NewChallengeAsync(_session)).Id, Credential = answer.Credential };
        else if (fault == "nothing at all")
            answer = new() { Challenge = answer.Challenge, Credential = JsonSerializer.SerializeToElement(Array.Empty<int>()) };

        using var refused = await PostAsync("passkeys", new NewPasskey { Name = "office key", Passkey = answer }, _session);

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("passkey-refused");
        (await PasskeysAsync()).ShouldBeEmpty();
        session.Dispose();
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("a\nb")]
    [TestCase("123456789 123456789 123456789 123456789 123456789 1")]
    public async Task It_has_a_name(string name)
    {
        using var refused = await AddAsync(_authenticator, name: name);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("'name' must be 1 to 50 characters");
    }

    [Test]
    public async Task A_person_has_ten_at_most()
    {
        var last = await NewChallengeAsync(_session);
        for (var count = 0; count < OwnPasskeys.Most; count++)
        {
            using var another = new TestAuthenticator();
            (await AddAsync(another)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        var answer = new NewPasskey { Name = "one more", Passkey = _authenticator.Create(last) };
        foreach (var refused in new[] { await PostAsync("passkeys", answer, _session), await ChallengedAsync(_session) })
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("too-many-passkeys");
        }
    }

    [Test]
    public async Task A_machine_has_none()
    {
        (await (await _administrator.GetAsync("/api/v1/passkeys")).Content.ReadAsStringAsync()).ShouldBe("[]");
        (await (await ChallengedAsync(_administrator)).Content.ReadAsStringAsync()).ShouldContain("no-password");
    }

    [Test]
    public async Task A_challenge_tells_nothing_of_anybody_and_asks_for_a_person()
    {
        await AddAsync(_authenticator);
        var options = (await ChallengeAsync()).Options;

        options.GetProperty("allowCredentials").GetArrayLength().ShouldBe(0);
        options.GetProperty("rpId").GetString().ShouldBe("desk.police.example");
        options.GetProperty("userVerification").GetString().ShouldBe("required");
        var adding = (await NewChallengeAsync(_session)).Options;
        adding.GetProperty("attestation").GetString().ShouldBe("none");
        adding.GetProperty("excludeCredentials").GetArrayLength().ShouldBe(1);
        adding.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString().ShouldBe("required");
        (await _stranger.GetFromJsonAsync<SignInWays>("/api/v1/sessions/ways", ProtocolJson.Options))!.Passkeys.ShouldBeTrue();
    }

    private async Task<(TestPerson Person, HttpClient Session)> EnrolAsync(string name)
    {
        var person = await TestPerson.EnrolAsync(_administrator, name, Now, Role.Officer);
        using var answer = await PostAsync("sessions", person.SignIn(Now));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (person, await _gateway.ListenAsync((await answer.Content.ReadFromJsonAsync<SessionView>(ProtocolJson.Options))!.Token));
    }

    private async Task<HttpResponseMessage> AddAsync(
        TestAuthenticator authenticator,
        HttpClient? session = null,
        string name = "office key"
    )
    {
        session ??= _session;
        var answer = authenticator.Create(await NewChallengeAsync(session));
        return await PostAsync("passkeys", new NewPasskey { Name = name, Passkey = answer }, session);
    }

    private static Task<HttpResponseMessage> ChallengedAsync(HttpClient session) => session.PostAsync("/api/v1/passkeys/challenge", null);

    private static Task<PasskeyChallengeView> NewChallengeAsync(HttpClient session) => ReadAsync(ChallengedAsync(session));

    private Task<PasskeyChallengeView> ChallengeAsync() => ReadAsync(_stranger.PostAsync("/api/v1/sessions/passkey/challenge", null));

    private static async Task<PasskeyChallengeView> ReadAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<PasskeyChallengeView>(ProtocolJson.Options))!;
    }

    private async Task<HttpResponseMessage> SignInAsync(
        TestAuthenticator authenticator,
        string name = "rahima",
        string password = TestPerson.Password
    ) => await PresentAsync(authenticator.Get(await ChallengeAsync()), name, password);

    private Task<HttpResponseMessage> PresentAsync(
        PasskeyAnswer answer,
        string name = "rahima",
        string password = TestPerson.Password
    ) =>
        PostAsync(
            "sessions/passkey",
            new PasskeySignIn
            {
                Name = name,
                Password = password,
                Passkey = answer,
            }
        );

    private static async Task RefusedAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("sign-in-refused");
    }

    private Task<HttpResponseMessage> PostAsync<T>(string path, T body, HttpClient? client = null) =>
        (client ?? _stranger).PostAsJsonAsync($"/api/v1/{path}", body, ProtocolJson.Options);

    private async Task<List<PasskeyView>> PasskeysAsync() =>
        (await _session.GetFromJsonAsync<List<PasskeyView>>("/api/v1/passkeys", ProtocolJson.Options))!;

    private List<string> Changes() =>
        [.. Entries(LedgerEvents.PersonChanged).Select(leaf => string.Join(' ', leaf.Detail!["changed"]!.AsArray()))];

    private IEnumerable<LedgerLeaf> Entries(string @event)
    {
        using var sql = _gateway.Part<Exchange.Gateway.Store.Database>().OpenSession();
        return sql.Query("SELECT leaf FROM entries ORDER BY \"index\"", row => LedgerLeaf.Read(row.GetFieldValue<byte[]>(0)).OrThrow())
            .Where(leaf => leaf.Event == @event);
    }
}

/// <summary>What a gateway knows of its desk, and what it keeps while authenticators are asked.</summary>
internal sealed class PasskeySettingsTests
{
    [TestCase("https://Desk.police.example", "https://desk.police.example", "desk.police.example")]
    [TestCase("https://desk.police.example:443/", "https://desk.police.example", "desk.police.example")]
    [TestCase("https://desk.police.example:7481", "https://desk.police.example:7481", "desk.police.example")]
    [TestCase("http://localhost:7481/", "http://localhost:7481", "localhost")]
    public void The_address_of_the_desk_is_what_a_browser_signs(string url, string origin, string host)
    {
        var settings = new SignInSettings { DeskUrl = url };
        (settings.DeskFault, settings.DeskOrigin, settings.DeskHost).ShouldBe((null, origin, host));
    }

    [TestCase("desk.police.example")]
    [TestCase("http://desk.police.example")]
    [TestCase("https://192.0.2.1")]
    [TestCase("https://desk.police.example/desk")]
    [TestCase("https://desk.police.example?a=b")]
    [TestCase("https://পুলিশ.example")]
    [TestCase("https://user@desk.police.example")]
    [TestCase("")]
    public void An_address_to_which_no_passkey_can_be_bound_is_refused(string url) =>
        new SignInSettings { DeskUrl = url }.DeskFault.ShouldNotBeNull();

    [Test]
    public async Task Without_it_there_are_no_passkeys()
    {
        await using var gateway = TestGateway.Start();
        using var stranger = await gateway.ListenAsync(token: null);

        (await stranger.GetFromJsonAsync<SignInWays>("/api/v1/sessions/ways", ProtocolJson.Options))!.Passkeys.ShouldBeFalse();
        using var refused = await stranger.PostAsync("/api/v1/sessions/passkey/challenge", null);
        refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("no-passkeys");
    }

    [Test]
    public void Only_so_many_challenges_wait_and_the_oldest_goes()
    {
        var challenges = new PasskeyChallenges(new FakeTimeProvider());
        var first = challenges.Keep("first");
        var second = challenges.Keep("second");
        for (var more = 1; more < PasskeyChallenges.Most; more++)
            challenges.Keep("more");

        challenges.Take(first).ShouldBeNull();
        challenges.Take(second).ShouldBe("second");
        challenges.Take(second).ShouldBeNull();
    }
}
