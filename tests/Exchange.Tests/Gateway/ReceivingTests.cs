using Exchange.Gateway.Api;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Linking;
using Exchange.Gateway.Parties;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Vocabulary;
using Exchange.Tests.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Tests.Gateway;

/// <summary>
/// What a gateway makes of each message that arrives (border protocol, section 4): taken, refused with a receipt, deferred, or quarantined.
/// </summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class ReceivingTests(string store)
{
    private WrongClock _clock = null!;
    private TestGateway _gateway = null!;

    [SetUp]
    public void Start()
    {
        _clock = new(TimeProvider.System.GetUtcNow());
        _gateway = TestGateway.Start(_clock, store: store);
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_request_is_taken_recorded_and_receipted()
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));

        Codes().ShouldBe("100");
        Receipts().ShouldBe(1);
        LastEvent().ShouldBe("message-accepted");
    }

    [Test]
    public async Task The_same_bytes_again_have_no_second_effect_and_no_second_receipt_within_ten_seconds()
    {
        var bytes = _gateway.SealedByThem(TestGateway.TheirRequest());
        for (var turn = 0; turn < 5; turn++)
            await _gateway.ArriveAsync(bytes);

        Codes().ShouldBe("100");
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(1);
        Receipts().ShouldBe(1);
    }

    [Test]
    public async Task After_ten_seconds_the_same_bytes_bring_the_same_receipt_anew()
    {
        var bytes = _gateway.SealedByThem(TestGateway.TheirRequest());
        await _gateway.ArriveAsync(bytes);
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE messages SET recorded_at = recorded_at - 10001"));
        await _gateway.ArriveAsync(bytes);

        Receipts().ShouldBe(2);
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(1);
    }

    [Test]
    public async Task What_was_accepted_stays_so_when_it_comes_again_long_after_it_has_expired()
    {
        var bytes = _gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now()));
        await _gateway.ArriveAsync(bytes);
        _clock.Advance(TimeSpan.FromDays(91));
        await _gateway.ArriveAsync(bytes);

        Receipts().ShouldBe(2);
        Codes().ShouldBe("100");
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(1);
    }

    [Test]
    public async Task The_same_id_for_other_content_is_refused_and_the_first_stands()
    {
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, TestGateway.Request with { Facts = "Something else." }));

        Codes().ShouldBe("100 502");
    }

    [Test]
    public async Task The_same_id_for_other_content_is_an_equivocation_also_where_that_breaks_the_vocabulary()
    {
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        await _gateway.ArriveAsync(Changed(header, "\"routine\"", "\"soonish\""));

        LastEvent().ShouldBe("equivocation");
        _gateway
            .Read<long>("SELECT json_extract(CAST(leaf AS TEXT), '$.detail.first') FROM entries ORDER BY \"index\" DESC LIMIT 1")
            .ShouldBe(0);
    }

    [Test]
    public async Task The_same_sequence_for_another_message_is_refused()
    {
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        await _gateway.ArriveAsync(_gateway.SealedByThem(header with { MessageId = MessageId.New(TimeProvider.System) }));

        Codes().ShouldBe("100 503");
    }

    [Test]
    public async Task A_message_that_is_refused_for_its_id_uses_up_its_sequence_and_one_for_its_sequence_its_id()
    {
        var header = TestGateway.TheirRequest();
        var reusedId = header with { Sequence = 2 };
        var reusedSequence = header with { MessageId = MessageId.New(TimeProvider.System) };
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        await _gateway.ArriveAsync(_gateway.SealedByThem(reusedId));
        await _gateway.ArriveAsync(_gateway.SealedByThem(reusedSequence));
        await _gateway.ArriveAsync(_gateway.SealedByThem(reusedId with { MessageId = MessageId.New(TimeProvider.System) }));
        await _gateway.ArriveAsync(_gateway.SealedByThem(reusedSequence with { Sequence = 3 }));

        Codes().ShouldBe("100 502 503 503 502");
        _gateway
            .Read<string>(
                "SELECT string_agg(COALESCE(CAST(sequence AS TEXT), '-'), ' ') FROM (SELECT sequence FROM messages ORDER BY "
                    + "entry_index) found"
            )
            .ShouldBe("1 2 - - 3");
    }

    [Test]
    public async Task A_message_that_has_expired_when_it_comes_is_refused()
    {
        var bytes = _gateway.SealedByThem(TestGateway.TheirRequest());
        _clock.Advance(TimeSpan.FromDays(31));
        await _gateway.ArriveAsync(bytes);

        Codes().ShouldBe("500");
        Receipts().ShouldBe(1);
    }

    [Test]
    public async Task A_message_that_was_signed_before_its_certificate_was_valid_is_quarantined()
    {
        var issued = TimeProvider.System.Now().AddDays(-10);
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(issued) with { ExpiresAt = issued.AddDays(9) }));

        _gateway.Read<long>("SELECT code FROM quarantine").ShouldBe((long)ReceiptCode.CertificateNotValidThen);
    }

    [Test]
    public async Task A_message_from_the_near_future_waits_and_one_from_the_far_future_is_refused()
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(TimeProvider.System.Now().AddHours(1))));
        Reasons().ShouldBe("early");

        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(TimeProvider.System.Now().AddDays(2))));
        Codes().ShouldBe("501");
    }

    [Test]
    public async Task A_classification_above_our_own_maximum_is_refused()
    {
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest() with
                {
                    Handling = TestGateway.Handling with { Classification = Classification.Confidential },
                }
            )
        );

        Codes().ShouldBe("451");
        Receipts().ShouldBe(1);
    }

    [Test]
    public async Task An_answer_that_comes_before_its_exchange_is_known_waits_and_is_refused_when_it_expires()
    {
        await _gateway.ArriveAsync(_gateway.SealedByThem(Answer(TestGateway.TheirRequest(), Digest.Of("x"u8)), TestGateway.Response));
        await _gateway.ReviewAsync();
        Reasons().ShouldBe("exchange-unknown");
        Receipts().ShouldBe(0);

        await ReviewAfterExpiryAsync();
        Codes().ShouldBe("504");
        Reasons().ShouldBeNull();
    }

    [Test]
    public async Task An_answer_to_a_message_that_is_not_known_waits_and_is_refused_when_it_expires()
    {
        var sent = await _gateway.SendAsync();
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(AnswerTo(sent) with { InReplyTo = new(MessageId.New(_clock), sent.Signed) }, TestGateway.Response)
        );
        Reasons().ShouldBe("in-reply-to-unknown");

        await ReviewAfterExpiryAsync();
        Codes().ShouldBe("506");
    }

    [Test]
    public async Task A_reply_to_an_opener_that_was_refused_is_refused_at_once()
    {
        var request = TestGateway.TheirRequest() with
        {
            Handling = TestGateway.Handling with { Classification = Classification.Confidential },
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(request));
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                Answer(request, Digest.Of("x"u8)) with
                {
                    Sequence = 2,
                    Handling = TestGateway.Handling,
                },
                TestGateway.Response
            )
        );

        Codes().ShouldBe("451 504");
    }

    [TestCase("\"protocol\"", "protocol\"", 400)]
    [TestCase("\"salt\"", "\"sale\"", 401)]
    [TestCase("exchange/1", "exchange/2", 402)]
    [TestCase("\"kind\":\"request\"", "\"kind\":\"interview\"", 402)]
    [TestCase("\"urgency\":\"routine\"", "\"urgency\":\"whenever\"", 403)]
    [TestCase("\"handling\"", "\"attachments\":[],\"handling\"", 404)]
    public async Task What_cannot_be_read_or_breaks_the_vocabulary_is_refused_with_a_receipt(string what, string by, int code)
    {
        var header = TestGateway.TheirRequest();
        var text = System.Text.Encoding.UTF8.GetString(MessageWriter.Write(header, TestGateway.Request).Bytes.Span).TrimEnd(' ');
        text.ShouldContain(what);
        var changed = System.Text.Encoding.UTF8.GetBytes(text.Replace(what, by, StringComparison.Ordinal));
        var padded = new byte[(changed.Length + 4095) / 4096 * 4096];
        padded.AsSpan().Fill((byte)' ');
        changed.CopyTo(padded, 0);
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, padded));

        Codes().ShouldBe(code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Receipts().ShouldBe(1);
    }

    [Test]
    public async Task A_message_under_a_stale_list_of_revocations_waits_however_long_and_nothing_settles_it()
    {
        _clock.Advance(TimeSpan.FromDays(91));
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(_clock.Now())));
        Reasons().ShouldBe("crl-stale");

        await ReviewAfterExpiryAsync();
        Reasons().ShouldBe("crl-stale");
        Receipts().ShouldBe(0);
    }

    [Test]
    public async Task What_waited_because_our_clock_was_in_doubt_is_judged_as_of_its_arrival()
    {
        _gateway.HearTheirClock(_clock.GetUtcNow().AddMinutes(11));
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        Reasons().ShouldBe("own-doubt");

        _clock.Advance(TimeSpan.FromDays(31));
        _gateway.HearTheirClock(_clock.GetUtcNow());
        await _gateway.ReviewAsync();
        Codes().ShouldBe("100");
    }

    [Test]
    public async Task What_came_while_our_clock_was_ahead_is_not_refused_for_it()
    {
        var bytes = _gateway.SealedByThem(TestGateway.TheirRequest());
        _gateway.HearTheirClock(_clock.GetUtcNow());
        _clock.SetBy(TimeSpan.FromDays(60));
        await _gateway.ArriveAsync(bytes);
        Reasons().ShouldBe("own-doubt");

        _clock.SetBy(TimeSpan.FromDays(-60));
        await _gateway.ReviewAsync();
        Codes().ShouldBe("100");
    }

    [Test]
    public async Task What_was_set_aside_by_a_fault_of_ours_is_judged_as_of_its_arrival()
    {
        var arrival = new Arrival(_gateway.Counterpart.Name, _gateway.SealedByThem(TestGateway.TheirRequest()), _clock.Now());
        await _gateway.RecordAsync(transaction => _gateway.Part<DeferredMessages>().Put(transaction, arrival, WaitReason.OwnFault, null));

        await ReviewAfterExpiryAsync();
        Codes().ShouldBe("100");
        Reasons().ShouldBeNull();
    }

    [Test]
    public async Task A_link_message_that_was_set_aside_unread_is_let_go_of()
    {
        var ping = TestGateway.TheirRequest() with
        {
            Kind = LinkKind.Ping,
            ExchangeId = null,
            Reference = null,
            Sequence = null,
            Handling = null,
        };
        var arrival = new Arrival(
            _gateway.Counterpart.Name,
            _gateway.SealedByThem(ping, new Exchange.Protocol.Link.PingBody(1, ping.IssuedAt)),
            _clock.Now()
        );
        await _gateway.RecordAsync(transaction => _gateway.Part<DeferredMessages>().Put(transaction, arrival, WaitReason.OwnFault, null));
        await _gateway.ReviewAsync();

        Reasons().ShouldBeNull();
        _gateway.Read<long>("SELECT COUNT(*) FROM outbox").ShouldBe(0);
    }

    [Test]
    public async Task What_waited_for_a_suspended_link_is_judged_as_of_its_arrival()
    {
        await SuspendAsync();
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        await ResumeAsync();

        await ReviewAfterExpiryAsync();
        Codes().ShouldBe("100");
    }

    [Test]
    public async Task What_waited_for_a_suspended_link_and_then_for_its_exchange_is_refused_when_it_has_expired()
    {
        await SuspendAsync();
        await _gateway.ArriveAsync(_gateway.SealedByThem(Answer(TestGateway.TheirRequest(), Digest.Of("x"u8)), TestGateway.Response));
        await ResumeAsync();
        await _gateway.ReviewAsync();
        Reasons().ShouldBe("link-suspended", "it has not expired");

        await ReviewAfterExpiryAsync();
        Codes().ShouldBe("504");
        Reasons().ShouldBeNull();
    }

    [Test]
    public async Task While_the_link_is_suspended_nothing_is_refused_either()
    {
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        await SuspendAsync();
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, TestGateway.Request with { Facts = "Something else." }));
        await _gateway.ArriveAsync(_gateway.SealedByThem(header, new byte[4096]));
        Codes().ShouldBe("100");
        Reasons().ShouldBe("link-suspended link-suspended");

        await ResumeAsync();
        await _gateway.ReviewAsync();
        Codes().ShouldBe("100 502 400");
        Reasons().ShouldBeNull();
    }

    [Test]
    public async Task More_is_not_deferred_than_the_quota()
    {
        // PostgreSQL would make up half a gigabyte of text for it.
        if (store != Stores.Sqlite)
            return;
        await SuspendAsync();
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    "INSERT INTO deferred (counterpart, sealed, bytes, reason, arrived_at) VALUES ('MYS', 'x', "
                        + "zeroblob(268435456 - 30000), 'own-fault', 0)"
                )
            )
        );
        for (var message = 0; message < 10; message++)
            await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));

        _gateway.Read<long>("SELECT SUM(LENGTH(bytes)) FROM deferred").ShouldBeLessThanOrEqualTo(256L * 1024 * 1024);
        _gateway.Read<long>("SELECT COUNT(*) FROM deferred").ShouldBeInRange(2, 9);
    }

    [Test]
    public async Task What_is_deferred_and_looked_at_again_takes_no_more_of_the_quota()
    {
        // PostgreSQL would make up half a gigabyte of text for it.
        if (store != Stores.Sqlite)
            return;
        await SuspendAsync();
        await _gateway.RecordAsync(transaction =>
            transaction.Sql.Execute(
                _gateway.Sql(
                    "INSERT INTO deferred (counterpart, sealed, bytes, reason, arrived_at) VALUES ('MYS', 'x', "
                        + "zeroblob(268435456 - 100000), 'own-fault', 0)"
                )
            )
        );
        var waiting = _gateway.SealedByThem(TestGateway.TheirRequest());
        for (var look = 0; look < 20; look++)
            await _gateway.ArriveAsync(waiting);
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));

        _gateway.Read<long>("SELECT COUNT(*) FROM deferred").ShouldBe(3);
    }

    [Test]
    public async Task Content_that_was_lost_here_is_stored_again_when_the_same_bytes_come_again()
    {
        var request = TestGateway.TheirRequest();
        var bytes = _gateway.SealedByThem(request);
        await _gateway.ArriveAsync(bytes);
        await _gateway.RecordAsync(transaction => transaction.Sql.Execute("DELETE FROM contents"));
        await _gateway.ArriveAsync(bytes);

        Content().ShouldNotBeNull().ShouldContain(TestGateway.Request.Facts);
        _gateway.Read<byte[]>("SELECT signature FROM contents").ShouldNotBeEmpty();
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(1);
    }

    [Test]
    public async Task Content_that_was_erased_stays_erased()
    {
        var bytes = _gateway.SealedByThem(TestGateway.TheirRequest());
        await _gateway.ArriveAsync(bytes);
        await _gateway.RecordAsync(transaction => ContentStore.Erase(transaction.Sql, log: null, 0, transaction.Now));
        await _gateway.ArriveAsync(bytes);

        Content().ShouldBeNull();
        _gateway.Read<byte[]>("SELECT wrapped_key FROM contents").ShouldBeNull();
        _gateway.Read<byte[]>("SELECT signature FROM contents").ShouldNotBeEmpty("the proof stays");
    }

    [Test]
    public async Task A_counterpart_that_asked_cannot_answer_itself()
    {
        var request = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(_gateway.SealedByThem(request));
        var signed = Digest.Parse(_gateway.Read<string>("SELECT signed FROM messages"));
        await _gateway.ArriveAsync(_gateway.SealedByThem(Answer(request, signed) with { Sequence = 2 }, TestGateway.Response));

        Codes().ShouldBe("100 505");
    }

    [Test]
    public async Task An_exchange_that_we_opened_cannot_be_opened_by_the_counterpart_too()
    {
        var sent = await _gateway.SendAsync();
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(TestGateway.TheirRequest() with { MessageId = sent.ExchangeId, ExchangeId = sent.ExchangeId })
        );

        Codes().ShouldBe("505");
    }

    [Test]
    public async Task An_answer_is_taken_and_one_after_the_final_answer_is_refused()
    {
        var sent = await _gateway.SendAsync();
        var answer = TestGateway.TheirRequest() with
        {
            ExchangeId = sent.ExchangeId,
            Kind = CaseKinds.Response,
            Reference = sent.Reference,
            InReplyTo = new(sent.MessageId, sent.Signed),
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(answer, TestGateway.Response));
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(answer with { MessageId = MessageId.New(TimeProvider.System), Sequence = 2 }, TestGateway.Response)
        );

        Codes().ShouldBe("100 505");
    }

    [Test]
    public async Task What_a_writer_is_warned_of_is_not_refused_on_receipt()
    {
        var vessel = new Exchange.Protocol.Vocabulary.Entities.Vessel
        {
            Id = "v1",
            Name = "Sea Star",
            Imo = "9074728",
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest(), TestGateway.Request with { Subjects = [vessel] }));

        Codes().ShouldBe("100");
    }

    [Test]
    public async Task An_answer_to_a_question_that_was_not_asked_is_refused()
    {
        var sent = await _gateway.SendAsync();
        await _gateway.ArriveAsync(_gateway.SealedByThem(AnswerTo(sent), Answering(Extent.Partial, 1, 77)));

        Codes().ShouldBe("403");
        Receipts().ShouldBe(1);
    }

    [Test]
    public async Task A_final_response_that_leaves_a_question_open_is_refused()
    {
        var sent = await _gateway.SendAsync(TwoQuestions);
        await _gateway.ArriveAsync(_gateway.SealedByThem(AnswerTo(sent), Answering(Extent.Final, 2)));

        Codes().ShouldBe("403");
    }

    [Test]
    public async Task A_final_response_that_overtakes_an_earlier_one_waits_for_it_and_is_refused_when_it_expires()
    {
        var sent = await _gateway.SendAsync(TwoQuestions);
        var part = AnswerTo(sent);
        var final = _gateway.SealedByThem(AnswerTo(sent) with { Sequence = 2 }, Answering(Extent.Final, 2));
        await _gateway.ArriveAsync(final);
        await _gateway.ReviewAsync();
        (Reasons(), Receipts()).ShouldBe(("earlier-missing", 0));

        await _gateway.ArriveAsync(_gateway.SealedByThem(part, Answering(Extent.Partial, 1)));
        await _gateway.ReviewAsync();
        (Codes(), Reasons()).ShouldBe(("100 100", null!));

        var alone = await _gateway.SendAsync(TwoQuestions);
        await _gateway.ArriveAsync(_gateway.SealedByThem(AnswerTo(alone) with { Sequence = 2 }, Answering(Extent.Final, 2)));
        await ReviewAfterExpiryAsync();
        (Codes(), Reasons()).ShouldBe(("100 100 403", null!));
    }

    [Test]
    public async Task Another_reference_than_the_openers_is_refused()
    {
        var sent = await _gateway.SendAsync();
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest() with
                {
                    ExchangeId = sent.ExchangeId,
                    Kind = CaseKinds.Response,
                    InReplyTo = new(sent.MessageId, sent.Signed),
                },
                TestGateway.Response
            )
        );

        Codes().ShouldBe("505");
    }

    [TestCase("BGD-MYS", 0, TestName = "An_opener_under_a_reference_of_ours_is_refused")]
    [TestCase("MYS-BGD", -2, TestName = "An_opener_under_a_reference_of_a_year_long_gone_is_refused")]
    [TestCase("MYS-BGD", 2, TestName = "An_opener_under_a_reference_of_a_year_to_come_is_refused")]
    public async Task An_opener_under_a_reference_that_its_sender_cannot_have_given_is_refused(string parties, int years)
    {
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(Changed(header, header.Reference!, Reference(parties, years)));

        Codes().ShouldBe("401");
        Receipts().ShouldBe(1);
        _gateway.Read<long>("SELECT COUNT(*) FROM exchanges").ShouldBe(0);
    }

    [Test]
    public async Task A_message_that_answers_itself_is_refused_at_once()
    {
        var header = TestGateway.TheirRequest() with { InReplyTo = new(MessageId.New(_clock), Digest.Of("x"u8)) };
        await _gateway.ArriveAsync(Changed(header, MessageId.Write(header.InReplyTo.MessageId), MessageId.Write(header.MessageId)));

        Codes().ShouldBe("401");
        Reasons().ShouldBeNull();
    }

    [Test]
    public async Task A_step_that_no_exchange_allows_is_refused_at_once_whatever_is_not_known_yet()
    {
        var (unknown, other) = (new InReplyTo(MessageId.New(_clock), Digest.Of("x"u8)), MessageId.New(_clock));
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest() with { InReplyTo = unknown }));
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest() with { Sequence = 2 }));
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(TestGateway.TheirRequest() with { Kind = CaseKinds.Response }, TestGateway.Response)
        );
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest() with { ExchangeId = other, InReplyTo = unknown }));
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest() with
                {
                    ExchangeId = other,
                    Kind = CaseKinds.Response,
                    Sequence = 2,
                },
                TestGateway.Response
            )
        );

        Codes().ShouldBe("505 505 505 505 505");
        Reasons().ShouldBeNull();
        Receipts().ShouldBe(5);
    }

    [Test]
    public async Task What_is_for_somebody_else_or_nothing_at_all_is_quarantined_without_a_receipt()
    {
        await _gateway.ArriveAsync("not sealed"u8.ToArray());
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest() with
                {
                    Recipient = Exchange.Protocol.Parties.PartyName.Parse("THA"),
                    Reference = Reference("MYS-THA"),
                }
            )
        );
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest() with
                {
                    Sender = Exchange.Protocol.Parties.PartyName.Parse("THA"),
                    Reference = Reference("THA-BGD"),
                }
            )
        );
        await _gateway.ArriveAsync(
            _gateway.SealedByThem(
                TestGateway.TheirRequest() with
                {
                    Sender = Exchange.Protocol.Parties.PartyName.Parse("BGD"),
                    Reference = Reference("BGD-BGD"),
                }
            )
        );

        _gateway
            .Read<string>("SELECT string_agg(CAST(code AS TEXT), ' ') FROM (SELECT code FROM quarantine ORDER BY id) found")
            .ShouldBe("300 305 307 306");
        Receipts().ShouldBe(0);
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(1, "at most one entry a minute and counterpart");
    }

    [Test]
    public async Task What_is_quarantined_within_a_minute_is_counted_and_the_newest_arrival_named()
    {
        var (first, second) = ("not sealed"u8.ToArray(), "not sealed either"u8.ToArray());
        foreach (var bytes in new[] { first, second, second, first })
        {
            await _gateway.ArriveAsync(bytes);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var keeper = ActivatorUtilities.CreateInstance<LinkKeeper>(_gateway.Part<IServiceProvider>(), _gateway.Counterpart);
        await keeper.KeepAsync();
        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(1, "the first at once");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await keeper.KeepAsync();
        await keeper.KeepAsync();

        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(2);
        var entry = LedgerLeaf.Read(_gateway.Read<byte[]>("SELECT leaf FROM entries ORDER BY \"index\" DESC LIMIT 1")).OrThrow();
        ((long)entry.Detail!["count"]!).ShouldBe(3);
        entry.Sealed.ShouldBe(Digest.Of(first));
    }

    [Test]
    public async Task A_malformed_link_message_is_neither_receipted_nor_recorded()
    {
        var ping = TestGateway.TheirRequest() with
        {
            Kind = LinkKind.Ping,
            ExchangeId = null,
            Reference = null,
            Sequence = null,
            Handling = null,
        };
        var body = new Exchange.Protocol.Link.PingBody(1, ping.IssuedAt);
        await _gateway.ArriveAsync(Changed(ping, "\"cardSerial\":1", "\"cardSerial\":0", body));
        await _gateway.ArriveAsync(Changed(ping, MessageId.Write(ping.MessageId), "no id", body));

        _gateway.Read<long>("SELECT COUNT(*) FROM entries").ShouldBe(0);
        _gateway.Read<long>("SELECT COUNT(*) FROM outbox").ShouldBe(0);
    }

    [Test]
    public async Task An_unknown_kind_uses_up_its_id_and_its_sequence()
    {
        var header = TestGateway.TheirRequest();
        await _gateway.ArriveAsync(Changed(header, "\"kind\":\"request\"", "\"kind\":\"telegram\""));
        LastEvent().ShouldBe("message-rejected");
        _gateway
            .Read<string>("SELECT json_extract(CAST(leaf AS TEXT), '$.messageId') FROM entries")
            .ShouldBe(MessageId.Write(header.MessageId));
        _gateway.Read<long>("SELECT json_extract(CAST(leaf AS TEXT), '$.sequence') FROM entries").ShouldBe(1);

        await _gateway.ArriveAsync(_gateway.SealedByThem(header));
        await _gateway.ArriveAsync(_gateway.SealedByThem(header with { MessageId = MessageId.New(TimeProvider.System) }));
        Codes().ShouldBe("402 502 503");
    }

    [Test]
    public async Task What_could_not_be_read_to_its_end_is_refused_once_and_shown_to_nobody()
    {
        var sent = await _gateway.SendAsync();
        var header = TestGateway.TheirRequest() with { ExchangeId = sent.ExchangeId };
        await _gateway.ArriveAsync(Changed(header, "\"kind\":\"request\"", "\"kind\":\"telegram\""));
        await _gateway.ArriveAsync(Changed(header with { Sequence = 2 }, MessageId.Write(header.MessageId), "no id"));

        Codes().ShouldBe("402 401");
        using var db = _gateway.Part<Database>().Open();
        db.Messages.Where(MessageViews.IsComplete)
            .Select(row => MessageViews.Of(row, "", null))
            .ShouldHaveSingleItem()
            .Outgoing.ShouldBeTrue();
    }

    [Test]
    public async Task Without_a_fresh_revocation_list_a_case_message_is_deferred_until_there_is_one_and_a_link_message_dropped()
    {
        var known = _gateway.Counterpart;
        _gateway.Part<Counterparts>().Put(new(known.Card with { Crls = "" }, Grant: null));
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        var ping = TestGateway.TheirRequest() with
        {
            Kind = LinkKind.Ping,
            ExchangeId = null,
            Reference = null,
            Sequence = null,
            Handling = null,
        };
        await _gateway.ArriveAsync(_gateway.SealedByThem(ping, new Exchange.Protocol.Link.PingBody(1, ping.IssuedAt)));

        Reasons().ShouldBe("crl-stale");
        _gateway.Read<long>("SELECT COUNT(*) FROM outbox").ShouldBe(0, "neither a receipt nor a pong");
        _gateway.Read<long>("SELECT COUNT(*) FROM quarantine").ShouldBe(0);

        _gateway.Part<Counterparts>().Put(known);
        await _gateway.ReviewAsync();
        Codes().ShouldBe("100");
        _gateway.Read<long>("SELECT COUNT(*) FROM deferred").ShouldBe(0);
    }

    [Test]
    public async Task While_the_link_is_suspended_or_our_log_in_doubt_messages_wait()
    {
        await _gateway.RecordAsync(transaction => LinkTable.Suspend(transaction.Sql, _gateway.Counterpart.Name, "fork", transaction.Now));
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        Reasons().ShouldBe("link-suspended");

        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        await _gateway.ArriveAsync(_gateway.SealedByThem(TestGateway.TheirRequest()));
        Reasons().ShouldBe("link-suspended own-doubt");
        Receipts().ShouldBe(0);
    }

    // A message of the counterpart's with one text in it changed, padded anew.
    private static RequestBody TwoQuestions =>
        TestGateway.Request with
        {
            Questions = [.. TestGateway.Request.Questions, new(2, QuestionType.Other, "And besides?", null)],
        };

    private static ResponseBody Answering(Extent extent, params int[] questions) =>
        new()
        {
            Extent = extent,
            Answers = [.. questions.Select(question => new Answer(question, Outcome.NoHit, null, []))],
            Entities = [],
        };

    private byte[] Changed(MessageHeader header, string from, string to, MessageBody? body = null)
    {
        var json = System.Text.Encoding.UTF8.GetString(MessageWriter.Write(header, body ?? TestGateway.Request).Bytes.Span).TrimEnd(' ');
        json.ShouldContain(from);
        return _gateway.SealedByThem(header, Sample.Pad(json.Replace(from, to, StringComparison.Ordinal)));
    }

    private static string Reference(string parties, int years = 0) => $"{parties}-{TimeProvider.System.GetUtcNow().Year + years}-000001";

    private static MessageHeader Answer(MessageHeader request, Digest signed) =>
        request with
        {
            MessageId = MessageId.New(TimeProvider.System),
            Kind = CaseKinds.Response,
            InReplyTo = new(request.MessageId, signed),
        };

    private MessageHeader AnswerTo(SendResult.Sent sent) =>
        TestGateway.TheirRequest(_clock.Now()) with
        {
            ExchangeId = sent.ExchangeId,
            Kind = CaseKinds.Response,
            Reference = sent.Reference,
            InReplyTo = new(sent.MessageId, sent.Signed),
        };

    private Task SuspendAsync() =>
        _gateway.RecordAsync(transaction => LinkTable.Suspend(transaction.Sql, _gateway.Counterpart.Name, "fork", transaction.Now));

    private Task ResumeAsync() => _gateway.RecordAsync(transaction => transaction.Sql.Execute("UPDATE links SET suspended = NULL"));

    private Task ReviewAfterExpiryAsync()
    {
        _clock.Advance(TimeSpan.FromDays(31));
        return _gateway.ReviewAsync();
    }

    private string? Content()
    {
        using var sql = _gateway.Part<Database>().OpenSession();
        return _gateway.Part<ContentStore>().Open(sql, 0, Digest.Parse(_gateway.Read<string>("SELECT signed FROM messages"))) is { } content
            ? System.Text.Encoding.UTF8.GetString(content)
            : null;
    }

    private string Codes() =>
        _gateway.Read<string>(
            "SELECT string_agg(CAST(code AS TEXT), ' ') FROM (SELECT code FROM messages WHERE NOT outgoing ORDER BY id) found"
        );

    private string Reasons() =>
        _gateway.Read<string>("SELECT string_agg(CAST(reason AS TEXT), ' ') FROM (SELECT reason FROM deferred ORDER BY id) found");

    private long Receipts() => _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'receipt'");

    private string LastEvent() =>
        _gateway.Read<string>("SELECT json_extract(CAST(leaf AS TEXT), '$.event') FROM entries ORDER BY \"index\" DESC LIMIT 1");
}
