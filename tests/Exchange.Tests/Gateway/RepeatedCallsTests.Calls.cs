using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Starting;
using Exchange.Gateway.Store;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Tiles;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Protocol.Vocabulary;
using Exchange.Tests.Cli;

namespace Exchange.Tests.Gateway;

/// <summary>The calls, each with what must be there before it.</summary>
internal sealed partial class RepeatedCallsTests
{
    private Dictionary<string, Func<Task<Call>>> Calls =>
        new()
        {
            ["POST messages"] = () => Is(new Call("messages", Opening("One.")) { Else = Opening("Another.") }),
            ["POST messages/check"] = () => Is(new Call("messages/check", Opening("One."))),
            ["POST messages/{id}/check"] = async () => Checks(await AskedAsync()),
            ["POST messages/{id}/acknowledge"] = async () =>
                Answer(
                    await AskedAsync(),
                    new AcknowledgementBody
                    {
                        Unit = "CID",
                        CaseOfficer = "Duty inspector",
                        Access = Access.Indirect,
                        Automatic = false,
                    }
                ),
            ["POST messages/{id}/respond"] = async () => Answer(await AskedAsync(), TestGateway.Response),
            ["POST messages/{id}/refuse"] = async () =>
                Answer(await AskedAsync(), new RefusalBody { Ground = RefusalGround.NotAvailable, Text = "None." }),
            ["POST messages/{id}/extend"] = async () =>
                Answer(
                    await AskedAsync(),
                    new ExtensionBody { NewDueAt = _clock.Now().AddDays(30), Reason = ExtensionReason.Volume }
                ),
            ["POST messages/{id}/clarify"] = async () =>
                Answer(await AskedAsync(), new ClarificationBody { Questions = [new(1, "Which?", 1)] }),
            ["POST messages/{id}/remind"] = async () =>
                Answer(
                    await SendAsync(),
                    new ReminderBody
                    {
                        DueAt = _clock.Now(),
                        Number = 1,
                        Automatic = false,
                    }
                ),
            ["POST messages/{id}/feedback"] = async () =>
                Answer(
                    await ReceiveAsync(TwoGateways.Example<SpontaneousInformationBody>(CaseKinds.SpontaneousInformation)),
                    new FeedbackBody { Outcome = FeedbackOutcome.VictimsIdentified, Usefulness = Usefulness.Useful }
                ),
            ["POST messages/{id}/withdraw"] = async () =>
                Answer(await SendAsync(), new WithdrawalBody { Reason = WithdrawalReason.Other, Text = "Not needed." }),
            ["POST messages/{id}/correct"] = async () => Corrects(await SendAsync()),
            ["POST messages/{id}/consent"] = async () =>
                Answer(await ReceiveAsync(TestGateway.ConsentRequest(await SendAsync())), new ConsentBody { Granted = true }),
            ["POST messages/{id}/erase"] = async () => Erases(await SendAsync()),
            ["POST messages/{id}/act"] = async () => Answer(await SendAsync(Agreed), Agreed with { Status = ActionStatus.InProgress }),
            ["POST messages/{id}/evidence"] = async () =>
                new Call($"messages/{await ProvableAsync()}/evidence?content=true")
                {
                    Anew = "Whoever gets the content of a message is an entry, each time.",
                    Entries = [LedgerEvents.EvidenceExported],
                },
            ["POST drafts"] = () =>
                Is(
                    new Call("drafts", NewDraft("One."))
                    {
                        Else = NewDraft("Another."),
                    }
                ),
            ["PUT drafts/{id}"] = async () =>
                await DraftAsync() is var draft
                    ? new Call($"drafts/{draft.Id}", Edit("One."))
                    {
                        Match = draft.Tag,
                        Else = Edit("Another."),
                    }
                    : null!,
            ["DELETE drafts/{id}"] = async () =>
                new Call($"drafts/{(await DraftAsync()).Id}") { ElseAt = $"drafts/{(await DraftAsync()).Id}" },
            ["POST drafts/{id}/submit"] = async () =>
                await DraftAsync() is var draft ? new Call($"drafts/{draft.Id}/submit") { Match = draft.Tag } : null!,
            ["POST drafts/{id}/return"] = async () =>
                await SubmittedAsync() is var draft
                    ? new Call($"drafts/{draft.Id}/return", new DraftReturn("Not yet.")) { By = _supervisor, Match = draft.Tag }
                    : null!,
            ["POST drafts/{id}/release"] = ReleaseAsync,
            ["POST exchanges/{id}/bring-back"] = async () => new Call($"exchanges/{await AskedAsync()}/bring-back?on=2099-12-01"),
            ["POST exchanges/{id}/hold"] = async () => new Call($"exchanges/{await AskedAsync()}/hold?reason=investigation"),
            ["POST exchanges/{id}/lift-hold"] = LiftAsync,
            ["POST exchanges/{id}/assign"] = async () => new Call($"exchanges/{await AskedAsync()}/assign?unit=CID"),
            ["POST sessions"] = async () =>
                new Call("sessions", (await PersonAsync()).SignIn(_clock.GetUtcNow()))
                {
                    By = _stranger,
                    Then = ("sign-in-refused", "was used before"),
                    Anew = "A code is used once, and one that comes again is counted as a failure: who tries codes must be stopped.",
                    Tables = ["people"],
                },
            ["POST sessions/passkey/challenge"] = () =>
                Is(new Call("sessions/passkey/challenge") { By = _stranger, Anew = "Each challenge is another; none is stored." }),
            ["POST sessions/passkey"] = PasskeySignInAsync,
            ["POST sessions/openid-connect"] = NationalSignInAsync,
            ["DELETE sessions/current"] = async () =>
                new Call("sessions/current")
                {
                    By = await SessionAsync(await PersonAsync()),
                    Then = ("unauthenticated", "a session that has ended"),
                },
            ["POST enrolments"] = EnrolAsync,
            ["POST passkeys/challenge"] = async () =>
                new Call("passkeys/challenge")
                {
                    By = await SessionAsync(await PersonAsync()),
                    Anew = "Each challenge is another; none is stored.",
                },
            ["POST passkeys"] = async () => (await AddPasskeyAsync()).Call,
            ["DELETE passkeys/{id}"] = RemovePasskeyAsync,
            ["POST people"] = () =>
                Is(
                    new Call("people", new NewCaller(Name(), [Role.Operator]))
                    {
                        Then = ("already-done", "give it a new one"),
                        Else = new NewCaller(Name(), [Role.Operator]),
                    }
                ),
            ["PUT people/{name}"] = async () =>
                new Call($"people/{(await PersonAsync()).Name}", new PersonRights([Role.Auditor], Disabled: false)),
            ["POST people/{name}/enrolment"] = async () =>
                new Call($"people/{(await PersonAsync()).Name}/enrolment")
                {
                    Then = ("already-done", "shown once"),
                    ElseAt = $"people/{(await PersonAsync()).Name}/enrolment",
                },
            ["POST keys"] = () =>
                Is(
                    new Call("keys", new NewKey(Name(), [Role.Operator]))
                    {
                        Then = ("already-done", "revoke it"),
                        Else = new NewKey(Name(), [Role.Operator]),
                    }
                ),
            ["DELETE keys/{name}"] = RevokeAsync,
            ["POST links/{party}/resume"] = SuspendLinkAsync,
            ["POST links/{party}/ping"] = PingAsync,
            ["POST links/{party}/resend"] = ResendAsync,
            ["POST ledger/trust"] = LoseMarkAsync,
            ["POST ledger/compare"] = () => Is(new Call("ledger/compare", TheirExport())),
        };

