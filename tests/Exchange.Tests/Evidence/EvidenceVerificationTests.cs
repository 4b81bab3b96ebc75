using System.Text;
using Exchange.Ledger.Entries;
using Exchange.Ledger.Evidence;
using Exchange.Ledger.Notes;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Messages;

namespace Exchange.Tests.Evidence;

/// <summary>What a bundle proves, and everything that must not pass for a proof.</summary>
internal sealed class EvidenceVerificationTests
{
    private static readonly TestBundle Whole = new();
    private static readonly TestBundle WithoutContent = new() { WithContent = false };
    private static readonly TestBundle OfRecipient = new() { BySender = false };

    private static readonly Dictionary<string, TestBundle> Bundles = new()
    {
        ["whole"] = Whole,
        ["without content"] = WithoutContent,
        ["of the recipient"] = OfRecipient,
    };

    [TestCase("whole")]
    [TestCase("without content")]
    [TestCase("of the recipient")]
    public void A_bundle_as_it_was_made_is_verified(string bundle)
    {
        var made = Bundles[bundle];
        made.Verify().Faults.ShouldBeEmpty();
        var read = BundleArchive.Read(BundleArchive.Write(made.Files));
        read.Fault.ShouldBeNull();
        TestBundle.Verification.Verify(read.Files, TestBundle.Cards).Faults.ShouldBeEmpty();
    }

    [Test]
    public void What_is_proved_is_said_in_sentences()
    {
        var verdict = Whole.Verify();
        verdict.Proved.Count.ShouldBe(4);
        verdict
            .Proved[0]
            .ShouldStartWith(
                $"Message {MessageId.Write(Whole.Header.MessageId)} was signed by MYS, which states the time 2026-11-23T16:00:00.000Z"
            );
        verdict.Proved[0].ShouldContain(Whole.Parts.Signed.ToString());
        verdict.Proved[1].ShouldBe("message.json (4096 bytes) is exactly what was signed, and matches the ledger entries.");
        verdict
            .Proved[2]
            .ShouldBe(
                "MYS recorded it as sent: entry 4 of mys.exchange/audit, recorded at 2026-11-23T16:00:00.000Z, under a "
                    + "checkpoint of 11 entries "
                    + "that both keys of the ledger signed at 2026-11-23T16:00:00.000Z and BGD cosigned at 2026-11-23T16:00:05.000Z."
            );
        verdict.Proved[3].ShouldStartWith("BGD recorded it as accepted: entry 6 of bgd.exchange/audit");
        verdict.NotProved.ShouldContain(
            "That the keys of MYS belong to it: the card is part of the bundle. Compare its fingerprint with the confirmed one: "
                + $"{TestBundle.Sender.Card.Fingerprint}"
        );
        verdict.NotProved.ShouldNotContain(sentence =>
            sentence.Contains("content was left out") || sentence.Contains("as sent") || sentence.Contains("revoked")
        );
    }

    [Test]
    public void What_is_not_there_is_said_not_to_be_proved()
    {
        WithoutContent.Verify().NotProved.ShouldContain("What the message says: its content was left out.");
        WithoutContent.Verify().HasContent.ShouldBeFalse();
        OfRecipient
            .Verify()
            .NotProved.ShouldContain("That the ledger of MYS records it as sent: the recipient made the bundle, and has no proof of that.");
        OfRecipient.Verify().Sent.ShouldBeNull();
    }

    [Test]
    public void A_rejection_is_proved_with_its_code()
    {
        var rejected = new TestBundle { ChangeJudged = draft => Rejected(draft, ReceiptCode.Expired) };
        rejected.Verify().Proved[^1].ShouldStartWith("BGD recorded it as rejected (code 500): entry 6");
    }

    [Test]
    public void A_message_that_the_recipient_could_not_read_is_proved_by_its_signature_alone()
    {
        var unread = new TestBundle
        {
            ChangeJudged = draft =>
                Rejected(draft, ReceiptCode.MembersOrTypes) with
                {
                    MessageId = null,
                    ExchangeId = null,
                    Kind = null,
                    Sequence = null,
                },
        };
        unread.Verify().Faults.ShouldBeEmpty();
    }

    [Test]
    public void Revocation_lists_of_another_time_are_told_of_and_prove_nothing()
    {
        var late = new TestBundle { JudgedAt = TestBundle.Time.AddYears(1) };
        var verdict = late.Verify();
        verdict.Faults.ShouldBeEmpty();
        verdict.NotProved.ShouldContain(
            "That the certificate of MYS was not revoked at that time: the revocation lists in the bundle are for another time."
        );
        Encoding.UTF8.GetString(late.Files[BundleFiles.Guide].Span).ShouldNotContain("-crl_check");
    }

