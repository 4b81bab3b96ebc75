using Exchange.Gateway.Journal;

namespace Exchange.Tests.Gateway;

/// <summary>Which proposals share a batch.</summary>
internal sealed class ProposalQueueTests
{
    private readonly List<Proposal> _batch = [];

    [TestCase(0, 0)]
    [TestCase(1, 0)]
    [TestCase(2, 5)]
    [TestCase(4, 15)]
    [TestCase(5, 20)]
    [TestCase(256, 20)]
    public void After_one_that_was_alone_nothing_waits_and_under_load_a_batch_waits_for_more(int before, int milliseconds) =>
        ProposalQueue.WaitAfter(before).ShouldBe(TimeSpan.FromMilliseconds(milliseconds));

    [Test]
    public async Task What_waits_is_taken_in_its_order_up_to_a_whole_batch_and_the_rest_by_the_next()
    {
        var queue = new ProposalQueue();
        var proposals = Enumerable
            .Range(0, ProposalQueue.MaximumBatch + 2)
            .Select(_ => (Proposal)new Proposal<int>("test", _ => 0))
            .ToList();
        foreach (var proposal in proposals)
            await queue.AddAsync(proposal, CancellationToken.None);
        queue.End();

        queue.Take(_batch).ShouldBeTrue();
        _batch.ShouldBe(proposals.Take(ProposalQueue.MaximumBatch));
        queue.Take(_batch).ShouldBeTrue();
        _batch.ShouldBe(proposals.Skip(ProposalQueue.MaximumBatch));
        queue.Take(_batch).ShouldBeFalse();
        _batch.ShouldBeEmpty();
    }

    [Test]
    public async Task A_queue_that_has_ended_takes_no_more_and_says_that_nothing_was_recorded()
    {
        var queue = new ProposalQueue();
        queue.End();

        (
            await Should.ThrowAsync<JournalUnavailableException>(() =>
                queue.AddAsync(new Proposal<int>("test", _ => 0), CancellationToken.None)
            )
        ).Message.ShouldContain("nothing was recorded");
    }
}