    private static FollowUpActionBody Agreed =>
        TwoGateways.Example<FollowUpActionBody>(CaseKinds.FollowUpAction) with
        {
            Owner = PartyName.Parse("BGD"),
            Status = ActionStatus.Open,
            Outcome = null,
        };

    private static Task<Call> Is(Call call) => Task.FromResult(call);

    private static JsonObject Opening(string facts)
    {
        var opening = DraftClient.Request(facts);
        (opening["counterpart"], opening["kind"]) = ("MYS", "request");
        return opening;
    }

    private static JsonObject NewDraft(string facts) =>
        new()
        {
            ["counterpart"] = "MYS",
            ["kind"] = "request",
            ["message"] = DraftClient.Request(facts),
        };

    private static JsonObject Edit(string facts) => new() { ["message"] = DraftClient.Request(facts) };

    private static JsonObject Said<TBody>(TBody body, string basis = "Bilateral agreement")
        where TBody : MessageBody =>
        new()
        {
            ["handling"] = DraftClient.Json(TestGateway.Handling with { LegalBasis = new(basis, null) }),
            ["body"] = DraftClient.Json(body),
        };

    private static Call Answer<TBody>(Guid to, TBody body)
        where TBody : MessageBody =>
        new($"messages/{to}/{((CaseKind)body.Kind).Verb}", Said(body)) { Else = Said(body, "Another agreement") };

