using Exchange.Gateway.Dispatching;

namespace Exchange.Tests.Gateway;

internal sealed class OutageTests
{
    [Test]
    public void The_wait_before_the_next_attempt_doubles_to_a_limit_and_starts_anew_after_the_outage()
    {
        var outage = new Outage(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4));
        outage.Begin().ShouldBeTrue();
        outage.Begin().ShouldBeFalse();
        foreach (var full in (double[])[1, 2, 4, 4])
            outage.NextPause().TotalSeconds.ShouldBeInRange(full / 2, full);
        outage.End().ShouldBeTrue();
        outage.End().ShouldBeFalse();
        outage.IsOn.ShouldBeFalse();
        outage.Begin();
        outage.NextPause().TotalSeconds.ShouldBeInRange(0.5, 1);
    }
}
