using BenchmarkDotNet.Attributes;
using Exchange.Sealing;

namespace Exchange.Benchmarks;

/// <summary>Seal and open of a request of 4 KiB.</summary>
public class SealingBenchmarks : IDisposable
{
    private SealingPair _pair = null!;
    private SealedMessage _sealed = null!;

    [GlobalSetup]
    public void Setup()
    {
        _pair = new();
        _sealed = _pair.Seal();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _pair.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public SealedMessage Seal() => _pair.Seal();

    [Benchmark]
    public OpenResult Open() => _pair.Open(_sealed);
}
