using Exchange.Gateway.Receipting;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Linking;

/// <summary>
/// What is due on one link without anybody asking, looked at once a second: heads of ours that no receipt carried, our
/// cosignature of the counterpart's newest head, heads that are missing, and a ping every ten minutes.
/// </summary>
internal sealed class LinkKeeper(
    Counterpart counterpart, OwnParty own, LogBook log, TileReader tiles, LinkSealer sealer, PingHandler pings, WaitingHeads waiting, LinkSweep sweep,
    Database database, JournalWriter journal, BorderSettings settings, TimeProvider clock, ILogger<LinkKeeper> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenPings = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    // Long enough for a receipt to carry the head, and well under the ten seconds that the protocol allows.
    private static readonly TimeSpan BeforeAnnouncing = TimeSpan.FromSeconds(3);

    private int _announcedAgain;
    private bool _isLate;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        // By elapsed time: a clock that is set right must not silence the link.
        var (lastPing, lastSweep) = ((long?)null, (long?)null);
        do
        {
            try
            {
                if (lastPing is not { } pinged || clock.GetElapsedTime(pinged) >= BetweenPings)
                {
                    await pings.PingAsync(counterpart);
                    lastPing = clock.GetTimestamp();
                }

                if (lastSweep is not { } swept || clock.GetElapsedTime(swept) >= BetweenSweeps)
                {
                    lastSweep = clock.GetTimestamp();
                    await SweepAsync();
                }

                await KeepAsync();
            }
            catch (JournalUnavailableException exception)
            {
                logger.LogWarning("What was due to {Counterpart} waits: {Reason}", counterpart, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    // Whatever it finds in the database: heads, cosignatures and alarms must not wait for that.
    private async Task SweepAsync()
    {
        try
        {
            await sweep.RunAsync(counterpart);
        }
        catch (Exception exception) when (exception is not JournalUnavailableException)
        {
            logger.LogError(Trace.Of(exception), "The hourly look at the link to {Counterpart} has failed; the next is in an hour: {Reason}", counterpart, exception.Message);
        }
    }

    /// <summary>Sends what is due now.</summary>
    internal async Task KeepAsync()
    {
        var due = LookAtWhatIsDue();
        WarnIfLate();
        if (due.Cosign is { } head)
        {
            var line = Cosignature.Sign(CheckpointNote.ReadUnverified(head.Note)!, clock.Now(), own.WitnessSigner);
            await journal.ProposeAsync("head.cosign", transaction => Cosign(transaction, head, line));
        }

        if (due.Announce)
            await journal.ProposeAsync("checkpoint.announce", Announce);
        // Counted when it is recorded: a batch that was rolled back announced nothing.
        if (due.AnnounceAgainFrom is { } size && await journal.ProposeAsync("checkpoint.announce-again", transaction => AnnounceAgain(transaction, size)))
            _announcedAgain++;
        if (due.QuarantineToCount)
            await journal.ProposeAsync("quarantine.count", transaction => Quarantine.Count(transaction, counterpart.Name));
        if (due.AlarmToEnter)
            await journal.ProposeAsync("alarm.enter", transaction => Alarms.Enter(transaction, counterpart.Name));
        if (due.OutboxExcess > 0 || due.QuarantineExcess > 0)
            await journal.ProposeAsync("link.drop-excess", transaction => Drop(transaction, due));
        if (waiting.Wanted(counterpart.Name) is { } wanted)
            await journal.ProposeAsync("head.ask", transaction => Ask(transaction, wanted));
    }

    private DueOnLink LookAtWhatIsDue()
    {
        using var sql = database.OpenSession();
        var isTrusted = log.Doubt is null;
        var sent = LinkTable.Sent(sql, counterpart.Name);
        var now = clock.Now();
        // One that still waits to go out proves less than the newest, but the next is proved from it: the counterpart misses none.
        var mayAnnounce = !OutboxTable.IsQueued(sql, counterpart.Name, LinkKind.Checkpoint, now);
        var announce = log.IsShown && mayAnnounce && log.Size > sent.Size && Since(sent, now) >= BeforeAnnouncing;
        return new(
            isTrusted && JournalTable.MayCosign(sql, counterpart.Name) ? HeadTable.Uncosigned(sql, counterpart) : null,
            announce,
            announce || !mayAnnounce || !log.IsShown ? null : AgainFrom(sql, sent, now),
            isTrusted && Quarantine.HasToCount(sql, counterpart.Name, now),
            isTrusted && AlarmTable.HasToEnter(sql, counterpart.Name),
            OutboxTable.Excess(sql, counterpart.Name),
            Quarantine.Excess(sql, counterpart.Name));
    }

    private void WarnIfLate()
    {
        using var sql = database.OpenSession();
        var lag = CosignatureLag.Read(sql, counterpart.Name, clock.Now(), settings.CosignatureWarning);
        if (lag.IsLate && !_isLate)
            logger.LogWarning("{Counterpart} has not cosigned our ledger since size {Size}; checkpoints after it wait since {Since}. Until it does, they have no witness", counterpart, lag.Size, lag.BehindSince);
        else if (!lag.IsLate && _isLate)
            logger.LogInformation("{Counterpart} has cosigned our ledger up to size {Size}", counterpart, lag.Size);
        _isLate = lag.IsLate;
    }

    // A head that stays without the counterpart's cosignature is sent again, ever more rarely.
    private long? AgainFrom(SqlSession sql, SentHead sent, DateTimeOffset now)
    {
        var cosigned = CheckpointTable.Cosigned(sql, counterpart.Name, log.Size).Size;
        if (cosigned >= sent.Size)
        {
            _announcedAgain = 0;
            return null;
        }

        return Since(sent, now) >= OutboxTable.WaitAfter(settings.FirstResend, _announcedAgain) ? cosigned : null;
    }

    // A time ahead of our clock was written by a clock that has been set right since: long ago.
    private static TimeSpan Since(SentHead sent, DateTimeOffset now) => sent.At > now ? TimeSpan.MaxValue : now - sent.At;

    private void Announce(JournalTransaction transaction)
    {
        if (log.IsShown && log.Head is { } head && head.Tail.Size > LinkTable.Sent(transaction.Sql, counterpart.Name).Size)
            Send(transaction, new CheckpointBody(head.Note, SentHeads.Next(transaction.Sql, counterpart.Name, head, tiles.Reader(transaction.Sql), transaction.Now)));
    }

    private bool AnnounceAgain(JournalTransaction transaction, long cosigned)
    {
        if (!log.IsShown || log.Head is not { } head)
            return false;
        var readTile = tiles.Reader(transaction.Sql);
        _ = SentHeads.Next(transaction.Sql, counterpart.Name, head, readTile, transaction.Now);
        Send(transaction, new CheckpointBody(head.Note, SentHeads.Between(cosigned, head.Tail.Size, head, readTile)));
        return true;
    }

    private void Cosign(JournalTransaction transaction, UncosignedHead head, string line)
    {
        // An alarm may have come between the look and now.
        if (!JournalTable.MayCosign(transaction.Sql, counterpart.Name) || !transaction.CanAppend)
            return;
        HeadTable.Cosign(transaction.Sql, counterpart, head.Size, line);
        Send(transaction, new CosignatureBody(counterpart.Card.Log.Origin, head.Size, line, null));
    }

    // The oldest make room, so that nobody can fill our disk from outside.
    private void Drop(JournalTransaction transaction, DueOnLink due)
    {
        OutboxTable.DropLinkMessages(transaction.Sql, counterpart.Name, due.OutboxExcess);
        QuarantineTable.Drop(transaction.Sql, counterpart.Name, due.QuarantineExcess);
    }

    private void Ask(JournalTransaction transaction, long wanted) => Send(transaction, new CosignatureBody(
        counterpart.Card.Log.Origin, HeadTable.Newest(transaction.Sql, counterpart)?.Size ?? 0, null, wanted));

    private void Send(JournalTransaction transaction, MessageBody body) =>
        OutboxTable.Add(transaction.Sql, sealer.Seal(counterpart, body));
}

/// <summary>What is due on a link now.</summary>
/// <param name="Cosign">The counterpart's newest head, if we have not cosigned it.</param>
/// <param name="Announce">Our newest head, which nothing has carried yet.</param>
/// <param name="AnnounceAgainFrom">Our newest head once more, proved from this cosigned size.</param>
/// <param name="QuarantineToCount">True if our log has not been told of all that was quarantined.</param>
/// <param name="AlarmToEnter">True if our log has not been told of an alarm.</param>
/// <param name="OutboxExcess">The newest link message of those that are too many to wait, or 0.</param>
/// <param name="QuarantineExcess">The newest quarantined arrival of those that are too many to keep, or 0.</param>
internal sealed record DueOnLink(
    UncosignedHead? Cosign, bool Announce, long? AnnounceAgainFrom, bool QuarantineToCount, bool AlarmToEnter, long OutboxExcess, long QuarantineExcess);
