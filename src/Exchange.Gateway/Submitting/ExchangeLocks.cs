namespace Exchange.Gateway.Submitting;

/// <summary>One sender at a time per exchange.</summary>
internal sealed class ExchangeLocks
{
    private const int Stripes = 1024;

    // A fixed number of locks needs no cleanup; two exchanges that share one only wait for each other.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1))];

    public async Task<IDisposable> TakeAsync(PartyName counterpart, Guid exchangeId, CancellationToken cancellation)
    {
        var stripe = _stripes[(HashCode.Combine(counterpart, exchangeId) & int.MaxValue) % Stripes];
        await stripe.WaitAsync(cancellation);
        return new Held(stripe);
    }

    private sealed class Held(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}
