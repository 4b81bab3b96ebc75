using Exchange.Ledger.Export;
using Exchange.Protocol.Parties;

namespace Exchange.Cli.Ledger;

/// <summary>The cards of an export.</summary>
internal static class FolderCards
{
    private const string Folder = "cards";

    /// <param name="files">The export.</param>
    /// <param name="trusted">Cards that the folder's own must be among; null to use them as they are.</param>
    /// <exception cref="LogFileException">A file is not a card, or not one of the trusted ones.</exception>
    public static LogCards Read(LogFiles files, IReadOnlyList<KnownCard>? trusted)
    {
        var folder = Path.Combine(files.Folder, Folder);
        var paths = Directory.Exists(folder) ? Directory.GetFileSystemEntries(folder) : [];
        var cards = paths.Select(path => $"{Folder}/{Path.GetFileName(path)}").Where(path => !OsLitter.Is(path)).Order(StringComparer.Ordinal).Select(path => Read(files, path)).ToList();
        if (trusted is not null && cards.Find(card => !trusted.Any(other => other.Bytes.AsSpan().SequenceEqual(card.Bytes))) is { } stranger)
            throw new LogFileException(new CardPath(stranger.Party, stranger.Card.Serial).ToString(), $"is not one of the cards that were given. Its fingerprint: {stranger.Fingerprint}");
        return new(cards);
    }

    private static KnownCard Read(LogFiles files, string path)
    {
        var bytes = files.Read(path, PartyCard.MaximumSize);
        var read = PartyCard.Read(bytes);
        if (read.Value is not { } card)
            throw new LogFileException(path, $"is not a party card: {read.Faults[0].Pointer} {read.Faults[0].Text}");
        return new CardPath(card.Party, card.Serial).ToString() == path
            ? new(card, bytes)
            : throw new LogFileException(path, $"is the card of {card.Party} with serial {card.Serial}.");
    }
}
