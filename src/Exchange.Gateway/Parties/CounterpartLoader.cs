using Exchange.Gateway.Hosting;
using Exchange.Gateway.Journal;
using Exchange.Gateway.Store;
using Exchange.Ledger.Entries;
using Exchange.Protocol;
using Exchange.Protocol.Life;
using Exchange.Protocol.Parties;
using Exchange.Protocol.Reading;
using Exchange.Sealing.Certificates;

namespace Exchange.Gateway.Parties;

/// <summary>
/// Takes the cards and grants that the officers have confirmed and put into the folder <c>counterparts</c>. A card that is new
/// is checked once more, and taking it is an entry of our log.
/// </summary>
internal sealed class CounterpartLoader(
    GatewayHome home, OwnParty own, Counterparts counterparts, Database database, JournalWriter journal, ILogger<CounterpartLoader> logger)
{
    private const string CardEnding = ".party.json";

    /// <exception cref="UnsafeSettingException">A file is not what it should be.</exception>
    public async Task LoadAsync()
    {
        if (!Directory.Exists(home.Counterparts))
            return;
        foreach (var path in Directory.EnumerateFiles(home.Counterparts, "*" + CardEnding).Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(path);
            var card = Valid(PartyCard.Read(bytes), path);
            if (Path.GetFileName(path) != card.Party + CardEnding || card.Party == own.Name)
                throw new UnsafeSettingException($"{path} is the card of {card.Party}: it must be named {card.Party}{CardEnding}, and be another party's.");
            if (await TakeAsync(card, bytes, path))
                counterparts.Put(new(card, GrantOf(card.Party)));
        }
    }

    private async Task<bool> TakeAsync(PartyCard card, byte[] bytes, string path)
    {
        if (IsTaken(card, bytes))
            return true;
        IReadOnlyList<Fault> faults = [.. CardCheck.Check(card, own.Clock.Now()), .. CardCheck.Conflicts(card, counterparts.All.Select(other => other.Card).Append(own.Card))];
        if (faults.Count > 0)
            throw new UnsafeSettingException($"{path} cannot be taken: {faults[0].Pointer}: {faults[0].Text}");
        try
        {
            await journal.ProposeAsync(transaction => Record(transaction, card, bytes));
            return true;
        }
        catch (LogInDoubtException exception)
        {
            logger.LogError("The card of {Party} is not taken while our log is in doubt: {Reason}", card.Party, exception.Message);
            return false;
        }
    }

    private bool IsTaken(PartyCard card, byte[] bytes)
    {
        using var sql = database.OpenSession();
        var taken = sql.Scalar<byte[]>("SELECT bytes FROM cards WHERE party = @p0 AND serial = @p1", card.Party.Value, card.Serial);
        if (taken is not null && !taken.AsSpan().SequenceEqual(bytes))
            throw new UnsafeSettingException($"Another card of {card.Party} with serial {card.Serial} was taken before. A changed card has a higher serial.");
        return taken is not null;
    }

    private static void Record(JournalTransaction transaction, PartyCard card, byte[] bytes)
    {
        transaction.Append(new LeafDraft(LedgerEvents.PartyImported)
        {
            Actor = "operator",
            Counterpart = card.Party,
            Detail = new() { ["serial"] = card.Serial, ["card"] = Digest.Of(bytes).ToString() },
        });
        transaction.Sql.Execute("INSERT INTO cards (party, serial, bytes, taken_at) VALUES (@p0, @p1, @p2, @p3)",
            card.Party.Value, card.Serial, bytes, transaction.Now.ToUnixTimeMilliseconds());
    }

    private MailboxGrant? GrantOf(PartyName party)
    {
        var path = Path.Combine(home.Counterparts, $"{own.Name}-at-{party}.grant.json");
        if (!File.Exists(path))
        {
            logger.LogWarning("There is no grant for the mailbox at {Party}; what is for it waits in the outbox", party);
            return null;
        }

        var grant = Valid(MailboxGrant.Read(File.ReadAllBytes(path)), path);
        if (GrantCheck.Check(grant, own.Card) is [var fault, ..])
            throw new UnsafeSettingException($"{path} cannot be used: {fault.Pointer}: {fault.Text}");
        return grant.At == party ? grant : throw new UnsafeSettingException($"{path} is a grant of {grant.At}.");
    }

    private static T Valid<T>(ReadResult<T> read, string path) where T : class =>
        read.Value ?? throw new UnsafeSettingException($"{path} is not valid: {read.Faults[0].Pointer}: {read.Faults[0].Text}");
}