    [TestCase("whole")]
    [TestCase("without content")]
    [TestCase("of the recipient")]
    public void A_flipped_bit_in_any_file_is_seen(string bundle)
    {
        var files = Bundles[bundle].Files;
        files.Count.ShouldBe(
            bundle switch
            {
                "whole" => 16,
                "without content" => 15,
                _ => 13,
            }
        );
        foreach (var (name, content) in files)
        {
            foreach (var position in Positions(content.Length))
            {
                var flipped = new SortedDictionary<string, ReadOnlyMemory<byte>>(files, StringComparer.Ordinal)
                {
                    [name] = Flip(content, position),
                };
                TestBundle.Verification.Verify(flipped).Holds.ShouldBeFalse($"{name} at {position}");
            }
        }
    }

    [TestCase("whole")]
    [TestCase("without content")]
    [TestCase("of the recipient")]
    public void A_flipped_bit_is_seen_by_who_has_the_cards_even_where_the_manifest_was_made_to_fit(string bundle)
    {
        var files = Bundles[bundle].Files;
        foreach (var (name, content) in files)
        {
            foreach (var position in Positions(content.Length))
            {
                IsSeen(TestBundle.Verification.Verify(TestBundle.With(files, name, Flip(content, position)), TestBundle.Cards), name)
                    .ShouldBeTrue($"{name} at {position}");
            }
        }
    }

    [TestCase("whole")]
    [TestCase("without content")]
    [TestCase("of the recipient")]
    public void A_file_that_is_missing_longer_shorter_or_empty_is_seen(string bundle)
    {
        var files = Bundles[bundle].Files;
        foreach (var (name, content) in files)
        {
            byte[][] others =
            [
                [.. content.Span, (byte)'\n'],
                [.. content.Span, 0],
                content.ToArray()[..^1],
                content.ToArray()[1..],
                [],
            ];
            foreach (var other in others)
            {
                IsSeen(TestBundle.Verification.Verify(TestBundle.With(files, name, other), TestBundle.Cards), name)
                    .ShouldBeTrue($"{name} of {other.Length} bytes");
            }

            var fewer = new SortedDictionary<string, ReadOnlyMemory<byte>>(files, StringComparer.Ordinal);
            fewer.Remove(name);
            var verdict = TestBundle.Verification.Verify(fewer, TestBundle.Cards);
            verdict.Holds.ShouldBeFalse($"without {name}");
        }
    }

    [Test]
    public void A_guide_of_another_version_is_told_and_proves_nothing()
    {
        var verdict = TestBundle.Verification.Verify(
            TestBundle.With(Whole.Files, BundleFiles.Guide, "Another text.\n"u8.ToArray()),
            TestBundle.Cards
        );
        verdict.Faults.ShouldBeEmpty();
        IsSeen(verdict, BundleFiles.Guide).ShouldBeTrue();
        IsSeen(Whole.Verify(), BundleFiles.Guide).ShouldBeFalse();
    }

    [Test]
    public void A_script_that_was_never_released_is_refused_whatever_else_holds() =>
        TestBundle
            .Verification.Verify(TestBundle.With(Whole.Files, BundleFiles.Script, "#!/bin/sh\necho holds\n"u8.ToArray()), TestBundle.Cards)
            .Faults.ShouldBe(["verify.sh was never released with this program. Do not run it."]);

    // Whoever changes the script adds its digest, and leaves the former ones: bundles with those lie in courts' files.
    [Test]
    public void The_script_that_is_given_out_is_among_those_that_were_released()
    {
        VerificationGuide
            .IsReleased(VerificationGuide.Script)
            .ShouldBeTrue($"VerificationGuide.Released lacks {Digest.Of(VerificationGuide.Script.Span)}");
        VerificationGuide
            .IsReleased(
                System.IO.File.ReadAllBytes(System.IO.Path.Combine(Repository.Root, "src", "Exchange.Ledger", "Evidence", "verify.sh"))
            )
            .ShouldBeTrue();
    }

    [Test]
    public void A_file_too_many_is_seen() =>
        TestBundle
            .Verification.Verify(TestBundle.With(Whole.Files, "note.txt", [1]))
            .Faults.ShouldBe(["SHA256SUMS does not match the other files.", "note.txt does not match the other files."]);

    [Test]
    public void Files_of_another_bundle_do_not_fit()
    {
        var other = new TestBundle { Header = Whole.Header with { Sequence = 2, Reference = "MYS-BGD-2026-000002" } };
        other.Verify().Faults.ShouldBeEmpty();
        foreach (var (name, content) in other.Files.Where(file => !file.Value.Span.SequenceEqual(Whole.Files[file.Key].Span)))
        {
            IsSeen(TestBundle.Verification.Verify(TestBundle.With(Whole.Files, name, content.ToArray()), TestBundle.Cards), name)
                .ShouldBeTrue(name);
        }
    }

