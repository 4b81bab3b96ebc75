using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Exchange.Gateway.Border;

/// <summary>
/// Turns acks that come in any order into the fewest that a broker understands. Deliveries are numbered from 1. A number
/// that was acked is never said again, not even as the upper end of many: the broker closes the channel for it.
/// </summary>
internal sealed class AckOrder
{
    // Beyond the unbroken row.
    private readonly HashSet<ulong> _beyond = [];
    private ulong _unbroken;

    /// <summary>What to say, in order, once these are acked too.</summary>
    public List<(ulong Number, bool Multiple)> Take(IEnumerable<ulong> acked)
    {
        var fresh = acked.Where(number => number > _unbroken && _beyond.Add(number)).Order().ToList();
        while (_beyond.Remove(_unbroken + 1))
            _unbroken++;
        var said = new List<(ulong, bool)>();
        if (fresh.FindLast(number => number <= _unbroken) is > 0 and var last)
            said.Add((last, true));
        said.AddRange(fresh.Where(number => number > _unbroken).Select(number => (number, false)));
        return said;
    }
}

/// <summary>Writes the acks of one channel, as many at once as have come meanwhile. After its end they do nothing.</summary>
internal sealed class AckWriter(IChannel channel)
{
    private readonly Channel<ulong> _acked = Channel.CreateUnbounded<ulong>(new() { SingleReader = true });
    private readonly AckOrder _order = new();

    public void Ack(ulong number) => _acked.Writer.TryWrite(number);

    /// <summary>Takes no more; <see cref="RunAsync"/> ends when what was taken is written.</summary>
    public void Complete() => _acked.Writer.TryComplete();

    /// <param name="ended">That of the session: nothing can be written any more.</param>
    public async Task RunAsync(CancellationToken ended)
    {
        try
        {
            while (await _acked.Reader.WaitToReadAsync(ended))
            {
                foreach (var (number, multiple) in _order.Take(Waiting()))
                    await channel.BasicAckAsync(number, multiple, ended);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or OperationInterruptedException)
        {
            // The broker hands these out again.
        }
        finally
        {
            Complete();
        }
    }

    private IEnumerable<ulong> Waiting()
    {
        while (_acked.Reader.TryRead(out var number))
            yield return number;
    }
}
