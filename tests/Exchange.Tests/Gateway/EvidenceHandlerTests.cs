using System.Text;
using Exchange.Cli.Demo;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Evidence;
using Exchange.Gateway.Journal;
using Exchange.Gateway.People;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Evidence;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Api;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Exchange.Tests.Evidence;

namespace Exchange.Tests.Gateway;

/// <summary>Evidence on a real journal: when it is made, when it is refused, and what is recorded of either.</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class EvidenceHandlerTests(string store)
{
    private TestGateway _gateway = null!;

    [SetUp]
    public async Task StartGateway()
    {
        _gateway = TestGateway.Start(store: store);
        foreach (var party in new[] { "BGD", "MYS" })
        {
            var card = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(_gateway.Home.Folder)!, party, "party.json"));
            await _gateway.RecordAsync(transaction =>
                transaction.Sql.Execute("INSERT INTO cards (party, serial, bytes, taken_at) VALUES (@p0, 1, @p1, 0)", party, card)
            );
        }
    }

    [TearDown]
    public async Task EndGateway() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_bundle_with_content_is_withheld_from_who_lacks_the_clearance_and_one_without_is_not()
    {
        var row = await ReceiveAsync(aboutVictims: true);
        await CosignAsync();
        var officer = TestCaller.Officer with { Clearances = [Clearance.MinorData] };

        (await _gateway.Part<EvidenceHandler>().ExportAsync(row, true, null, officer, default))
            .ShouldBeOfType<EvidenceResult.Withheld>()
            .Missing.ShouldBe([Clearance.VictimData]);
        (await MakeAsync(row, withContent: false, officer)).ShouldNotBeEmpty();
        (await MakeAsync(row, withContent: true, TestCaller.Officer)).ShouldNotBeEmpty();
    }

    [TestCase(HandlingCode.H1, ConsentUse.Evidence, ConsentUse.PassOn)]
    [TestCase(HandlingCode.H2, ConsentUse.PassOn, ConsentUse.Evidence)]
    public async Task Restricted_content_leaves_as_evidence_for_our_own_files_or_to_whom_its_provider_has_permitted(
        HandlingCode code,
        ConsentUse needed,
        ConsentUse other
    )
    {
        var row = await ReceiveAsync(code: code);
        await CosignAsync();

        (await ExportAsync(row)).ShouldBeOfType<EvidenceResult.Refused>().Code.ShouldBe("recipient-needed");
        await RefusedToAsync(row, "High Court");
        await ConsentAsync(row, needed, "High Court", granted: false);
        await ConsentAsync(row, other, "High Court");
        await ConsentAsync(row, needed, "THA");
        await ConsentAsync(row, needed, "High Court", items: ["/body/facts"]);
        await RefusedToAsync(row, "High Court");
        using (var officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync()))
        using (
            var refused = await officer.PostAsync($"/api/v1/messages/{row.MessageId}/evidence?content=true&recipient=High%20Court", null)
        )
        {
            refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.UnprocessableEntity);
            (await refused.Content.ReadAsStringAsync()).ShouldContain("consent-missing");
        }

        await ConsentAsync(row, needed, "High Court");
        (await ExportAsync(row, "High Court")).ShouldBeOfType<EvidenceResult.Made>();
        ((bool)Newest().Detail!["forOurselves"]!).ShouldBeFalse();
        (await ExportAsync(row, "BGD")).ShouldBeOfType<EvidenceResult.Made>();
        ((bool)Newest().Detail!["forOurselves"]!).ShouldBeTrue();
        (await ExportAsync(row, "MYS")).ShouldBeOfType<EvidenceResult.Made>("to whom provided it");
        (await MakeAsync(row, withContent: false, TestCaller.Officer)).ShouldNotBeEmpty();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_received_message_is_proved_by_our_own_entry_and_its_making_is_recorded(bool withContent)
    {
        var row = await ReceiveAsync();
        await CosignAsync();
        var bundle = await MakeAsync(row, withContent, TestCaller.Officer);

        var files = BundleArchive.Read(bundle).Files;
        TestBundle.Verification.Verify(files).Faults.ShouldBeEmpty();
        files.ContainsKey(BundleFiles.SentEntry).ShouldBeFalse();
        files.ContainsKey(BundleFiles.Message).ShouldBe(withContent);
        var entry = Newest();
        entry.Actor.ShouldBe("token");
        if (withContent)
        {
            (entry.Event, entry.MessageId).ShouldBe((LedgerEvents.EvidenceExported, Guid.Parse(row.MessageId!)));
            ((bool)entry.Detail!["content"]!).ShouldBeTrue();
            ((string)entry.Detail["bundle"]!).ShouldBe(Digest.Of(bundle).ToString());
        }
        else
        {
            (entry.Event, (string)entry.Detail!["what"]!).ShouldBe((LedgerEvents.LedgerRead, "evidence"));
        }
    }

    [Test]
    public async Task Nobody_makes_the_ledger_grow_by_asking_for_evidence()
    {
        var row = await ReceiveAsync();
        await CosignAsync();
        var before = Size;

        for (var asked = 0; asked < 20; asked++)
        {
            await MakeAsync(row, withContent: false, TestCaller.Auditor);
            await MakeAsync(row, withContent: false, TestCaller.Officer);
        }

        (Size - before).ShouldBe(2, "one reading of each, and what follows is counted");
    }

    [Test]
    public async Task Bundles_with_content_are_an_entry_each_and_no_more_than_an_officer_needs()
    {
        var row = await ReceiveAsync();
        await CosignAsync();
        var key = await _gateway.OfficerKeyAsync();
        var caller = _gateway.Part<Callers>().Of(key)!;
        var before = Size;
        var made = 0;
        while (made < 120 && await _gateway.Part<EvidenceHandler>().ExportAsync(row, true, null, caller, default) is EvidenceResult.Made)
            made++;

        // A minute may pass meanwhile.
        made.ShouldBeInRange(100, 119);
        (Size - before).ShouldBe(made);
        using var officer = await _gateway.ListenAsync(key);
        // On a slow machine some are allowed again meanwhile.
        var refused = await officer.PostAsync($"/api/v1/messages/{row.MessageId}/evidence?content=true", null);
        for (var asked = 0; asked < 30 && refused.IsSuccessStatusCode; asked++)
            refused = await officer.PostAsync($"/api/v1/messages/{row.MessageId}/evidence?content=true", null);
        refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.TooManyRequests);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("too-often");
        (await MakeAsync(row, withContent: false, TestCaller.Officer)).ShouldNotBeEmpty();
    }

    [Test]
    public async Task That_a_message_was_refused_for_breaking_the_vocabulary_is_proved_too()
    {
        var header = TestGateway.TheirRequest();
        var faulty = Encoding
            .UTF8.GetString(MessageWriter.Write(header, TestGateway.Request).Bytes.Span)
            .Replace("\"routine\"", "\"soonish\"", StringComparison.Ordinal);
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, Encoding.UTF8.GetBytes(faulty)));
        await CosignAsync();

        var verdict = TestBundle.Verification.Verify(
            BundleArchive.Read(await MakeAsync(Row(outgoing: false), withContent: false, TestCaller.Officer)).Files
        );

        verdict.Faults.ShouldBeEmpty();
        verdict.Judged!.Leaf.Code.ShouldBe(ReceiptCode.AgainstTheVocabulary);
    }

    [Test]
    public async Task A_second_message_under_one_id_is_proved_by_its_entry()
    {
        var first = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(first));
        await _gateway.ArriveAsync(_gateway.SealedByThem(first, TestGateway.Request with { Facts = "Something else." }));
        await CosignAsync();
        var ours = await _gateway.SendAsync();
        using var officer = await _gateway.ListenAsync(await _gateway.OfficerKeyAsync());
        var entry = _gateway.Read<long>("SELECT entry_index FROM messages WHERE code = 502");

        using var made = await officer.PostAsync($"/api/v1/messages/{first.MessageId}/evidence?content=false&entry={entry}", null);

        made.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        var verdict = TestBundle.Verification.Verify(BundleArchive.Read(await made.Content.ReadAsByteArrayAsync()).Files);
        verdict.Faults.ShouldBeEmpty();
        verdict.Judged!.Leaf.Code.ShouldBe(ReceiptCode.IdReused);
        foreach (
            var other in new[]
            {
                $"{ours.MessageId}/evidence?content=false&entry={_gateway.Read<long>("SELECT entry_index FROM messages WHERE outgoing")}",
                $"{first.MessageId}/evidence?content=false&entry=9999",
                $"{MessageId.New(TimeProvider.System)}/evidence?content=false&entry={entry}",
                $"{first.MessageId}/evidence?content=true&entry={entry}",
            }
        )
        {
            using var none = await officer.PostAsync($"/api/v1/messages/{other}", null);
            none.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound, other);
        }
    }

    [Test]
    public async Task The_first_cosigned_head_is_taken_whenever_it_is_asked_for()
    {
        var row = await ReceiveAsync();
        await CosignAsync();
        var first = BundleArchive.Read(await MakeAsync(row, true, TestCaller.Officer)).Files;
        await CosignAsync();
        var second = BundleArchive.Read(await MakeAsync(row, true, TestCaller.Officer)).Files;
        BundleArchive.Write(second).ShouldBe(BundleArchive.Write(first));
    }

    [Test]
    public async Task An_entry_that_no_counterpart_has_cosigned_is_no_evidence_yet()
    {
        await _gateway.AppendAsync(1);
        await CosignAsync();
        var row = await ReceiveAsync();
        var before = Size;
        (await ExportAsync(row)).ShouldBeOfType<EvidenceResult.Refused>().Code.ShouldBe("not-cosigned-yet");
        Size.ShouldBe(before);
    }

    [Test]
    public async Task A_message_of_ours_without_a_receipt_is_no_evidence_yet()
    {
        var row = await SendAsync();
        await CosignAsync();
        var before = Size;
        (await ExportAsync(row)).ShouldBeOfType<EvidenceResult.Refused>().Code.ShouldBe("no-receipt-yet");
        Size.ShouldBe(before);
    }

    [Test]
    public async Task A_message_of_ours_is_proved_by_both_logs_and_their_head_is_cosigned_for_the_bundle_alone()
    {
        var row = await SendAsync();
        await ReceiptAsync(row);
        await CosignAsync();

        var bundle = await MakeAsync(Row(outgoing: true), withContent: true, TestCaller.Officer);

        var verdict = TestBundle.Verification.Verify(BundleArchive.Read(bundle).Files);
        verdict.Faults.ShouldBeEmpty();
        verdict.Sent!.Leaf.Party.Value.ShouldBe("BGD");
        verdict.Judged!.Witness.Value.ShouldBe("BGD");
        _gateway
            .Read<long>("SELECT COUNT(*) FROM held_checkpoints WHERE cosignature IS NOT NULL")
            .ShouldBe(0, "the counterpart still waits for the one that is sent");
    }

    [Test]
    public async Task A_head_that_was_cosigned_keeps_its_cosignature()
    {
        var row = await SendAsync();
        await ReceiptAsync(row);
        await CosignAsync();
        var note = _gateway.Read<string>("SELECT note FROM held_checkpoints");
        var line = Cosignature.Sign(
            CheckpointNote.ReadUnverified(note)!,
            TimeProvider.System.Now(),
            _gateway.Part<Exchange.Gateway.Parties.OwnParty>().WitnessSigner
        );
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE held_checkpoints SET cosignature = @p0", line));
        await SuspendAsync();

        var files = BundleArchive.Read(await MakeAsync(Row(outgoing: true), withContent: false, TestCaller.Auditor)).Files;

        Encoding.UTF8.GetString(files[BundleFiles.JudgedProof].Span).ShouldEndWith(line + "\n");
        Newest().Actor.ShouldBe("auditor");
    }

    [Test]
    public async Task A_suspended_link_gets_no_new_cosignature_and_so_no_evidence()
    {
        var row = await SendAsync();
        await ReceiptAsync(row);
        await CosignAsync();
        await SuspendAsync();
        var before = Size;
        (await ExportAsync(Row(outgoing: true))).ShouldBeOfType<EvidenceResult.Refused>().Code.ShouldBe("link-suspended");
        Size.ShouldBe(before);
    }

    [Test]
    public async Task A_log_in_doubt_makes_no_evidence()
    {
        var row = await ReceiveAsync();
        await CosignAsync();
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        await Should.ThrowAsync<LedgerSuspendedException>(() => ExportAsync(row));
    }

    [Test]
    public async Task A_message_whose_content_is_gone_is_proved_without_it_alone()
    {
        var row = await ReceiveAsync();
        await CosignAsync();
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE contents SET content = NULL"));
        (await ExportAsync(row)).ShouldBeOfType<EvidenceResult.NotHere>().What.ShouldBe("message with its content");
        TestBundle
            .Verification.Verify(BundleArchive.Read(await MakeAsync(row, withContent: false, TestCaller.Officer)).Files)
            .Faults.ShouldBeEmpty();
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE contents SET signature = NULL"));
        (
            await _gateway.Part<EvidenceHandler>().ExportAsync(row, false, null, TestCaller.Officer, default)
        ).ShouldBeOfType<EvidenceResult.NotHere>();
    }

    [Test]
    public async Task What_does_not_verify_is_not_given_out()
    {
        var row = await ReceiveAsync();
        await CosignAsync();
        var before = Size;
        // Our own entry, changed in the database: its proof leads to no root that we signed.
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    "UPDATE entries SET leaf = CAST(REPLACE(CAST(leaf AS TEXT), '\"sequence\":1', '\"sequence\":2') AS BLOB) "
                        + "WHERE \"index\" = @p0"
                ),
                row.EntryIndex
            )
        );
        (await ExportAsync(row)).ShouldBeOfType<EvidenceResult.Refused>().Code.ShouldBe("not-provable");
        Size.ShouldBe(before);
    }

    [Test]
    public async Task A_gateway_that_vouches_for_nobody_cosigns_for_no_bundle_either()
    {
        var row = await SendAsync();
        await ReceiptAsync(row);
        await CosignAsync();
        var before = Size;
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE journal SET witness_halted = 'A test.'"));

        var refused = (await ExportAsync(row)).ShouldBeOfType<EvidenceResult.Refused>();
        refused.Code.ShouldBe("witness-halted");
        refused.Text.ShouldContain("A test.");
        Size.ShouldBe(before);

        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE journal SET witness_halted = NULL"));
        (await ExportAsync(row)).ShouldBeOfType<EvidenceResult.Made>();
    }

    [Test]
    public async Task An_alarm_that_comes_while_a_bundle_is_made_keeps_its_cosignature_here()
    {
        var row = await SendAsync();
        await ReceiptAsync(row);
        await CosignAsync();
        var before = Size;
        using var mayGoOn = new ManualResetEventSlim();
        var busy = _gateway.RecordAsync(transaction =>
        {
            mayGoOn.Wait();
            LinkTable.Suspend(transaction.Sql, _gateway.Counterpart.Name, "fork", transaction.Now);
        });
        var exported = ExportAsync(row);
        mayGoOn.Set();

        (await exported).ShouldBeOfType<EvidenceResult.Refused>().Code.ShouldBe("link-suspended");
        await busy;
        Size.ShouldBe(before);
    }

    private long Size => _gateway.Part<LogBook>().Size;

    private LedgerLeaf Newest() =>
        LedgerLeaf.Read(_gateway.Read<byte[]>("SELECT leaf FROM entries ORDER BY \"index\" DESC LIMIT 1")).OrThrow();

    private MessageRow Row(bool outgoing)
    {
        using var db = _gateway.Part<Database>().Open();
        return db.Messages.Single(row => row.Outgoing == outgoing);
    }

    private async Task RefusedToAsync(MessageRow row, string recipient) =>
        (await ExportAsync(row, recipient))
            .ShouldBeOfType<EvidenceResult.NeedsConsent>()
            .Faults.ShouldHaveSingleItem()
            .Code.ShouldBe(ReceiptCode.ConsentMissing);

    private async Task ConsentAsync(MessageRow about, ConsentUse use, string recipient, bool granted = true, string[]? items = null)
    {
        var id = MessageId.New(_gateway.Clock);
        var body = new ConsentRequestBody
        {
            MessageId = Guid.Parse(about.MessageId!),
            Items = items,
            Use = use,
            Recipients = [recipient],
            Text = "May we?",
        };
        var asked = (
            await _gateway
                .Part<CaseSender>()
                .SendAsync(
                    new(_gateway.Counterpart, id, id, TestGateway.Handling, body),
                    new Cause(id.ToString(), Digest.Of("x"u8), "token"),
                    default
                )
        ).ShouldBeOfType<SendResult.Sent>();
        var answer = TestGateway.TheirRequest() with
        {
            Kind = CaseKinds.Consent,
            ExchangeId = asked.ExchangeId,
            Reference = asked.Reference,
            Sequence = 1,
            InReplyTo = new(asked.MessageId, asked.Signed),
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(answer, new ConsentBody { Granted = granted, Reason = granted ? null : "No." }));
    }

    private async Task<MessageRow> ReceiveAsync(bool aboutVictims = false, HandlingCode code = HandlingCode.H0)
    {
        var header = TestGateway.TheirRequest() with
        {
            Handling = TestGateway.Handling with { ContainsVictimData = aboutVictims, HandlingCodes = [code] },
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        return Row(outgoing: false);
    }

    private async Task<MessageRow> SendAsync()
    {
        using var resource = typeof(DemoStage).Assembly.GetManifestResourceStream("request.json")!;
        using var json = new MemoryStream();
        await resource.CopyToAsync(json);
        (
            await _gateway.Part<SubmitHandler>().OpenAsync(json.ToArray(), TestCaller.Officer, "key", default)
        ).ShouldBeOfType<SubmitResult.Sent>();
        return Row(outgoing: true);
    }

    // What the counterpart's gateway does: an entry in its log, and a receipt for it.
    private Task ReceiptAsync(MessageRow row) =>
        new CounterpartLog(_gateway).EnterAsync(
            new(LedgerEvents.MessageAccepted)
            {
                Counterpart = _gateway.Part<Exchange.Gateway.Parties.OwnParty>().Name,
                ExchangeId = Guid.Parse(row.ExchangeId!),
                MessageId = Guid.Parse(row.MessageId!),
                Kind = CaseKinds.Request,
                Sequence = 1,
                Signed = Digest.Parse(row.Signed),
                Sealed = Digest.Parse(row.Sealed),
                Code = ReceiptCode.Accepted,
            }
        );

    private Task CosignAsync() =>
        _gateway.RecordAsync(transaction =>
        {
            var head = _gateway.Part<LogBook>().Checkpoint!;
            transaction.Sql.Execute(
                "INSERT INTO cosignatures (log, witness, size, line, received_at) VALUES (1, 'MYS', @p0, @p1, 0)",
                head.Tail.Size,
                Cosignature.Sign(CheckpointNote.ReadUnverified(head.Note)!, TimeProvider.System.Now(), _gateway.TheirWitness)
            );
        });

    private Task SuspendAsync() =>
        _gateway.RecordAsync(transaction => LinkTable.Suspend(transaction.Sql, _gateway.Counterpart.Name, "fork", transaction.Now));

    private Task<EvidenceResult> ExportAsync(MessageRow row, string? recipient = null) =>
        _gateway.Part<EvidenceHandler>().ExportAsync(row, true, recipient, TestCaller.Officer, default);

    private async Task<byte[]> MakeAsync(MessageRow row, bool withContent, Caller caller)
    {
        var result = await _gateway.Part<EvidenceHandler>().ExportAsync(row, withContent, null, caller, default);
        return result.ShouldBeOfType<EvidenceResult.Made>(result.ToString()).Bundle;
    }
}
