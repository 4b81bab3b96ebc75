using Exchange.Gateway.Home;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Receiving;
using Exchange.Protocol.Parties;
using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>What one counterpart may cost us: 100 arrivals and 4 MiB in a second, and of what stays for ever two.</summary>
internal sealed class AllowanceTests
{
    private const int Many = 10_000;

    private FakeTimeProvider _clock = null!;
    private LogLines<Allowance> _lines = null!;
    private Allowance _allowance = null!;

    [SetUp]
    public void Begin()
    {
        (_clock, _lines) = (new(), new());
        _allowance = Of("MYS");
    }

    [Test]
    public void Who_sends_in_good_order_is_never_slowed() => TakenAtOnce(Many, Worth.Useful, bytes: 1024 * 1024).ShouldBe(Many);

    [TestCase(Worth.None, 1, 3000)]
    [TestCase(Worth.None, 1024 * 1024, 120)]
    [TestCase(Worth.Kept, 1, 2000)]
    public void What_brings_us_no_further_is_taken_up_to_a_limit_at_once(Worth worth, int bytes, int taken) =>
        TakenAtOnce(Many, worth, bytes).ShouldBe(taken);

    [TestCase(Worth.None, 1, 1000)]
    [TestCase(Worth.None, 1024 * 1024, 40)]
    [TestCase(Worth.Kept, 1, 20)]
    public void What_waits_is_taken_as_time_passes(Worth worth, int bytes, int taken)
    {
        TakenAtOnce(Many, worth, bytes);
        _clock.Advance(TimeSpan.FromSeconds(10));
        TakenAtOnce(Many, worth, bytes).ShouldBe(taken);
    }

    [Test]
    public async Task What_waits_is_waited_for_and_told_of_once()
    {
        TakenAtOnce(Many, Worth.None, bytes: 1);
        var waiting = _allowance.TakeAsync(1, CancellationToken.None).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));
        await waiting;

        _lines.Lines.ShouldHaveSingleItem().Text.ShouldStartWith("MYS sends more");
    }

    [Test]
    public void Anothers_allowance_is_its_own()
    {
        TakenAtOnce(Many, Worth.None, bytes: 1);
        _allowance = Of("THA");
        TakenAtOnce(10, Worth.None, bytes: 1).ShouldBe(10);
    }

    private Allowance Of(string party) => new(PartyName.Parse(party), new BorderSettings(), _clock, _lines);

    private int TakenAtOnce(int most, Worth worth, int bytes)
    {
        using var stop = new CancellationTokenSource();
        for (var taken = 0; taken < most; taken++)
        {
            if (!_allowance.TakeAsync(bytes, stop.Token).AsTask().IsCompleted)
            {
                stop.Cancel();
                return taken;
            }

            _allowance.Settle(worth, bytes);
        }

        return most;
    }
}
