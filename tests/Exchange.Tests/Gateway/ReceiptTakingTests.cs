using System.Text;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Receipting;
using Exchange.Gateway.Store;
using Exchange.Gateway.Submitting;
using Exchange.Gateway.Witnessing;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Tests.Ledger;

namespace Exchange.Tests.Gateway;

/// <summary>What a gateway makes of the receipts of its counterpart (border protocol, section 7).</summary>
[TestFixture(Stores.Sqlite)]
[TestFixture(Stores.PostgreSql)]
internal sealed class ReceiptTakingTests(string store)
{
    private static readonly DateTimeOffset LeafTime = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<int, LedgerLeaf> _leaves = [];

    private TestGateway _gateway = null!;
    private SendResult.Sent _sent = null!;

    [SetUp]
    public async Task Send()
    {
        _leaves.Clear();
        _gateway = TestGateway.Start(store: store);
        var id = MessageId.New(TimeProvider.System);
        var draft = new CaseDraft(_gateway.Counterpart, id, id, TestGateway.Handling, TestGateway.Request);
        var sent = await _gateway.Part<CaseSender>().SendAsync(draft, new Cause("test", Digest.Of("x"u8), "token"), CancellationToken.None);
        _sent = sent.ShouldBeOfType<SendResult.Sent>();
    }

    [TearDown]
    public async Task Stop() => await _gateway.DisposeAsync();

    [Test]
    public async Task A_proved_acceptance_delivers_the_message_and_ends_its_resend()
    {
        await TakeAsync(Receipt(Accepted));

        Code().ShouldBe(100);
        LastEvent().ShouldBe("message-delivered");
        _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'request' AND settled_at IS NULL").ShouldBe(0);
        _gateway.Read<long>("SELECT size FROM receipts").ShouldBe(3);
        _gateway.Read<long>("SELECT COUNT(*) FROM held_checkpoints").ShouldBe(1);
    }

    [Test]
    public async Task While_our_log_is_in_doubt_a_receipt_settles_nothing_and_fails_nothing()
    {
        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindDamaged("A test."));
        await TakeAsync(Receipt(Accepted));
        Code().ShouldBeNull();

