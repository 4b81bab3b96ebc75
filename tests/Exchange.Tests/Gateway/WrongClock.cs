using Microsoft.Extensions.Time.Testing;

namespace Exchange.Tests.Gateway;

/// <summary>A clock whose date can be set wrong: what has passed since is measured as before.</summary>
internal sealed class WrongClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _wrongBy;

    /// <summary>Sets the date ahead, or back.</summary>
    public void SetBy(TimeSpan change) => _wrongBy += change;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _wrongBy;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
