using System.Runtime.InteropServices;

namespace Exchange.Cli;

/// <summary>
/// Ctrl+C, a polite end and a closed terminal, for as long as a verb runs. The process ends when the verb has: whatever it started
/// is ended by then, however long that takes.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal =>
                PosixSignalRegistration.Create(signal, Take)
            ),
        ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        _source.Cancel();
    }
}
