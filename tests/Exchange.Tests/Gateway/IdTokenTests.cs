using System.Net;
using System.Net.Http.Json;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Gateway.Home;
using Exchange.Gateway.Journal;
using Exchange.Gateway.People;
using Exchange.Ledger.Entries;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;
using Exchange.Tests.Cli;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Exchange.Tests.Gateway;

/// <summary>People sign in with the tokens of a national identity provider (OpenIddict), and nobody with any other.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class IdTokenTests(string store)
{
    private const string Subject = "8f2c7a90-1b";

    private TemporaryFolder _folder = null!;
    private NationalProvider _provider = null!;
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private HttpClient _administrator = null!;
    private HttpClient _stranger = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    [OneTimeSetUp]
    public async Task StartProvider()
    {
        _folder = new();
        _provider = await NationalProvider.StartAsync();
        _provider.Callback = ProviderVisit.Callback;
        _folder.Write(_provider.Authority, "national.pem");
    }

    [OneTimeTearDown]
    public async Task StopProvider()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [SetUp]
    public Task Start() =>
        StartAsync(
            new()
            {
                Issuer = _provider.Issuer,
                ClientId = NationalProvider.ClientId,
                TrustedAuthorities = _folder.In("national.pem"),
            }
        );

    private async Task StartAsync(OpenIdConnectSettings? provider)
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock, new() { SignIn = new() { OpenIdConnect = provider } }, store);
        _administrator = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
        _stranger = await _gateway.ListenAsync(token: null);
    }

    [TearDown]
    public async Task Stop()
    {
        _administrator.Dispose();
        _stranger.Dispose();
        await _gateway.DisposeAsync();
    }

    [Test]
    public async Task A_person_signs_in_at_the_provider_and_has_a_session_as_any_other()
    {
        var person = await AddAsync("rahima", Role.Auditor);
        using var answer = await PresentAsync(await ProviderVisit.SignInAsync(_provider, Subject));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var session = (await answer.Content.ReadFromJsonAsync<SessionView>(ProtocolJson.Options))!;
        session.Name.ShouldBe("rahima");

        using var rahima = await _gateway.ListenAsync(session.Token);
        (await rahima.GetFromJsonAsync<CallerView>("/api/v1/sessions/current", ProtocolJson.Options))!.Roles.ShouldBe([Role.Auditor]);
        (await rahima.DeleteAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await rahima.GetAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var entry = Entries(LedgerEvents.SignedIn).ShouldHaveSingleItem();
        entry.Actor.ShouldBe($"user:{person.Id}");
        entry.Detail!["what"]!.ToString().ShouldBe("openid-connect");
        Ledger().ShouldNotContain(Subject);
    }

    private static IEnumerable<TestCaseData> Forged()
    {
        yield return Case("of another issuer", (token, _) => token.Claims["iss"] = "https://id.elsewhere.example/");
        yield return Case("for another client", (token, _) => token.Claims["aud"] = "another");
        yield return Case("for another client too", (token, _) => token.Claims["aud"] = new[] { NationalProvider.ClientId, "another" });
        yield return Case("given to another client", (token, _) => token.Claims["azp"] = "another");
        yield return Case("that has ended", (token, now) => token.Claims["exp"] = now - 31);
        yield return Case("without an end", (token, _) => token.Claims.Remove("exp"));
        yield return Case("that does not count yet", (token, now) => token.Claims["nbf"] = now + 40);
        yield return Case("issued too long ago", (token, now) => token.Claims["iat"] = now - 300);
        yield return Case("issued in the future", (token, now) => token.Claims["iat"] = now + 40);
        yield return Case("of no known time", (token, _) => token.Claims.Remove("iat"));
        yield return Case("without a nonce", (token, _) => token.Claims.Remove("nonce"));
        yield return Case("without a subject", (token, _) => token.Claims.Remove("sub"));
        yield return Case("that is an access token", (token, _) => token.TokenType = "at+jwt");
        yield return Case("without a signature", (token, _) => token.SigningCredentials = null);
        yield return Case("signed by another's key", (token, _) =>
            token.SigningCredentials = new(
                new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = token.SigningCredentials.Key.KeyId },
                SecurityAlgorithms.EcdsaSha256
            )
        );
        yield return Case("signed with what is public as a secret", (token, _) =>
            token.SigningCredentials = new(
                new SymmetricSecurityKey(((ECDsaSecurityKey)token.SigningCredentials.Key).ECDsa.ExportSubjectPublicKeyInfo())
                {
                    KeyId = token.SigningCredentials.Key.KeyId,
                },
                SecurityAlgorithms.HmacSha256
            )
        );

        static TestCaseData Case(string name, Action<SecurityTokenDescriptor, long> forge) =>
            new TestCaseData(forge).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Forged))]
    public async Task No_token_signs_in_that_is(Action<SecurityTokenDescriptor, long> forge)
    {
        await AddAsync("rahima", Role.Officer);

        await IsRefusedAsync(Token(forge), HttpStatusCode.Unauthorized, "id-token-invalid");

        Entries(LedgerEvents.SignInFailed).ShouldHaveSingleItem().Actor.ShouldBe("unknown");
        _gateway.Read<long>("SELECT COUNT(*) FROM sessions").ShouldBe(0);
        // All else about it is right.
        (await PresentAsync(Token())).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("x.y.z")]
    public async Task What_is_no_token_is_refused(string text) =>
        await IsRefusedAsync(text, HttpStatusCode.Unauthorized, "id-token-invalid");

    [Test]
    public async Task A_token_whose_subject_was_changed_is_refused()
    {
        await AddAsync("rahima", Role.Officer);
        var parts = Token((token, _) => token.Claims["sub"] = "somebody else").Split('.');
        parts[1] = Token().Split('.')[1];
        await IsRefusedAsync(string.Join('.', parts), HttpStatusCode.Unauthorized, "id-token-invalid");
    }

    [Test]
    public async Task A_token_signs_in_once_however_its_signature_is_written()
    {
        await AddAsync("rahima", Role.Officer);
        var token = Token();
        (await PresentAsync(token)).StatusCode.ShouldBe(HttpStatusCode.Created);

        await IsRefusedAsync(token, HttpStatusCode.Unauthorized, "id-token-used");
        await IsRefusedAsync(WithOtherSignature(token), HttpStatusCode.Unauthorized, "id-token-used");
        _gateway.Read<long>("SELECT COUNT(*) FROM sessions").ShouldBe(1);
        // Kept for as long as it could be presented, and no longer.
        _clock.Advance(IdTokenReader.Life);
        (await PresentAsync(Token())).StatusCode.ShouldBe(HttpStatusCode.Created);
        _gateway.Read<long>("SELECT COUNT(*) FROM id_tokens").ShouldBe(1);
    }

    [Test]
    public async Task Who_has_a_national_account_and_nobody_has_entered_it_is_refused()
    {
        await AddAsync("rahima", Role.Officer);
        await IsRefusedAsync(
            Token((token, _) => token.Claims["sub"] = Subject.ToUpperInvariant()),
            HttpStatusCode.Forbidden,
            "subject-unknown"
        );

        var entry = Entries(LedgerEvents.SignInFailed).ShouldHaveSingleItem();
        (entry.Actor, entry.Detail!["what"]!.ToString()).ShouldBe(("unknown", "subject-unknown"));
    }

    [Test]
    public async Task Who_is_disabled_or_locked_is_refused_here_too()
    {
        var person = await AddAsync("rahima", Role.Officer);
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("UPDATE people SET locked_until = @p0", (Now + SessionHandler.Locked).ToUnixTimeMilliseconds())
        );
        await IsRefusedAsync(Token(), HttpStatusCode.Forbidden, "person-stopped");
        Entries(LedgerEvents.SignInFailed).ShouldHaveSingleItem().Actor.ShouldBe($"user:{person.Id}");
        _clock.Advance(SessionHandler.Locked);
        (await PresentAsync(Token())).StatusCode.ShouldBe(HttpStatusCode.Created);

        (await ChangeAsync("rahima", new([Role.Officer], Disabled: true) { Subject = Subject })).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        _clock.Advance(TimeSpan.FromSeconds(1));
        await IsRefusedAsync(Token(), HttpStatusCode.Forbidden, "person-stopped");
    }

    [Test]
    public async Task A_subject_takes_the_place_of_the_password_until_an_administrator_gives_one()
    {
        var rahima = await TestPerson.EnrolAsync(_administrator, "rahima", Now, Role.Officer);
        (await ChangeAsync("rahima", new([Role.Officer], Disabled: false) { Subject = Subject })).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await _stranger.PostAsJsonAsync("/api/v1/sessions", rahima.SignIn(Now), ProtocolJson.Options)).StatusCode.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await PersonAsync("rahima")).Status.ShouldBe(PersonStatus.Active);

        using var given = await _administrator.PostAsync("/api/v1/people/rahima/enrolment", null);
        var code = (await given.Content.ReadFromJsonAsync<EnrolmentCodeView>(ProtocolJson.Options))!.Code;
        (await _stranger.PostAsJsonAsync("/api/v1/enrolments", rahima.Enrolment(code, Now), ProtocolJson.Options)).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await ChangeAsync("rahima", new([Role.Officer, Role.Supervisor], Disabled: false) { Subject = Subject })).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await _stranger.PostAsJsonAsync("/api/v1/sessions", rahima.SignIn(Now), ProtocolJson.Options)).StatusCode.ShouldBe(
            HttpStatusCode.Created
        );
        (await PresentAsync(Token())).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Test]
    public async Task A_subject_is_one_persons()
    {
        await AddAsync("rahima", Role.Officer);
        using var added = await _administrator.PostAsJsonAsync(
            "/api/v1/people",
            new NewCaller("karim", [Role.Officer]),
            ProtocolJson.Options
        );
        using var taken = await ChangeAsync("karim", new([Role.Officer], Disabled: false) { Subject = Subject });
        taken.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await taken.Content.ReadAsStringAsync()).ShouldContain("subject-taken");
        (await ChangeAsync("karim", new([Role.Officer], Disabled: false) { Subject = "রহিমা" })).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );

        (await ChangeAsync("rahima", new([Role.Officer], Disabled: false))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await PersonAsync("rahima")).Status.ShouldBe(PersonStatus.Enrolling);
        (await ChangeAsync("karim", new([Role.Officer], Disabled: false) { Subject = Subject })).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        Entries(LedgerEvents.PersonChanged)
            .Select(entry => entry.Detail!["changed"]!.ToJsonString())
            .ShouldBe(["[\"subject\"]", "[\"subject\"]", "[\"subject\"]"]);
    }

    [Test]
    public async Task A_subject_of_a_former_provider_is_nobody_at_the_next()
    {
        await AddAsync("rahima", Role.Officer);
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE people SET issuer = 'https://id.former.example/'"));

        await IsRefusedAsync(Token(), HttpStatusCode.Forbidden, "subject-unknown");
        (await PersonAsync("rahima")).Subject.ShouldBeNull();
    }

    [Test]
    public async Task A_new_key_of_the_provider_is_fetched_when_a_token_names_it_and_a_withdrawn_one_is_forgotten()
    {
        await AddAsync("rahima", Role.Officer);
        (await PresentAsync(Token())).StatusCode.ShouldBe(HttpStatusCode.Created);
        var former = Token((token, now) => (token.Claims["iat"], token.Claims["exp"]) = (now + 61, now + 361));
        _provider.RenewKey();
        await IsRefusedAsync(Token(), HttpStatusCode.Unauthorized, "id-token-invalid", "at most once a minute the provider is asked");

        _clock.Advance(TimeSpan.FromMinutes(1));
        (await PresentAsync(Token())).StatusCode.ShouldBe(HttpStatusCode.Created);
        await IsRefusedAsync(former, HttpStatusCode.Unauthorized, "id-token-invalid");
    }

    [Test]
    public async Task A_provider_that_is_not_verified_or_is_another_one_signs_nobody_in()
    {
        var right = _gateway.Settings.SignIn.OpenIdConnect!;
        foreach (
            var wrong in new[]
            {
                right with
                {
                    TrustedAuthorities = null,
                },
                right with
                {
                    Issuer = right.Issuer.TrimEnd('/'),
                },
                right with
                {
                    Issuer = "https://127.0.0.1:1/",
                },
            }
        )
        {
            await Stop();
            await StartAsync(wrong);
            await IsRefusedAsync(Token(), HttpStatusCode.ServiceUnavailable, "identity-provider-unreachable");
        }
    }

    [Test]
    public async Task Without_a_provider_nobody_signs_in_with_a_token_and_no_subject_is_entered()
    {
        await Stop();
        await StartAsync(provider: null);
        await IsRefusedAsync(Token(), HttpStatusCode.Conflict, "no-identity-provider");
        using var added = await _administrator.PostAsJsonAsync(
            "/api/v1/people",
            new NewCaller("rahima", [Role.Officer]),
            ProtocolJson.Options
        );
        using var changed = await ChangeAsync("rahima", new([Role.Officer], Disabled: false) { Subject = Subject });
        changed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await changed.Content.ReadAsStringAsync()).ShouldContain("SignIn:OpenIdConnect");
    }

    [Test]
    public async Task An_administrator_with_a_national_account_is_one()
    {
        await AddAsync("rahima", Role.Administrator);
        await _gateway.Part<FirstAdministrator>().EnsureAsync();
        File.Exists(_gateway.Home.FirstAdministrator).ShouldBeFalse();

        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE people SET issuer = 'https://id.former.example/'"));
        await _gateway.Part<FirstAdministrator>().EnsureAsync();
        File.Exists(_gateway.Home.FirstAdministrator).ShouldBeTrue();
    }

    [Test]
    public async Task While_the_ledger_is_suspended_a_national_account_signs_in_and_it_is_recorded_then()
    {
        await AddAsync("hasan", Role.Operator);
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        (await PresentAsync(Token())).StatusCode.ShouldBe(HttpStatusCode.Created);
        Entries(LedgerEvents.SignedIn).ShouldBeEmpty();

        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindWhole());
        await Soon.IsAsync(() => Entries(LedgerEvents.SignedIn).Any(), () => _clock.Advance(TimeSpan.FromSeconds(10)));
    }

    // As the provider would sign it.
    private string Token(Action<SecurityTokenDescriptor, long>? forge = null)
    {
        var now = Now.ToUnixTimeSeconds();
        var token = new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>
            {
                ["iss"] = _provider.Issuer,
                ["aud"] = NationalProvider.ClientId,
                ["sub"] = Subject,
                ["iat"] = now,
                ["exp"] = now + 3600,
                ["nonce"] = Guid.CreateVersion7(Now).ToString(),
            },
            SigningCredentials = new(_provider.Key, SecurityAlgorithms.EcdsaSha256),
        };
        forge?.Invoke(token, now);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    // Added, and known by its subject.
    private async Task<PersonView> AddAsync(string name, Role role)
    {
        using var added = await _administrator.PostAsJsonAsync("/api/v1/people", new NewCaller(name, [role]), ProtocolJson.Options);
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await ChangeAsync(name, new([role], Disabled: false) { Subject = Subject })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return await PersonAsync(name);
    }

    private async Task<PersonView> PersonAsync(string name) =>
        (await _administrator.GetFromJsonAsync<List<PersonView>>("/api/v1/people", ProtocolJson.Options))!.Single(person =>
            person.Name == name
        );

    private Task<HttpResponseMessage> ChangeAsync(string name, PersonRights rights) =>
        _administrator.PutAsJsonAsync($"/api/v1/people/{name}", rights, ProtocolJson.Options);

    private Task<HttpResponseMessage> PresentAsync(string token) =>
        _stranger.PostAsJsonAsync("/api/v1/sessions/openid-connect", new IdTokenSignIn { IdToken = token }, ProtocolJson.Options);

    private async Task IsRefusedAsync(string token, HttpStatusCode status, string code, string? because = null)
    {
        using var answer = await PresentAsync(token);
        answer.StatusCode.ShouldBe(status, because);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.ToString().ShouldBe(code, because);
    }

    private IEnumerable<LedgerLeaf> Entries(string @event) => All().Where(leaf => leaf.Event == @event);

    private string Ledger() => string.Join('\n', All().Select(leaf => Encoding.UTF8.GetString(leaf.Bytes.Span)));

    private List<LedgerLeaf> All()
    {
        using var sql = _gateway.Part<Exchange.Gateway.Store.Database>().OpenSession();
        return sql.Query("SELECT leaf FROM entries ORDER BY \"index\"", row => LedgerLeaf.Read(row.GetFieldValue<byte[]>(0)).OrThrow());
    }

    private static string WithOtherSignature(string token)
    {
        // ECDSA: with (r, s), (r, n - s) is a signature of the same too.
        var order = new BigInteger(
            Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
            isUnsigned: true,
            isBigEndian: true
        );
        var parts = token.Split('.');
        var signature = Base64UrlEncoder.DecodeBytes(parts[2]);
        var other = (order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true)).ToByteArray(
            isUnsigned: true,
            isBigEndian: true
        );
        signature.AsSpan(32).Clear();
        other.CopyTo(signature.AsSpan(64 - other.Length));
        return $"{parts[0]}.{parts[1]}.{Base64UrlEncoder.Encode(signature)}";
    }
}
