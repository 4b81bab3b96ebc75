using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Gateway.Api;
using Exchange.Gateway.Journal;
using Exchange.Gateway.People;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Reading;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>People sign in, and machines show keys; what they may do, and what the ledger says of it.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class PeopleTests(string store)
{
    private FakeTimeProvider _clock = null!;
    private TestGateway _gateway = null!;
    private HttpClient _administrator = null!;
    private HttpClient _stranger = null!;

    private DateTimeOffset Now => _clock.GetUtcNow();

    [SetUp]
    public async Task Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock, store: store);
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
    public async Task A_person_enrols_signs_in_works_by_its_role_and_signs_out()
    {
        var rahima = await EnrolAsync("rahima", Role.Auditor);
        using var session = await SignInAsync(rahima);

        (await session.GetAsync("/api/v1/ledger/entries")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await session.GetAsync("/api/v1/people")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var caller = (await session.GetFromJsonAsync<CallerView>("/api/v1/sessions/current", ProtocolJson.Options))!;
        caller.Roles.ShouldBe([Role.Auditor]);
        (await session.DeleteAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await session.GetAsync("/api/v1/ledger/entries")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        Events()
            .ShouldBeSubsetOf([
                LedgerEvents.KeyMade,
                LedgerEvents.PersonAdded,
                LedgerEvents.PersonChanged,
                LedgerEvents.SignedIn,
                LedgerEvents.LedgerRead,
                LedgerEvents.AccessDenied,
                LedgerEvents.SignedOut,
            ]);
        Entries(LedgerEvents.SignedIn).ShouldHaveSingleItem().Actor.ShouldBe(caller.Actor);
        Entries(LedgerEvents.LedgerRead).ShouldHaveSingleItem().Actor.ShouldBe(caller.Actor);
        Entries(LedgerEvents.SignedOut).ShouldHaveSingleItem().Actor.ShouldBe(caller.Actor);
        All().ShouldNotContain(leaf => Encoding.UTF8.GetString(leaf.Bytes.ToArray()).Contains("rahima", StringComparison.Ordinal));
    }

    [Test]
    public async Task A_sign_in_needs_name_password_and_code_and_a_refusal_does_not_say_which_was_wrong()
    {
        var rahima = await EnrolAsync("rahima", Role.Officer);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var answers = new List<string>();
        foreach (
            var wrong in new[]
            {
                new SignIn
                {
                    Name = "nobody-here",
                    Password = TestPerson.Password,
                    Code = rahima.CodeAt(Now),
                },
                rahima.SignIn(Now, password: "correct horse batter"),
                rahima.SignIn(Now, code: rahima.CodeAt(Now.AddMinutes(-2))),
                rahima.SignIn(Now, code: "000000x"),
            }
        )
        {
            using var answer = await PostAsync("sessions", wrong);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answers.Add(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!.ToString());
        }

        answers.Distinct().ShouldHaveSingleItem();
        using var right = await PostAsync("sessions", rahima.SignIn(Now));
        right.StatusCode.ShouldBe(HttpStatusCode.Created);
        await Soon.IsAsync(() => Entries(LedgerEvents.SignInFailed).Select(leaf => leaf.Actor).Distinct().Count() == 2);
    }

    [Test]
    public async Task A_code_signs_in_once()
    {
        var rahima = await EnrolAsync("rahima", Role.Officer);
        using (await SignInAsync(rahima))
        using (var again = await PostAsync("sessions", rahima.SignIn(Now)))
            again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        _clock.Advance(TimeSpan.FromSeconds(30));
        using var next = await SignInAsync(rahima);
    }

    [Test]
    public async Task After_five_failures_the_right_password_does_not_sign_in_either_for_a_quarter_of_an_hour()
    {
        var rahima = await EnrolAsync("rahima", Role.Officer);
        // All at once: none of them may be lost to the count.
        var failures = await Task.WhenAll(
            Enumerable.Range(0, SessionHandler.MostFailures).Select(_ => PostAsync("sessions", rahima.SignIn(Now, password: "wrong")))
        );
        failures.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Unauthorized);

        (await PostAsync("sessions", rahima.SignIn(Now))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await PeopleAsync()).ShouldHaveSingleItem().Status.ShouldBe(PersonStatus.Locked);
        Changes().ShouldBe(["credentials", "locked"]);
        _clock.Advance(SessionHandler.Locked);
        using var session = await SignInAsync(rahima);
    }

    [Test]
    public async Task A_session_ends_after_a_quarter_of_an_hour_without_a_request_and_after_twelve_hours_in_any_case()
    {
        var rahima = await EnrolAsync("rahima", Role.Officer);
        using (var idle = await SignInAsync(rahima))
        {
            _clock.Advance(Callers.Idle);
            (await idle.GetAsync("/api/v1/exchanges")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var busy = await SignInAsync(rahima);
        for (var ends = Now + SessionHandler.Longest; Now + TimeSpan.FromMinutes(10) < ends; _clock.Advance(TimeSpan.FromMinutes(10)))
        {
            (await busy.GetAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.OK);
            await Soon.IsAsync(() => _gateway.Read<long>("SELECT MAX(used_at) FROM sessions") == Now.ToUnixTimeMilliseconds());
        }

        _clock.Advance(TimeSpan.FromMinutes(10));
        (await busy.GetAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [TestCase("exchanges/news")]
    [TestCase("exchanges/changes")]
    [TestCase("drafts/news")]
    public async Task What_a_page_asks_by_itself_keeps_no_session_from_ending_and_is_not_recorded(string of)
    {
        using var session = await SignInAsync(await EnrolAsync("rahima", Role.Officer));
        var entries = _gateway.Part<LogBook>().Size;
        for (var ends = Now + Callers.Idle; Now < ends; _clock.Advance(TimeSpan.FromMinutes(1)))
            (await session.GetAsync($"/api/v1/{of}?from=0")).StatusCode.ShouldBe(HttpStatusCode.OK);

        _gateway.Part<LogBook>().Size.ShouldBe(entries);
        (await session.GetAsync($"/api/v1/{of}?from=0")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [TestCase("roles", true)]
    [TestCase("disabled", true)]
    [TestCase("enrolment-code", false)]
    public async Task What_an_administrator_changes_ends_the_sessions_of_the_person_at_once(string change, bool isPut)
    {
        var rahima = await EnrolAsync("rahima", Role.Officer);
        using var session = await SignInAsync(rahima);

        using var changed = isPut
            ? await _administrator.PutAsJsonAsync(
                "/api/v1/people/rahima",
                new PersonRights([change == "roles" ? Role.Supervisor : Role.Officer], change == "disabled"),
                ProtocolJson.Options
            )
            : await _administrator.PostAsync("/api/v1/people/rahima/enrolment", null);

        changed.IsSuccessStatusCode.ShouldBeTrue(await changed.Content.ReadAsStringAsync());
        (await session.GetAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        Changes()[^1].ShouldBe(change);
        _clock.Advance(TimeSpan.FromMinutes(1));
        using var again = await PostAsync("sessions", rahima.SignIn(Now));
        again.StatusCode.ShouldBe(change == "roles" ? HttpStatusCode.Created : HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task An_enrolment_code_enrols_once_and_for_a_day()
    {
        var code = await AddAsync("rahima", Role.Officer);
        var rahima = new TestPerson("rahima");
        (await PostAsync("enrolments", rahima.Enrolment(code, Now, password: "short"))).StatusCode.ShouldBe(
            HttpStatusCode.UnprocessableEntity
        );
        (await PostAsync("enrolments", rahima.Enrolment("AAAA-" + code[5..], Now))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        // As people type it.
        (await PostAsync("enrolments", rahima.Enrolment(code.ToLowerInvariant().Replace('-', ' '), Now))).StatusCode.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await PostAsync("enrolments", rahima.Enrolment(code, Now))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        var late = await AddAsync("karim", Role.Officer);
        _clock.Advance(PeopleHandler.CodeLife);
        (await PostAsync("enrolments", new TestPerson("karim").Enrolment(late, Now))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task Nobody_changes_its_own_account()
    {
        using var session = await SignInAsync(await EnrolAsync("ayesha", Role.Administrator));

        foreach (
            var answer in new[]
            {
                await session.PutAsJsonAsync(
                    "/api/v1/people/ayesha",
                    new PersonRights([Role.Administrator, Role.Officer], false),
                    ProtocolJson.Options
                ),
                await session.PostAsync("/api/v1/people/Ayesha/enrolment", null),
            }
        )
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("own-account");
        }
    }

    [TestCase("Rahima Begum", "officer")]
    [TestCase("r", "officer")]
    [TestCase("rahima", "")]
    public async Task A_person_has_a_name_to_sign_in_with_and_a_role(string name, string role)
    {
        using var answer = await _administrator.PostAsJsonAsync(
            "/api/v1/people",
            new NewCaller(name, CallerText.Read<Role>(role)),
            ProtocolJson.Options
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Test]
    public async Task A_name_is_given_once()
    {
        await AddAsync("rahima", Role.Officer);
        foreach (var path in new[] { "people", "keys", "keys" })
        {
            using var answer = await _administrator.PostAsJsonAsync(
                $"/api/v1/{path}",
                new NewCaller("rahima", [Role.Officer]),
                ProtocolJson.Options
            );
            if (path == "keys" && answer.StatusCode == HttpStatusCode.Created)
                continue;
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("name-taken");
        }

        (await _administrator.GetFromJsonAsync<List<KeyView>>("/api/v1/keys", ProtocolJson.Options))!
            .Count(key => key.Name == "rahima")
            .ShouldBe(1);
    }

    [Test]
    public async Task A_key_works_by_its_roles_until_it_is_revoked_and_only_its_hash_is_kept()
    {
        using var made = await _administrator.PostAsJsonAsync(
            "/api/v1/keys",
            new NewCaller("case-system", [Role.Officer]) { Units = ["CID"] },
            ProtocolJson.Options
        );
        var key = (await made.Content.ReadFromJsonAsync<NewKeyView>(ProtocolJson.Options))!;
        using var machine = await _gateway.ListenAsync(key.Key);

        (await machine.GetFromJsonAsync<CallerView>("/api/v1/sessions/current", ProtocolJson.Options))!.Units.ShouldBe(["CID"]);
        (await machine.GetAsync("/api/v1/exchanges")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await machine.GetAsync("/api/v1/ledger/entries")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await machine.DeleteAsync("/api/v1/sessions/current")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        _gateway.Read<string>("SELECT hash FROM api_keys WHERE name = 'case-system'").ShouldNotContain(key.Key!);
        (await _administrator.DeleteAsync("/api/v1/keys/case-system")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await machine.GetAsync("/api/v1/exchanges")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await _administrator.GetFromJsonAsync<List<KeyView>>("/api/v1/keys", ProtocolJson.Options))!
            .Single(one => one.Id == key.Id)
            .RevokedAt.ShouldNotBeNull();
        Entries(LedgerEvents.KeyRevoked).ShouldHaveSingleItem();
    }

    [Test]
    public async Task A_certificate_opens_the_API_while_it_is_valid_and_each_is_known_once()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=case-system", key, HashAlgorithmName.SHA256);
        var now = _clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var ended = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(-1));
        var pem = certificate.ExportCertificatePem();
        foreach (
            var wrong in new[]
            {
                "",
                "-",
                key.ExportPkcs8PrivateKeyPem(),
                $"{pem}\n{key.ExportPkcs8PrivateKeyPem()}",
                $"{pem}\n{pem}",
                pem.Replace("CERTIFICATE", "CMS", StringComparison.Ordinal),
                "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
                pem + new string(' ', 20_000),
                ended.ExportCertificatePem(),
            }
        )
        {
            using var refused = await MakeAsync("case-system", wrong);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, wrong);
            (await CodeOfAsync(refused)).ShouldBe("invalid-certificate");
        }

        using var made = await MakeAsync("case-system", pem);
        var view = (await made.Content.ReadFromJsonAsync<NewKeyView>(ProtocolJson.Options))!;
        (view.Key, view.Certificate).ShouldBe((null, Digest.Of(certificate.RawData).ToString()));
        using var twice = await MakeAsync("another", pem);
        (twice.StatusCode, await CodeOfAsync(twice)).ShouldBe((HttpStatusCode.Conflict, "certificate-taken"));
        (await _administrator.GetFromJsonAsync<List<KeyView>>("/api/v1/keys", ProtocolJson.Options))!
            .Single(one => one.Id == view.Id)
            .Certificate.ShouldBe(view.Certificate);
        Entries(LedgerEvents.KeyMade).Last().Detail!.ToJsonString().ShouldContain(view.Certificate!);

        var callers = _gateway.Part<Callers>();
        callers.Of(certificate)!.Actor.ShouldBe($"key:{view.Id}");
        callers.Of(view.Certificate!).ShouldBeNull("the digest is no secret");
        _clock.Advance(TimeSpan.FromDays(2));
        callers.Of(certificate).ShouldBeNull("it has ended");

        static async Task<string> CodeOfAsync(HttpResponseMessage answer) =>
            (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!;

        Task<HttpResponseMessage> MakeAsync(string name, string certificate) =>
            _administrator.PostAsJsonAsync(
                "/api/v1/keys",
                new NewKey(name, [Role.Officer]) { Certificate = certificate },
                ProtocolJson.Options
            );
    }

    [Test]
    public async Task Who_must_resume_a_suspended_ledger_can_sign_in_and_it_is_recorded_then()
    {
        var hasan = await EnrolAsync("hasan", Role.Operator);
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        using (var session = await SignInAsync(hasan))
            (await session.GetAsync("/api/v1/links")).StatusCode.ShouldBe(HttpStatusCode.OK);
        Entries(LedgerEvents.SignedIn).ShouldBeEmpty();

        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindWhole());
        await Soon.IsAsync(() => Entries(LedgerEvents.SignedIn).Any(), () => _clock.Advance(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task Attempts_without_a_caller_are_limited_and_others_go_on()
    {
        var wrong = new SignIn
        {
            Name = "x",
            Password = "x",
            Code = "x",
        };
        HttpResponseMessage? last = null;
        for (var attempt = 0; attempt <= Limits.AttemptsPerMinute && last?.StatusCode != HttpStatusCode.TooManyRequests; attempt++)
        {
            last = await PostAsync(
                "enrolments",
                new Enrolment
                {
                    EnrolmentCode = "x",
                    Password = "x",
                    Secret = "x",
                    Code = "x",
                }
            );
        }

        last!.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter.ShouldNotBeNull();
        (await PostAsync("sessions", wrong)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await _administrator.GetAsync("/api/v1/people")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [TestCase("""{ "name": "x", "password": "x" }""")]
    [TestCase("""{ "name": "x", "password": "x", "code": "x", "more": 1 }""")]
    [TestCase("""{ "name": null, "password": "x", "code": "x" }""")]
    [TestCase("[]")]
    public async Task A_body_that_is_not_as_described_is_refused(string body)
    {
        using var answer = await _stranger.PostAsync("/api/v1/sessions", new StringContent(body, Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("bad-request");
    }

    [Test]
    public async Task No_secret_of_a_person_is_in_the_database_as_it_is()
    {
        var code = await AddAsync("rahima", Role.Officer);
        var rahima = new TestPerson("rahima");
        var enrolment = rahima.Enrolment(code, Now);
        (await PostAsync("enrolments", enrolment)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        Base32.TryRead(enrolment.Secret, out var secret).ShouldBeTrue();
        _gateway.Read<byte[]>("SELECT totp FROM people").AsSpan().IndexOf(secret).ShouldBe(-1);
        _gateway.Read<string>("SELECT password_hash FROM people").ShouldNotContain(TestPerson.Password);
    }

    [Test]
    public async Task While_the_database_cannot_be_read_nobody_is_known_and_what_needs_no_caller_answers()
    {
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("ALTER TABLE sessions RENAME TO lost"));

        using var answer = await _administrator.GetAsync("/api/v1/people");
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("database-unavailable");
        (await _administrator.GetAsync("/health/live")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<TestPerson> EnrolAsync(string name, params IReadOnlyList<Role> roles) =>
        TestPerson.EnrolAsync(_administrator, name, Now, roles);

    private async Task<string> AddAsync(string name, params IReadOnlyList<Role> roles)
    {
        using var added = await _administrator.PostAsJsonAsync("/api/v1/people", new NewCaller(name, roles), ProtocolJson.Options);
        added.StatusCode.ShouldBe(HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
        return (await added.Content.ReadFromJsonAsync<EnrolmentCodeView>(ProtocolJson.Options))!.Code;
    }

    private async Task<HttpClient> SignInAsync(TestPerson person)
    {
        using var answer = await PostAsync("sessions", person.SignIn(Now));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return await _gateway.ListenAsync((await answer.Content.ReadFromJsonAsync<SessionView>(ProtocolJson.Options))!.Token);
    }

    private Task<HttpResponseMessage> PostAsync<T>(string path, T body) =>
        _stranger.PostAsJsonAsync($"/api/v1/{path}", body, ProtocolJson.Options);

    private async Task<List<PersonView>> PeopleAsync() =>
        (await _administrator.GetFromJsonAsync<List<PersonView>>("/api/v1/people", ProtocolJson.Options))!;

    private List<string> Changes() =>
        [.. Entries(LedgerEvents.PersonChanged).Select(leaf => string.Join(' ', leaf.Detail!["changed"]!.AsArray()))];

    private IEnumerable<string> Events() => All().Select(leaf => leaf.Event).Distinct();

    private IEnumerable<LedgerLeaf> Entries(string @event) => All().Where(leaf => leaf.Event == @event);

    private List<LedgerLeaf> All()
    {
        using var sql = _gateway.Part<Exchange.Gateway.Store.Database>().OpenSession();
        return sql.Query("SELECT leaf FROM entries ORDER BY \"index\"", row => LedgerLeaf.Read(row.GetFieldValue<byte[]>(0)).OrThrow());
    }
}
