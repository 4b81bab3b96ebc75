using Exchange.Gateway.Witnessing;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Starting;

/// <summary>
/// Imports the cards and grants that the officers have confirmed, from the folder <c>counterparts</c>. A new card is checked once more,
/// and its import is recorded in our ledger.
/// </summary>
internal sealed class CounterpartLoader(
    GatewayHome home,
    GatewaySettings settings,
    OwnParty own,
    Counterparts counterparts,
    Database database,
    JournalWriter journal,
    ILogger<CounterpartLoader> logger
)
{
    private const string CardEnding = ".party.json";

    /// <exception cref="UnsafeSettingException">A file is not what it should be.</exception>
    public async Task LoadAsync()
    {
        var cards = ReadAll();
        RefuseLinksWithoutCard([.. cards.Select(card => card.Card.Party)]);
        foreach (var (card, bytes, path) in cards)
        {
            if (await TakeAsync(card, bytes, path, cards.Select(other => other.Card)))
                counterparts.Put(new(card, await GrantOfAsync(card.Party)));
            else
                counterparts.Miss(card.Party);
        }
    }

    private List<(PartyCard Card, byte[] Bytes, string Path)> ReadAll()
    {
        if (!Directory.Exists(home.Counterparts))
            return [];
        PrivateFile.RefuseIfOthersWrite(home.Counterparts);
        return [.. Directory.EnumerateFiles(home.Counterparts, "*" + CardEnding).Order(StringComparer.Ordinal).Select(Read)];
    }

    // A name that is mistyped would leave the link that is meant without its limits.
    private void RefuseLinksWithoutCard(IReadOnlyCollection<PartyName> parties)
    {
        foreach (var name in settings.Links.Keys.Where(name => !parties.Contains(PartyName.Parse(name))))
        {
            throw new UnsafeSettingException(
                $"{home.Settings}: Links:{name}: no card of this party has been imported. Check the name, import its card first, "
                    + "or remove the setting."
            );
        }
    }

    private (PartyCard Card, byte[] Bytes, string Path) Read(string path)
    {
        PrivateFile.RefuseIfOthersWrite(path);
        var bytes = File.ReadAllBytes(path);
        var card = Valid(PartyCard.Read(bytes), path);
        return Path.GetFileName(path) == card.Party + CardEnding && card.Party != own.Name
            ? (card, bytes, path)
            : throw new UnsafeSettingException(
                $"{path} is the card of {card.Party}: it must be named {card.Party}{CardEnding}, and be another party's."
            );
    }

    private async Task<bool> TakeAsync(PartyCard card, byte[] bytes, string path, IEnumerable<PartyCard> all)
    {
        if (IsTaken(card, bytes))
            return true;
        IReadOnlyList<Fault> faults =
        [
            .. CardCheck.Check(card, own.Clock.Now()),
            .. CardCheck.Conflicts(card, all.Append(own.Card)),
            .. UsedOrigin(card),
        ];
        if (faults.Count > 0)
            throw new UnsafeSettingException($"{path} cannot be taken: {faults[0].Pointer}: {faults[0].Text}");
        try
        {
            await journal.ProposeAsync(new("card.import", ProposalHeader.Operator), transaction =>
                Record(transaction, card, bytes, FormerOrigin(transaction, card))
            );
            return true;
        }
        catch (LedgerSuspendedException exception)
        {
            logger.LogError(
                "The card of {Party} is not imported while our ledger is suspended; start the gateway again when it is resumed: {Reason}",
                card.Party,
                exception.Message
            );
            return false;
        }
    }

    private bool IsTaken(PartyCard card, byte[] bytes)
    {
        using var sql = database.OpenSession();
        var (taken, highest) = (CardTable.Read(sql, card.Party, card.Serial), CardTable.HighestSerial(sql, card.Party));
        if (highest > card.Serial || (taken is not null && !taken.AsSpan().SequenceEqual(bytes)))
        {
            throw new UnsafeSettingException(
                $"A card of {card.Party} with serial {highest} was imported before. A new card must have a higher serial."
            );
        }

        return taken is not null;
    }

    // The checkpoints that we hold of a former ledger must not be taken for those of a new one.
    private IEnumerable<Fault> UsedOrigin(PartyCard card)
    {
        using var sql = database.OpenSession();
        var origins = CardTable.Of(sql, card.Party).ConvertAll(known => PartyCard.Read(known.Bytes).OrThrow().Log.Origin);
        if (origins.Count > 0 && origins[0] != card.Log.Origin && origins.Contains(card.Log.Origin))
        {
            yield return new(
                ReceiptCode.MembersOrTypes,
                "/log/origin",
                "A ledger of this name has ended. A new ledger must have a new name."
            );
        }
    }

    private static string? FormerOrigin(JournalTransaction transaction, PartyCard card) =>
        CardTable.Of(transaction.Sql, card.Party) is [var former, ..] ? PartyCard.Read(former.Bytes).OrThrow().Log.Origin : null;

    // A new origin is a new history: a suspension for the former one does not apply to it, and the link is resumed.
    private static void Record(JournalTransaction transaction, PartyCard card, byte[] bytes, string? formerOrigin)
    {
        transaction.Append(
            new LeafDraft(LedgerEvents.PartyImported)
            {
                Counterpart = card.Party,
                Detail = new() { ["serial"] = card.Serial, ["card"] = Digest.Of(bytes).ToString() },
            }
        );
        CardTable.Keep(transaction.Sql, card, bytes, transaction.Now);
        if (formerOrigin is not null && formerOrigin != card.Log.Origin && LinkTable.Suspension(transaction.Sql, card.Party) is { } reason)
            ResumeHandler.Resume(transaction, new(card, null), reason, by: "new-origin");
    }

    private async Task<MailboxGrant?> GrantOfAsync(PartyName party)
    {
        var path = Path.Combine(home.Counterparts, $"{own.Name}-at-{party}.grant.json");
        if (!File.Exists(path))
        {
            logger.LogWarning("There is no grant for the mailbox at {Party}; messages to it wait in the outbox", party);
            return null;
        }

        PrivateFile.RefuseIfOthersWrite(path);
        var bytes = await File.ReadAllBytesAsync(path);
        var grant = Valid(MailboxGrant.Read(bytes), path);
        if (GrantCheck.Check(grant, own.Card, own.HasClientKey) is [var fault, ..])
            throw new UnsafeSettingException($"{path} cannot be used: {fault.Pointer}: {fault.Text}");
        if (GrantCheck.Check(grant, own.Card) is [_, ..])
        {
            logger.LogWarning(
                "The grant for the mailbox at {Party} is for a former client key of ours; accept a new one before it is revoked",
                party
            );
        }

        if (grant.At != party)
            throw new UnsafeSettingException($"{path} is a grant of {grant.At}.");
        await journal.ProposeAsync(new("grant.accept", ProposalHeader.Operator), transaction =>
            Record(transaction, grant, Digest.Of(bytes))
        );
        return grant;
    }

    // A suspended ledger records nothing; the grant is used nevertheless, and recorded at a later start.
    private static void Record(JournalTransaction transaction, MailboxGrant grant, Digest digest)
    {
        if (transaction.CanAppend && CardTable.TakeGrant(transaction.Sql, grant.At, digest.ToString(), transaction.Now))
        {
            transaction.Append(
                new LeafDraft(LedgerEvents.GrantAccepted)
                {
                    Counterpart = grant.At,
                    Detail = new() { ["grant"] = digest.ToString() },
                }
            );
        }
    }

    private static T Valid<T>(ReadResult<T> read, string path)
        where T : class =>
        read.Value ?? throw new UnsafeSettingException($"{path} is not valid: {read.Faults[0].Pointer}: {read.Faults[0].Text}");
}
