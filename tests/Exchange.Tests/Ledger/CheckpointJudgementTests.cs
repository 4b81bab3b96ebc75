using Exchange.Ledger.Merkle;
using Exchange.Ledger.Witness;

namespace Exchange.Tests.Ledger;

[TestFixture]
internal sealed class CheckpointJudgementTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 16, 0, 0, TimeSpan.Zero);

    private static readonly TestLog Log = TestLog.Of(50);

    [Test]
    public void The_first_head_is_taken_as_it_is() =>
        CheckpointJudgement.Judge(null, Nothing, Presented(7, from: 0)).ShouldBeOfType<CheckpointVerdict.Newest>();

    [Test]
    public void A_first_head_that_is_proved_from_another_waits_for_that_one() =>
        CheckpointJudgement.Judge(null, Nothing, Presented(9, from: 7)).ShouldBe(new CheckpointVerdict.Waits(7));

    [Test]
    public void A_head_that_is_held_is_held() =>
        CheckpointJudgement.Judge(Held(9), Holding(7, 9), Presented(7, from: 0)).ShouldBeOfType<CheckpointVerdict.AlreadyHeld>();

    [Test]
    public void Another_root_for_a_size_that_is_held_is_a_fork() =>
        CheckpointJudgement
            .Judge(Held(9), size => size == 7 ? Root(8) : Holding(9)(size), Presented(7, from: 0))
            .ShouldBeOfType<CheckpointVerdict.Fork>();

    [Test]
    public void A_larger_head_proved_from_the_newest_continues_the_chain() =>
        CheckpointJudgement.Judge(Held(9), Holding(9), Presented(20, from: 9)).ShouldBeOfType<CheckpointVerdict.Newest>();

    [Test]
    public void A_larger_head_proved_from_elsewhere_waits_for_that_place() =>
        CheckpointJudgement.Judge(Held(9), Holding(9), Presented(20, from: 12)).ShouldBe(new CheckpointVerdict.Waits(12));

    [Test]
    public void A_smaller_head_that_is_not_held_is_dropped() =>
        CheckpointJudgement.Judge(Held(9), Holding(9), Presented(5, from: 0)).ShouldBeOfType<CheckpointVerdict.Dropped>();

    [Test]
    public void A_failing_proof_from_the_newest_is_unproven()
    {
        var proven = Presented(20, from: 9);
        CheckpointJudgement
            .Judge(Held(9), Holding(9), proven with { Proof = [.. proven.Proof.Skip(1)] })
            .ShouldBeOfType<CheckpointVerdict.Unproven>();
        CheckpointJudgement
            .Judge(Held(9) with { Root = Root(8) }, size => size == 9 ? Root(8) : null, proven)
            .ShouldBeOfType<CheckpointVerdict.Unproven>();
    }

    [Test]
    public void A_larger_head_with_an_earlier_time_is_unproven() =>
        CheckpointJudgement
            .Judge(Held(9) with { SignedAt = Time.AddSeconds(1) }, Holding(9), Presented(20, from: 9))
            .ShouldBeOfType<CheckpointVerdict.Unproven>();

    [Test]
    public void A_failing_proof_from_an_older_head_that_is_held_is_unproven()
    {
        var proven = Presented(20, from: 7);
        CheckpointJudgement
            .Judge(Held(9), Holding(7, 9), proven with { Proof = [.. proven.Proof.Skip(1)] })
            .ShouldBeOfType<CheckpointVerdict.Unproven>();
        CheckpointJudgement
            .Judge(Held(9), size => size == 7 ? Root(6) : Holding(9)(size), proven)
            .ShouldBeOfType<CheckpointVerdict.Unproven>();
        CheckpointJudgement
            .Judge(Held(9), Holding(7, 9), proven with { Head = proven.Head with { Root = Root(21) } })
            .ShouldBeOfType<CheckpointVerdict.Unproven>();
    }

    [Test]
    public void A_proof_that_holds_from_an_older_head_waits_to_be_proved_from_the_newest() =>
        CheckpointJudgement.Judge(Held(9), Holding(7, 9), Presented(20, from: 7)).ShouldBe(new CheckpointVerdict.Waits(7));

    [Test]
    public void A_larger_head_that_is_proved_from_nothing_while_one_is_held_waits() =>
        CheckpointJudgement.Judge(Held(9), Holding(9), Presented(20, from: 0)).ShouldBe(new CheckpointVerdict.Waits(0));

    [Test]
    public void A_first_head_with_a_proof_from_nothing_is_unproven()
    {
        var first = Presented(7, from: 0);
        CheckpointJudgement.Judge(null, Nothing, first with { Proof = [Root(3)] }).ShouldBeOfType<CheckpointVerdict.Unproven>();
    }

    [Test]
    public void A_first_head_of_size_0_is_unproven() =>
        CheckpointJudgement.Judge(null, Nothing, new(new(0, MerkleHash.OfEmpty, Time), 0, [])).ShouldBeOfType<CheckpointVerdict.Unproven>();

    private static MerkleHash? Nothing(long size) => null;

    private static Func<long, MerkleHash?> Holding(params long[] sizes) => size => sizes.Contains(size) ? Root((int)size) : null;

    private static MerkleHash Root(int size) => TreeRoot.At(size, Log.Tail, Log.ReadTile);

    private static HeldCheckpoint Held(int size) => new(size, Root(size), Time);

    private static PresentedCheckpoint Presented(int size, int from) =>
        new(Held(size), from, from == 0 ? [] : ConsistencyProof.Prove(from, size, Log.Tail, Log.ReadTile));
}
