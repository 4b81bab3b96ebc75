using System.Text;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Merkle;
using Exchange.Ledger.Notes;
using Exchange.Ledger.Receipts;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Link;
using Exchange.Protocol.Messages;
using Exchange.Protocol.Parties;
using Exchange.Tests.Protocol;

namespace Exchange.Tests.Ledger;

[TestFixture]
internal sealed class ReceiptTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private static readonly PartyName Bgd = PartyName.Parse("BGD");

    private static readonly PartyName Mys = PartyName.Parse("MYS");

    private static readonly Guid Id = Guid.CreateVersion7(Time);

    private static readonly SentMessage Sent = new(Bgd, Mys, Id, Id, "request", 1, Digest.Of("signed"u8));

    private static readonly LeafDraft Draft = new(LedgerEvents.MessageAccepted)
    {
        Counterpart = Bgd,
        MessageId = Id,
        ExchangeId = Id,
        Kind = CaseKinds.Request,
        Sequence = 1,
        Signed = Sent.Signed,
        Code = ReceiptCode.Accepted,
    };

    [Test]
    public void A_proven_leaf_about_the_message_settles_it() => Judge(Draft).ShouldBeTrue();

    [Test]
    public void A_leaf_about_anything_else_settles_nothing()
    {
        var other = Guid.CreateVersion7(Time.AddDays(1));
        LeafDraft[] drafts =
        [
            Draft with
            {
                MessageId = other,
            },
            Draft with
            {
                ExchangeId = other,
            },
            Draft with
            {
                Kind = CaseKinds.Response,
            },
            Draft with
            {
                Sequence = 2,
            },
            Draft with
            {
                Signed = Digest.Of("other"u8),
            },
            Draft with
            {
                Counterpart = Mys,
            },
            Draft with
            {
                Code = ReceiptCode.Expired,
            },
            new(LedgerEvents.MessageRejected)
            {
                Counterpart = Bgd,
                MessageId = Id,
                ExchangeId = Id,
                Kind = CaseKinds.Request,
                Sequence = 1,
                Signed = Sent.Signed,
                Code = ReceiptCode.Accepted,
            },
            new(LedgerEvents.MessageSent)
            {
                Counterpart = Bgd,
                MessageId = Id,
                ExchangeId = Id,
                Kind = CaseKinds.Request,
                Sequence = 1,
                Signed = Sent.Signed,
                Code = ReceiptCode.Accepted,
            },
            Draft with
            {
                MessageId = null,
            },
        ];
        foreach (var draft in drafts)
            Judge(draft).ShouldBeFalse(draft.ToString());
        Judge(Draft, party: Bgd).ShouldBeFalse("another party's log");
    }

    [Test]
    public void An_item_about_anything_else_settles_nothing()
    {
        var (item, checkpoint) = Receipt(Draft, Mys, ReceiptCode.Accepted, Id);
        IsAbout(item, checkpoint).ShouldBeTrue();
        IsAbout(item with { MessageId = Guid.CreateVersion7(Time.AddDays(1)) }, checkpoint).ShouldBeFalse("another id");
        IsAbout(item with { MessageId = null }, checkpoint).ShouldBeFalse("no id");
        IsAbout(item with { Signed = Digest.Of("other"u8) }, checkpoint).ShouldBeFalse("another digest");
        foreach (var code in Enum.GetValues<ReceiptCode>().Where(code => code != ReceiptCode.Accepted))
            IsAbout(item with { Code = code }, checkpoint).ShouldBeFalse(code.ToString());
    }

    [Test]
    public void A_receipt_is_about_the_one_message_between_the_two_parties()
    {
        var (item, checkpoint) = Receipt(Draft, Mys, ReceiptCode.Accepted, Id);
        var proven = ProvenItem.Of(item, checkpoint).ShouldNotBeNull();
        var (other, otherParty) = (Guid.CreateVersion7(Time.AddDays(1)), PartyName.Parse("THA"));
        SentMessage[] others =
        [
            Sent with
            {
                Sender = otherParty,
            },
            Sent with
            {
                Recipient = otherParty,
            },
            Sent with
            {
                MessageId = other,
            },
            Sent with
            {
                ExchangeId = other,
            },
            Sent with
            {
                Kind = "response",
            },
            Sent with
            {
                Sequence = 2,
            },
            Sent with
            {
                Signed = Digest.Of("other"u8),
            },
        ];
        proven.IsAbout(Sent).ShouldBeTrue();
        foreach (var message in others)
            proven.IsAbout(message).ShouldBeFalse(message.ToString());
    }

    [Test]
    public void What_could_be_read_of_a_refused_message_must_not_be_anothers()
    {
        var other = Guid.CreateVersion7(Time.AddDays(1));
        var read = Draft with { Event = LedgerEvents.MessageRejected, Code = ReceiptCode.MembersOrTypes };
        Judge(read, code: ReceiptCode.MembersOrTypes, id: Id).ShouldBeTrue();
        Judge(read, code: ReceiptCode.MembersOrTypes, id: null).ShouldBeTrue("an item may carry less than its leaf");
        Judge(read, code: ReceiptCode.MembersOrTypes, id: other).ShouldBeFalse();
        LeafDraft[] drafts =
        [
            read with
            {
                MessageId = other,
            },
            read with
            {
                ExchangeId = other,
            },
            read with
            {
                Kind = CaseKinds.Response,
            },
            read with
            {
                Sequence = 2,
            },
            read with
            {
                Signed = Digest.Of("other"u8),
            },
            read with
            {
                Signed = null,
            },
            read with
            {
                Counterpart = Mys,
            },
            read with
            {
                Counterpart = null,
            },
        ];
        foreach (var draft in drafts)
            Judge(draft, code: ReceiptCode.MembersOrTypes, id: null).ShouldBeFalse(draft.ToString());
    }

    [Test]
    public void A_receipt_of_65_items_is_refused()
    {
        var receipt = Sample.Receipt;
        for (var count = 1; count < ReceiptBody.MaximumItems; count++)
            receipt.With("/body/items/-", receipt["body"]!["items"]![0]!.ToJsonString());
        receipt.Read().ShouldBeTaken();
        receipt
            .With("/body/items/-", receipt["body"]!["items"]![0]!.ToJsonString())
            .Read()
            .ShouldBeRefused(ReceiptCode.AgainstTheVocabulary, "/body/items");
    }

    [Test]
    public void A_message_that_could_not_be_read_is_found_by_its_signature_alone()
    {
        var unread = new LeafDraft(LedgerEvents.MessageRejected)
        {
            Counterpart = Bgd,
            Signed = Sent.Signed,
            Code = ReceiptCode.MembersOrTypes,
        };
        Judge(unread, code: ReceiptCode.MembersOrTypes, id: null).ShouldBeTrue();
        Judge(unread with { Sequence = 2 }, code: ReceiptCode.MembersOrTypes, id: null).ShouldBeFalse();
        Judge(unread with { Code = ReceiptCode.Expired }, code: ReceiptCode.Expired, id: null)
            .ShouldBeFalse("expired messages could be read");
    }

    [Test]
    public void A_leaf_is_proved_at_its_own_index_under_its_own_root_alone()
    {
        var (item, checkpoint) = Receipt(Draft, Mys, ReceiptCode.Accepted, Id);
        ProvenItem.Of(item with { Index = 1 }, checkpoint).ShouldBeNull();
        ProvenItem.Of(item with { Proof = [.. item.Proof.Skip(1)] }, checkpoint).ShouldBeNull();
        ProvenItem.Of(item with { Proof = [.. item.Proof, item.Proof[0]] }, checkpoint).ShouldBeNull();
        ProvenItem.Of(item with { Leaf = item.Leaf.Replace("request", "reqwest", StringComparison.Ordinal) }, checkpoint).ShouldBeNull();
        ProvenItem.Of(item with { Leaf = item.Leaf + " " }, checkpoint).ShouldBeNull();
        ProvenItem.Of(item, checkpoint with { Root = MerkleHash.OfEmpty }).ShouldBeNull();
        ProvenItem.Of(item, checkpoint with { Size = 16 }).ShouldBeNull();
    }

    [Test]
    public void A_leaf_with_members_of_a_later_version_is_read()
    {
        var leaf = ForeignLeaf.Write(Draft, Mys, Time);
        var later = Encoding
            .UTF8.GetString(leaf.Bytes.Span)
            .Replace("{\"v\":1,", "{\"v\":1,\"later\":{\"x\":[1]},", StringComparison.Ordinal);
        LedgerLeaf.Read(Encoding.UTF8.GetBytes(later)).OrThrow().MessageId.ShouldBe(Id);
        LedgerLeaf.Read(Encoding.UTF8.GetBytes(later + "\n")).IsValid.ShouldBeFalse("one line");
        LedgerLeaf
            .Read(Encoding.UTF8.GetBytes(later.Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal)))
            .IsValid.ShouldBeFalse("another version");
    }

    private static bool Judge(LeafDraft draft, PartyName? party = null, ReceiptCode code = ReceiptCode.Accepted) =>
        Judge(draft, party, code, Id);

    private static bool Judge(LeafDraft draft, ReceiptCode code, Guid? id) => Judge(draft, null, code, id);

    private static bool Judge(LeafDraft draft, PartyName? party, ReceiptCode code, Guid? id)
    {
        var (item, checkpoint) = Receipt(draft, party ?? Mys, code, id);
        return IsAbout(item, checkpoint);
    }

    private static bool IsAbout(ReceiptItem item, Checkpoint checkpoint) => ProvenItem.Of(item, checkpoint).ShouldNotBeNull().IsAbout(Sent);

    private static (ReceiptItem Item, Checkpoint Checkpoint) Receipt(LeafDraft draft, PartyName party, ReceiptCode code, Guid? id)
    {
        var leaf = ForeignLeaf.Write(draft, party, Time);
        MerkleHash[] leaves =
        [
            MerkleHash.OfLeaf("a"u8),
            MerkleHash.OfLeaf("b"u8),
            leaf.Hash,
            MerkleHash.OfLeaf("d"u8),
            MerkleHash.OfLeaf("e"u8),
        ];
        var tail = LogTail.Empty.Append(leaves).Tail;
        var proof = InclusionProof.Prove(2, 5, tail, _ => throw new InvalidOperationException());
        return (
            new(id, Sent.Signed, code, 2, Encoding.UTF8.GetString(leaf.Bytes.Span), ProofText.Write(proof)),
            new("mys.exchange/audit", 5, tail.Root())
        );
    }
}