    [TestCase(BundleFiles.SentEntry, BundleFiles.JudgedEntry)]
    [TestCase(BundleFiles.SentProof, BundleFiles.JudgedProof)]
    [TestCase(BundleFiles.SenderCard, BundleFiles.RecipientCard)]
    [TestCase(BundleFiles.SenderKey, BundleFiles.RecipientKey)]
    public void Files_that_were_swapped_are_seen(string one, string two)
    {
        var files = TestBundle.With(TestBundle.With(Whole.Files, one, Whole.Files[two].ToArray()), two, Whole.Files[one].ToArray());
        TestBundle.Verification.Verify(files).Holds.ShouldBeFalse();
    }

    [Test]
    public void Entries_that_are_about_something_else_prove_nothing()
    {
        var other = Guid.CreateVersion7(TestBundle.Time.AddDays(1));
        (TestBundle Bundle, string Fault)[] cases =
        [
            (
                new() { ChangeSent = draft => draft with { Signed = Digest.Of("other"u8) } },
                "sender.entry does not record that MYS sent this message to BGD."
            ),
            (
                new() { ChangeSent = draft => draft with { Counterpart = TestBundle.Sender.Card.Party } },
                "sender.entry does not record that MYS sent this message to BGD."
            ),
            (
                new()
                {
                    ChangeSent = draft =>
                        new(LedgerEvents.MessageDelivered)
                        {
                            Counterpart = draft.Counterpart,
                            MessageId = draft.MessageId,
                            Signed = draft.Signed,
                        },
                },
                "sender.entry does not record that MYS sent this message to BGD."
            ),
            (new() { ChangeSent = draft => draft with { MessageId = null } }, "No entry names the message."),
            (new() { ChangeSent = draft => draft with { Sealed = Digest.Of("other"u8) } }, "The two entries name different sealed bytes."),
            (
                new() { ChangeJudged = draft => draft with { MessageId = other } },
                "recipient.entry does not record that BGD accepted or rejected this message of MYS."
            ),
            (
                new() { ChangeJudged = draft => draft with { Sequence = 2 } },
                "recipient.entry does not record that BGD accepted or rejected this message of MYS."
            ),
            (
                new() { ChangeJudged = draft => draft with { Signed = Digest.Of("other"u8) } },
                "recipient.entry does not record that BGD accepted or rejected this message of MYS."
            ),
            (
                new() { ChangeJudged = draft => draft with { Code = ReceiptCode.Expired } },
                "recipient.entry does not record that BGD accepted or rejected this message of MYS."
            ),
            (
                new() { ChangeJudged = draft => draft with { Counterpart = TestBundle.Recipient.Card.Party } },
                "recipient.entry does not record that BGD accepted or rejected this message of MYS."
            ),
            (new() { BySender = false, ChangeJudged = draft => draft with { MessageId = null } }, "No entry names the message."),
            (
                new() { ChangeSent = draft => draft with { Sequence = 2 }, ChangeJudged = draft => draft with { Sequence = 2 } },
                "The header of message.json does not match the entries."
            ),
            (
                new()
                {
                    ChangeSent = draft => draft with { Kind = CaseKinds.Response },
                    ChangeJudged = draft => draft with { Kind = CaseKinds.Response },
                },
                "The header of message.json does not match the entries."
            ),
            (
                new()
                {
                    ChangeSent = draft => draft with { ExchangeId = other },
                    ChangeJudged = draft => draft with { ExchangeId = other },
                },
                "The header of message.json does not match the entries."
            ),
        ];
        foreach (var (bundle, fault) in cases)
            bundle.Verify().Faults.ShouldBe([fault]);
    }

    [Test]
    public void A_checkpoint_needs_both_keys_of_its_log_and_the_others_cosignature()
    {
        new TestBundle { SentSigners = TestBundle.Recipient.Log }
            .Verify()
            .Faults.ShouldBe(["The checkpoint of MYS is not signed by both keys of its ledger."]);
        new TestBundle { SentSigners = TestBundle.Sender.Log with { MlDsa44 = TestBundle.Recipient.Log.MlDsa44 } }
            .Verify()
            .Faults.ShouldBe(["The checkpoint of MYS is not signed by both keys of its ledger."]);
        new TestBundle { SentWitness = TestBundle.Sender.Witness }
            .Verify()
            .Faults.ShouldBe(["The checkpoint of MYS does not have exactly one valid cosignature, by BGD."]);
        new TestBundle { JudgedWitness = TestBundle.Recipient.Witness }
            .Verify()
            .Faults.ShouldBe(["The checkpoint of BGD does not have exactly one valid cosignature, by MYS."]);
    }

