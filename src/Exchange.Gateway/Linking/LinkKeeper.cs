using Exchange.Gateway.Receipting;
using Exchange.Gateway.Receiving;
using Exchange.Gateway.Witnessing;
using Exchange.Protocol.Link;

namespace Exchange.Gateway.Linking;

/// <summary>
/// What is due on one link, checked once a second: checkpoints of ours that no receipt carried, our cosignature of the counterpart's
/// newest checkpoint, requests for missing checkpoints, and a ping every ten minutes.
/// </summary>
internal sealed class LinkKeeper(
    Counterpart counterpart,
    OwnParty own,
    LogBook log,
    TileReader tiles,
    LinkSealer sealer,
    PingHandler pings,
    WaitingCheckpoints waiting,
    LinkSweep sweep,
    Database database,
    JournalWriter journal,
    BorderSettings settings,
    TimeProvider clock,
    ILogger<LinkKeeper> logger
)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenPings = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    // Long enough for a receipt to carry the checkpoint, and well below the ten seconds of the protocol.
    private static readonly TimeSpan BeforeAnnouncing = TimeSpan.FromSeconds(3);

    private int _announcedAgain;
    private bool _isLate;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        // By elapsed time: correcting the clock must not silence the link.
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
                logger.LogWarning("What is due to {Counterpart} waits: {Reason}", counterpart, exception.Message);
            }
        } while (await timer.WaitForNextTickAsync(stopping));
    }

    // Whatever fails in it, checkpoints, cosignatures and alarms must not wait.
    private async Task SweepAsync()
    {
        try
        {
            await sweep.RunAsync(counterpart);
        }
        catch (Exception exception) when (exception is not JournalUnavailableException)
        {
            logger.LogError(
                Trace.Of(exception),
                "The hourly check of the link to {Counterpart} failed; the next one is in an hour: {Reason}",
                counterpart,
                exception.Message
            );
        }
    }

    /// <summary>Sends what is due now.</summary>
    internal async Task KeepAsync()
    {
        var due = LookAtWhatIsDue();
        WarnIfLate();
        if (due.Cosign is { } checkpoint)
        {
            var line = Cosignature.Sign(CheckpointNote.ReadUnverified(checkpoint.Note)!, clock.Now(), own.WitnessSigner);
            await journal.ProposeAsync("checkpoint.cosign", transaction => Cosign(transaction, checkpoint, line));
        }

        if (due.Announce)
            await journal.ProposeAsync("checkpoint.announce", Announce);
        // Counted once it is recorded: a batch that was rolled back announced nothing.
        if (
            due.AnnounceAgainFrom is { } size
            && await journal.ProposeAsync("checkpoint.announce-again", transaction => AnnounceAgain(transaction, size))
        )
        {
            _announcedAgain++;
        }

        if (due.QuarantineToCount)
            await journal.ProposeAsync("quarantine.count", transaction => Quarantine.Count(transaction, counterpart.Name));
        if (due.AlarmToRecord)
            await journal.ProposeAsync("alarm.enter", transaction => Alarms.Record(transaction, counterpart.Name));
        if (due.OutboxExcess > 0 || due.QuarantineExcess > 0)
            await journal.ProposeAsync("link.drop-excess", transaction => Drop(transaction, due));
        if (waiting.Wanted(counterpart.Name) is { } wanted)
            await journal.ProposeAsync("checkpoint.ask", transaction => Ask(transaction, wanted));
    }

    private DueOnLink LookAtWhatIsDue()
    {
        using var sql = database.OpenSession();
        var isTrusted = log.Suspension is null;
        var sent = LinkTable.Sent(sql, counterpart.Name);
        var now = clock.Now();
        // A checkpoint that still waits in the outbox proves less than the newest, but the next one is proved from it: the counterpart
        // lacks none.
        var mayAnnounce = !OutboxTable.IsQueued(sql, counterpart.Name, LinkKind.Checkpoint, now);
        var announce = log.IsShown && mayAnnounce && log.Size > sent.Size && Since(sent, now) >= BeforeAnnouncing;
        return new(
            isTrusted && JournalTable.MayCosign(sql, counterpart.Name) ? HeldCheckpointTable.Uncosigned(sql, counterpart) : null,
            announce,
            announce || !mayAnnounce || !log.IsShown ? null : AgainFrom(sql, sent, now),
            isTrusted && Quarantine.HasToCount(sql, counterpart.Name, now),
            isTrusted && AlarmTable.HasUnrecorded(sql, counterpart.Name),
            OutboxTable.Excess(sql, counterpart.Name),
            Quarantine.Excess(sql, counterpart.Name)
        );
    }

    private void WarnIfLate()
    {
        using var sql = database.OpenSession();
        var lag = CosignatureLag.Read(sql, counterpart.Name, clock.Now(), settings.CosignatureWarning);
        if (lag.IsLate && !_isLate)
        {
            logger.LogWarning(
                "{Counterpart} has not cosigned our ledger beyond size {Size}; the checkpoints after it wait since {Since}, and "
                    + "have no witness until then",
                counterpart,
                lag.Size,
                lag.BehindSince
            );
        }
        else if (!lag.IsLate && _isLate)
        {
            logger.LogInformation("{Counterpart} has cosigned our ledger up to size {Size}", counterpart, lag.Size);
        }

        _isLate = lag.IsLate;
    }

    // A checkpoint without the counterpart's cosignature is sent again, at growing intervals.
    private long? AgainFrom(SqlSession sql, SentCheckpoint sent, DateTimeOffset now)
    {
        var cosigned = CheckpointTable.Cosigned(sql, counterpart.Name, log.Size).Size;
        if (cosigned >= sent.Size)
        {
            _announcedAgain = 0;
            return null;
        }

        return Since(sent, now) >= OutboxTable.WaitAfter(settings.FirstResend, _announcedAgain) ? cosigned : null;
    }

    // A time ahead of our clock was written by a clock that has been corrected since: it counts as long ago.
    private static TimeSpan Since(SentCheckpoint sent, DateTimeOffset now) => sent.At > now ? TimeSpan.MaxValue : now - sent.At;

    private void Announce(JournalTransaction transaction)
    {
        if (
            log.IsShown
            && log.Checkpoint is { } checkpoint
            && checkpoint.Tail.Size > LinkTable.Sent(transaction.Sql, counterpart.Name).Size
        )
        {
            Send(
                transaction,
                new CheckpointBody(
                    checkpoint.Note,
                    SentCheckpoints.Next(transaction.Sql, counterpart.Name, checkpoint, tiles.Reader(transaction.Sql), transaction.Now)
                )
            );
        }
    }

    private bool AnnounceAgain(JournalTransaction transaction, long cosigned)
    {
        if (!log.IsShown || log.Checkpoint is not { } checkpoint)
            return false;
        var readTile = tiles.Reader(transaction.Sql);
        _ = SentCheckpoints.Next(transaction.Sql, counterpart.Name, checkpoint, readTile, transaction.Now);
        Send(
            transaction,
            new CheckpointBody(checkpoint.Note, SentCheckpoints.Between(cosigned, checkpoint.Tail.Size, checkpoint, readTile))
        );
        return true;
    }

    private void Cosign(JournalTransaction transaction, UncosignedCheckpoint checkpoint, string line)
    {
        // An alarm may have been raised since the check.
        if (!JournalTable.MayCosign(transaction.Sql, counterpart.Name) || !transaction.CanAppend)
            return;
        HeldCheckpointTable.Cosign(transaction.Sql, counterpart, checkpoint.Size, line);
        Send(transaction, new CosignatureBody(counterpart.Card.Log.Origin, checkpoint.Size, line, null));
    }

    // The oldest are deleted, so that nobody can fill our disk from outside.
    private void Drop(JournalTransaction transaction, DueOnLink due)
    {
        OutboxTable.DropLinkMessages(transaction.Sql, counterpart.Name, due.OutboxExcess);
        QuarantineTable.Drop(transaction.Sql, counterpart.Name, due.QuarantineExcess);
    }

    private void Ask(JournalTransaction transaction, long wanted) =>
        Send(
            transaction,
            new CosignatureBody(
                counterpart.Card.Log.Origin,
                HeldCheckpointTable.Newest(transaction.Sql, counterpart)?.Size ?? 0,
                null,
                wanted
            )
        );

    private void Send(JournalTransaction transaction, MessageBody body) => OutboxTable.Add(transaction.Sql, sealer.Seal(counterpart, body));
}

/// <summary>What is due on a link now.</summary>
/// <param name="Cosign">The counterpart's newest checkpoint, if we have not cosigned it.</param>
/// <param name="Announce">True if our newest checkpoint was not sent yet.</param>
/// <param name="AnnounceAgainFrom">The cosigned size from which our newest checkpoint must be proved once more.</param>
/// <param name="QuarantineToCount">True if our ledger has not counted all that was quarantined.</param>
/// <param name="AlarmToRecord">True if an alarm is not in our ledger yet.</param>
/// <param name="OutboxExcess">The newest of the link messages that are too many to wait, or 0.</param>
/// <param name="QuarantineExcess">The newest of the quarantined arrivals that are too many to keep, or 0.</param>
internal sealed record DueOnLink(
    UncosignedCheckpoint? Cosign,
    bool Announce,
    long? AnnounceAgainFrom,
    bool QuarantineToCount,
    bool AlarmToRecord,
    long OutboxExcess,
    long QuarantineExcess
);