    private static Call Checks(Guid to)
    {
        var answer = Said(TestGateway.Response);
        answer["kind"] = "response";
        return new($"messages/{to}/check", answer);
    }

    private static Call Corrects(Guid ours) =>
        Answer(
            ours,
            new CorrectionBody
            {
                MessageId = ours,
                Reason = CorrectionReason.Error,
                Text = "Not so.",
                Replacements = [],
                Entities = [],
            }
        );

    private Call Erases(Guid ours) =>
        Answer(
            ours,
            new ErasureBody
            {
                Messages = [new(ours, Digest.Parse(_gateway.Read<string>($"SELECT signed FROM messages WHERE message_id = '{ours}'")))],
                ErasedAt = _clock.Now(),
                Ground = ErasureGround.Withdrawn,
            }
        );

    private async Task<Guid> SendAsync(MessageBody? body = null) => (await _gateway.SendAsync(body)).MessageId;

    private Task<Guid> AskedAsync() => ReceiveAsync(TestGateway.Request);

    private async Task<Guid> ReceiveAsync(MessageBody body)
    {
        var header = TestGateway.TheirRequest(_clock.Now()) with { Kind = body.Kind };
        header = header with { Reference = $"MYS-BGD-{header.IssuedAt.Year}-{++_number:D6}" };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, body));
        _gateway.Read<int>($"SELECT code FROM messages WHERE message_id = '{header.MessageId}'").ShouldBe((int)ReceiptCode.Accepted);
        return header.MessageId;
    }

    // A message whose proof is complete: cards in the ledger, and a checkpoint that is cosigned.
    private async Task<Guid> ProvableAsync()
    {
        var id = await AskedAsync();
        await _gateway.Part<StartRecord>().EnterAsync();
        var card = Path.Combine(Path.GetDirectoryName(_gateway.Home.Folder)!, "MYS", "party.json");
        var confirmed = Fingerprint.Of(await File.ReadAllBytesAsync(card));
        (await CommandRun.NowAsync("party", "import", card, "--confirm", confirmed, "--home", _gateway.Home.Folder)).ExitCode.ShouldBe(0);
        await _gateway.Part<CounterpartLoader>().LoadAsync();
        await _gateway.RecordAsync(transaction =>
        {
            var head = _gateway.Part<LogBook>().Checkpoint!;
            var line = Cosignature.Sign(CheckpointNote.ReadUnverified(head.Note)!, _clock.Now(), _gateway.TheirWitness);
            _gateway
                .Part<CosignatureHandler>()
                .Prepare(new(_gateway.Part<OwnParty>().Card.Log.Origin, head.Tail.Size, line, null), _gateway.Counterpart)(transaction);
        });
        return id;
    }

    private async Task<DraftAnswer> DraftAsync(string kind = "request", JsonObject? message = null) =>
        (await new DraftClient(_caller).CreateAsync(message ?? DraftClient.Request(), kind, key: NewKey())).With(201);

    private async Task<DraftAnswer> SubmittedAsync()
    {
        var kind = CaseKinds.SpontaneousInformation;
        var draft = await DraftAsync(kind.Code, Said(TwoGateways.Example<SpontaneousInformationBody>(kind)));
        return (await new DraftClient(_caller).PostAsync(draft.Id, "submit", match: draft.Tag)).With(200);
    }

    private async Task<Call> ReleaseAsync()
    {
        var draft = await SubmittedAsync();
        var shown = (await new DraftClient(_supervisor).ReadAsync(draft.Id, "/outgoing")).With(200).Json;
        return new($"drafts/{draft.Id}/release", new DraftRelease(Digest.Parse((string)shown["digest"]!))) { By = _supervisor };
    }

    private async Task<Call> LiftAsync()
    {
        var id = await AskedAsync();
        (await MakeAsync("POST exchanges/{id}/hold", new($"exchanges/{id}/hold?reason=investigation"), key: null)).IsSuccess.ShouldBeTrue();
        return new($"exchanges/{id}/lift-hold");
    }

    private Task<TestPerson> PersonAsync() =>
        TestPerson.EnrolAsync(_caller, new NewCaller(Name(), [Role.Officer]) { Units = ["CID"] }, _clock.GetUtcNow());

    private async Task<HttpClient> SessionAsync(TestPerson person)
    {
        using var answer = await _stranger.PostAsJsonAsync("/api/v1/sessions", person.SignIn(_clock.GetUtcNow()), ProtocolJson.Options);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return TestGateway.Client(_gateway.Home, (await answer.Content.ReadFromJsonAsync<SessionView>(ProtocolJson.Options))!.Token);
    }

    private async Task<Call> EnrolAsync()
    {
        var person = new TestPerson(Name());
        var added = await MakeAsync("POST people", new("people", new NewCaller(person.Name, [Role.Officer])), key: null);
        return new("enrolments", person.Enrolment((string)JsonNode.Parse(added.Text)!["code"]!, _clock.GetUtcNow()))
        {
            By = _stranger,
            Then = ("enrolment-refused", "Whoever has used it signs in"),
        };
    }

    private async Task<(Call Call, TestPerson Person, TestAuthenticator Authenticator)> AddPasskeyAsync()
    {
        var (person, authenticator) = (await PersonAsync(), new TestAuthenticator());
        var session = await SessionAsync(person);
        var challenge = await ChallengeAsync("passkeys/challenge", session);
        var call = new Call("passkeys", new NewPasskey { Name = "office key", Passkey = authenticator.Create(challenge) })
        {
            By = session,
            Then = ("passkey-refused", "is known already"),
        };
        return (call, person, authenticator);
    }

    private async Task<Call> RemovePasskeyAsync()
    {
        var (add, _, _) = await AddPasskeyAsync();
        (await MakeAsync("POST passkeys", add, key: null)).IsSuccess.ShouldBeTrue();
        var passkeys = await add.By!.GetFromJsonAsync<List<PasskeyView>>("/api/v1/passkeys", ProtocolJson.Options);
        return new($"passkeys/{passkeys!.ShouldHaveSingleItem().Id}") { By = add.By, Then = ("not-found", "no such passkey") };
    }

    private async Task<Call> PasskeySignInAsync()
    {
        var (add, person, authenticator) = await AddPasskeyAsync();
        (await MakeAsync("POST passkeys", add, key: null)).IsSuccess.ShouldBeTrue();
        var passkey = authenticator.Get(await ChallengeAsync("sessions/passkey/challenge", _stranger));
        var signIn = new PasskeySignIn
        {
            Name = person.Name,
            Password = TestPerson.Password,
            Passkey = passkey,
        };
        return new("sessions/passkey", signIn)
        {
            By = _stranger,
            Then = ("sign-in-refused", "was used before"),
            Anew = "A challenge is answered once, and an answer that comes again is counted as a failure.",
            Tables = ["people"],
        };
    }

    private static async Task<PasskeyChallengeView> ChallengeAsync(string path, HttpClient by)
    {
        using var answer = await by.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), null);
        return (await answer.Content.ReadFromJsonAsync<PasskeyChallengeView>(ProtocolJson.Options))!;
    }

    private async Task<Call> NationalSignInAsync()
    {
        // The provider has the machine's time.
        if (TimeProvider.System.GetUtcNow() is var now && now > _clock.GetUtcNow())
            _clock.SetUtcNow(now);
        var (person, subject) = (await PersonAsync(), Name());
        var rights = new PersonRights([Role.Officer], Disabled: false) { Subject = subject };
        (await MakeAsync("PUT people/{name}", new($"people/{person.Name}", rights), key: null)).IsSuccess.ShouldBeTrue();
        return new("sessions/openid-connect", new IdTokenSignIn { IdToken = await ProviderVisit.SignInAsync(_provider, subject) })
        {
            By = _stranger,
            Then = ("id-token-used", "was presented before"),
        };
    }

    private async Task<Call> RevokeAsync()
    {
        var name = Name();
        (await MakeAsync("POST keys", new("keys", new NewKey(name, [Role.Operator])), key: null)).IsSuccess.ShouldBeTrue();
        return new($"keys/{name}");
    }

    private async Task<Call> SuspendLinkAsync()
    {
        foreach (var (log, size, from) in new[] { ("one history", 7, 0), ("another", 20, 7) })
        {
            var head = _gateway.TheirHead(TestGateway.Tail(log, size), from);
            await _gateway.RecordAsync(_gateway.Part<CheckpointHandler>().Prepare(head, _gateway.Counterpart));
        }

        return new("links/MYS/resume") { Then = ("not-suspended", "is not suspended") };
    }

    // The clock stands still: what was answered now is the answer to each.
    private async Task<Call> PingAsync()
    {
        await _gateway.RecordAsync(transaction => LinkTable.SetPong(transaction.Sql, _gateway.Counterpart.Name, transaction.Now));
        return new("links/MYS/ping")
        {
            Anew = "Each asks whether the counterpart answers now. One ping waits to go out, the newest.",
            Tables = ["outbox", "sealed"],
        };
    }

    private async Task<Call> ResendAsync()
    {
        await SendAsync();
        var (now, later) = (_clock.GetUtcNow().ToUnixTimeMilliseconds(), _clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds());
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute("UPDATE outbox SET confirmed_at = @p0, next_attempt_at = @p1 WHERE NOT link", now, later)
        );
        return new("links/MYS/resend");
    }

    private async Task<Call> LoseMarkAsync()
    {
        await StateAsync();
        // A batch under way would write the mark again.
        await _gateway.RecordAsync(JournalTransaction.Nothing);
        File.Delete(_gateway.Home.Mark);
        using (var sql = _gateway.Part<Database>().OpenSession())
            _gateway.Part<LogBook>().Load(sql);
        return new("ledger/trust") { Then = ("not-in-doubt", "Neither our ledger") };
    }

    // An export of the counterpart's ledger, which has one entry.
    private byte[] TheirExport()
    {
        var entry = "x"u8.ToArray();
        var root = LogTail.Empty.Append([MerkleHash.OfLeaf(entry)]).Tail.Root();
        var note = CheckpointNote.Sign(new(_gateway.Counterpart.Card.Log.Origin, 1, root), _clock.Now(), _gateway.TheirSigners);
        var files = new Dictionary<string, byte[]>
        {
            ["checkpoint"] = Encoding.UTF8.GetBytes(note),
            [$"{TilePath.Entries(0, 1)}"] = EntryBundle.Write([entry]),
        };
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var file = zip.CreateEntry(name).Open();
                file.Write(bytes);
            }
        }

        return packed.ToArray();
    }
}