        await _gateway.RecordAsync(_ => _gateway.Part<LogBook>().FindWhole());
        await TakeAsync(Receipt(Accepted));
        Code().ShouldBe(100);
    }

    [Test]
    public async Task An_acceptance_at_the_end_of_time_delivers_and_the_exchange_can_be_read()
    {
        await TakeAsync(Receipt(Accepted, at: DateTimeOffset.MaxValue));

        Code().ShouldBe(100);
        using var sql = _gateway.Part<Database>().OpenSession();
        ExchangeTable.Find(sql, _gateway.Counterpart.Name, _sent.ExchangeId).ShouldNotBeNull().Due.At.ShouldNotBeNull();
    }

    [Test]
    public async Task A_proved_rejection_refuses_the_message()
    {
        await TakeAsync(Receipt(Rejected(ReceiptCode.ClassificationTooHigh)));

        Code().ShouldBe(451);
        LastEvent().ShouldBe("message-refused");
    }

    [Test]
    public async Task A_rejection_of_what_could_not_be_read_finds_the_message_by_its_digest()
    {
        var draft = new LeafDraft(LedgerEvents.MessageRejected)
        {
            Counterpart = PartyName.Parse("BGD"),
            Signed = _sent.Signed,
            Code = ReceiptCode.MembersOrTypes,
        };
        await TakeAsync(Receipt(draft, item => item with { MessageId = null }));

        Code().ShouldBe(401);
        LastEvent().ShouldBe("message-refused");
    }

    [Test]
    public async Task A_second_different_code_is_an_alarm_once_and_the_first_stands()
    {
        await TakeAsync(Receipt(Accepted));
        for (var turn = 0; turn < 2; turn++)
            await TakeAsync(Receipt(Rejected(ReceiptCode.Expired), size: 5 + turn, from: 3 + (turn * 2)));

        Code().ShouldBe(100);
        Events("receipt-contradicted").ShouldBe(1);
        _gateway.Read<long>("SELECT COUNT(*) FROM alarms").ShouldBe(1);
        _gateway.Read<string>("SELECT alarm FROM alarms").ShouldBe("receipt-contradicted");
    }

    [Test]
    public async Task The_same_receipt_again_changes_nothing()
    {
        var receipt = Receipt(Accepted);
        await TakeAsync(receipt);
        await TakeAsync(receipt);

        Events("message-delivered").ShouldBe(1);
        _gateway.Read<long>("SELECT COUNT(*) FROM alarms").ShouldBe(0);
    }

    [Test]
    public async Task A_checkpoint_that_their_log_has_not_signed_settles_nothing()
    {
        var (theirs, others) = (_gateway.TheirSigners, TestSigners.Of(_gateway.Counterpart.Card.Log.Origin));
        foreach (var signers in new[] { others, theirs with { MlDsa44 = others.MlDsa44 }, theirs with { Ed25519 = others.Ed25519 } })
            await TakeAsync(Receipt(Accepted, signers: signers));
        var receipt = Receipt(Accepted);
        await TakeAsync(receipt with { Checkpoint = receipt.Checkpoint.Replace("\n3\n", "\n4\n", StringComparison.Ordinal) });

        ShouldBeUnsettled();
        _gateway.Read<long>("SELECT COUNT(*) FROM held_checkpoints").ShouldBe(0);
    }

    [Test]
    public async Task An_item_that_its_checkpoint_does_not_prove_settles_nothing()
    {
        Func<ReceiptItem, ReceiptItem>[] forgeries =
        [
            item => item with { Index = 0 },
            item => item with { Proof = [.. item.Proof.Skip(1)] },
            item => item with { Proof = [item.Proof[0], item.Proof[0]] },
            item => item with { Proof = ["no hash"] },
            item => item with { Leaf = item.Leaf.Replace("message-accepted", "message-acceptes", StringComparison.Ordinal) },
            item => item with { Leaf = "{}" },
        ];
        foreach (var forge in forgeries)
            await TakeAsync(Receipt(Accepted, forge));

        ShouldBeUnsettled();
        await TakeAsync(Receipt(Accepted));
        Code().ShouldBe(100, "the same head with its proof");
    }

    [Test]
    public async Task An_item_about_another_message_settles_nothing()
    {
        await TakeAsync(Receipt(Accepted, item => item with { MessageId = MessageId.New(TimeProvider.System) }));
        await TakeAsync(Receipt(Accepted, item => item with { Signed = Digest.Of("other"u8) }));
        await TakeAsync(Receipt(Accepted, item => item with { Code = ReceiptCode.Expired }));
        ShouldBeUnsettled();
        await TakeAsync(Receipt(Accepted));
        Code().ShouldBe(100, "the same head with an item about this one");
    }

    [Test]
    public async Task A_leaf_of_another_partys_log_settles_nothing()
    {
        await TakeAsync(Receipt(Accepted, party: "THA"));

        ShouldBeUnsettled();
    }

    [Test]
    public async Task An_item_stands_although_another_beside_it_does_not()
    {
        var receipt = Receipt(Accepted);
        await TakeAsync(
            receipt with
            {
                Items = [receipt.Items[0] with { Index = 0 }, receipt.Items[0] with { MessageId = null, Leaf = "{}" }, receipt.Items[0]],
            }
        );

        Code().ShouldBe(100);
    }

    [Test]
    public async Task A_receipt_under_a_head_that_waits_settles_only_once_the_head_is_proved()
    {
        await TakeAsync(Receipt(Accepted, size: 5, from: 4));
        ShouldBeUnsettled();

        await _gateway.RecordAsync(_gateway.Part<CheckpointHandler>().Prepare(_gateway.TheirHead(Tail(4), from: 0), _gateway.Counterpart));
        await TakeAsync(Receipt(Accepted, size: 5, from: 4));
        Code().ShouldBe(100);
    }

    [Test]
    public async Task A_receipt_under_a_head_that_forks_settles_nothing()
    {
        await _gateway.RecordAsync(
            _gateway.Part<CheckpointHandler>().Prepare(_gateway.TheirHead(TestGateway.Tail("other", 3), from: 0), _gateway.Counterpart)
        );
        await TakeAsync(Receipt(Accepted));

        Code().ShouldBeNull();
        _gateway.Read<string>("SELECT suspended FROM links").ShouldBe("fork");
    }

    private LeafDraft Accepted =>
        new(LedgerEvents.MessageAccepted)
        {
            Counterpart = PartyName.Parse("BGD"),
            MessageId = _sent.MessageId,
            ExchangeId = _sent.ExchangeId,
            Kind = CaseKinds.Request,
            Sequence = 1,
            Signed = _sent.Signed,
            Code = ReceiptCode.Accepted,
        };

    private LeafDraft Rejected(ReceiptCode code) => Accepted with { Event = LedgerEvents.MessageRejected, Code = code };

    // The counterpart's log: its last entry is the one of the receipt, as it was of the receipts before at their sizes. What is
    // the same draft is the same entry, so that no head forks.
    private ReceiptBody Receipt(
        LeafDraft draft,
        Func<ReceiptItem, ReceiptItem>? change = null,
        int size = 3,
        int from = 0,
        string party = "MYS",
        LogSigners? signers = null,
        DateTimeOffset? at = null
    )
    {
        var leaf = ForeignLeaf.Write(draft, PartyName.Parse(party), at ?? LeafTime);
        _leaves[size] = leaf;
        var tail = Tail(size);
        var item = new ReceiptItem(
            draft.MessageId,
            _sent.Signed,
            draft.Code!.Value,
            size - 1,
            Encoding.UTF8.GetString(leaf.Bytes.Span),
            ProofText.Write(InclusionProof.Prove(size - 1, size, tail, NoTile))
        );
        var head = _gateway.TheirHead(tail, from, signers: signers);
        return new([change?.Invoke(item) ?? item], head.Checkpoint, head.Consistency);
    }

    private LogTail Tail(int size) => LogTail.Empty.Append([.. Enumerable.Range(1, size).Select(Leaf)]).Tail;

    private MerkleHash Leaf(int number) =>
        _leaves.TryGetValue(number, out var leaf) ? leaf.Hash : MerkleHash.OfLeaf(Encoding.UTF8.GetBytes($"entry {number}"));

    private static Tile NoTile(TileId id) => throw new InvalidOperationException();

    private Task TakeAsync(ReceiptBody receipt) =>
        _gateway.RecordAsync(_gateway.Part<ReceiptHandler>().Prepare(receipt, _gateway.Counterpart));

    private long? Code() => _gateway.Read<long?>("SELECT code FROM messages WHERE outgoing");

    private void ShouldBeUnsettled()
    {
        Code().ShouldBeNull();
        _gateway.Read<long>("SELECT COUNT(*) FROM outbox WHERE kind = 'request' AND settled_at IS NULL").ShouldBe(1, "it is sent again");
        LastEvent().ShouldBe("message-sent");
    }

    private long Events(string name) =>
        _gateway.Read<long>($"SELECT COUNT(*) FROM entries WHERE json_extract(CAST(leaf AS TEXT), '$.event') = '{name}'");

    private string LastEvent() =>
        _gateway.Read<string>("SELECT json_extract(CAST(leaf AS TEXT), '$.event') FROM entries ORDER BY \"index\" DESC LIMIT 1");
}