    [Test]
    public void A_checkpoint_without_a_cosignature_or_with_one_more_proves_nothing()
    {
        foreach (
            var lines in new string[][]
            {
                [],
                [.. Whole.Parts.Judged.Proof.Checkpoint.Cosignatures, .. Whole.Parts.Sent!.Proof.Checkpoint.Cosignatures],
            }
        )
        {
            var proof = Whole.Parts.Judged.Proof with
            {
                Checkpoint = CosignedCheckpoint.Of(Whole.Parts.Judged.Proof.Checkpoint.Note, lines),
            };
            var files = BundleWriter.Write(Whole.Parts with { Judged = Whole.Parts.Judged with { Proof = proof } });
            TestBundle
                .Verification.Verify(files)
                .Faults.ShouldBe(["The checkpoint of BGD does not have exactly one valid cosignature, by MYS."]);
        }
    }

    [Test]
    public void A_signature_of_another_party_is_not_the_senders() =>
        TestBundle
            .Verification.Verify(new TestBundle { SignedBy = TestBundle.Recipient }.Files)
            .Faults.ShouldBe(["message.p7s: The signer's certificate does not lead to the authority of MYS."]);

    [Test]
    public void Content_that_was_accepted_and_is_no_message_proves_nothing()
    {
        new TestBundle { Content = "not a message"u8.ToArray() }
            .Verify()
            .Faults.ShouldBe(["message.json is not a message of this protocol."]);
        var late = MessageWriter
            .Write(Whole.Header with { IssuedAt = TestBundle.Time.AddMinutes(-2) }, Gateway.TestGateway.Request)
            .Bytes.ToArray();
        new TestBundle { Header = Whole.Header, Content = late }
            .Verify()
            .Faults.ShouldBe(["The signing time does not match issuedAt in message.json."]);
        var turned = MessageWriter
            .Write(
                Whole.Header with
                {
                    Sender = Whole.Header.Recipient,
                    Recipient = Whole.Header.Sender,
                    Reference = "BGD-MYS-2026-000001",
                },
                Gateway.TestGateway.Request
            )
            .Bytes.ToArray();
        new TestBundle { Header = Whole.Header, Content = turned }
            .Verify()
            .Faults.ShouldBe(["message.json is not from MYS to BGD."]);
    }

    [Test]
    public void A_card_that_was_given_must_be_the_bundles()
    {
        var other = new TestBundle.Founded("MYS");
        var verdict = TestBundle.Verification.Verify(Whole.Files, other.Card.Bytes);
        verdict.Faults.ShouldBe(["The card of MYS in the bundle is not the one that was given."]);
        TestBundle
            .Verification.Verify(Whole.Files, new TestBundle.Founded("THA").Card.Bytes)
            .Faults.ShouldBe(["The card of THA that was given belongs to neither party."]);
        TestBundle.Verification.Verify(Whole.Files, "x"u8.ToArray()).Faults.ShouldBe(["A card that was given is not a party card."]);
        TestBundle
            .Verification.Verify(Whole.Files, TestBundle.Sender.Card.Bytes)
            .NotProved[0]
            .ShouldBe("That the keys of MYS belong to it: they are trusted because they are in the card that you gave.");
    }

    [Test]
    public void The_same_parts_give_the_same_bytes() => BundleArchive.Write(Whole.Files).ShouldBe(BundleArchive.Write(Whole.Files));

    [Test]
    public void What_holds_content_prints_as_a_digest() => Whole.Parts.ToString().ShouldBe(Whole.Parts.Signed.ToString());

    // Only a text for people may differ where the manifest fits, and that is told.
    private static bool IsSeen(EvidenceVerdict verdict, string name) =>
        !verdict.Holds
        || (
            name is BundleFiles.Guide or BundleFiles.Script
            && verdict.NotProved.Any(sentence => sentence.StartsWith($"That {name} is correct", StringComparison.Ordinal))
        );

    private static LeafDraft Rejected(LeafDraft draft, ReceiptCode code) =>
        new(LedgerEvents.MessageRejected)
        {
            Counterpart = draft.Counterpart,
            ExchangeId = draft.ExchangeId,
            MessageId = draft.MessageId,
            Kind = draft.Kind,
            Sequence = draft.Sequence,
            Signed = draft.Signed,
            Sealed = draft.Sealed,
            Code = code,
        };

    private static IEnumerable<int> Positions(int length) =>
        Enumerable.Range(0, 8).Select(eighth => eighth * (length - 1) / 7).Append(length / 3).Append(length - 2).Distinct();

    private static byte[] Flip(ReadOnlyMemory<byte> content, int position)
    {
        var flipped = content.ToArray();
        flipped[position] ^= 1;
        return flipped;
    }
}
