using System.Text;
using System.Text.Json;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;

namespace Exchange.Gateway.Drafting;

/// <summary>
/// Finds drafts for those who may see them, and reads what they say: as their author typed it, and as what would be sent.
/// </summary>
internal sealed class DraftReader(
    ContentStore contents,
    Counterparts counterparts,
    SendingLimits limits,
    UnitSight sight,
    TimeProvider clock
)
{
    /// <summary>A draft that the caller may see; null if there is none, which a stranger cannot tell apart.</summary>
    public DraftRow? Find(SqlSession sql, Guid id, Caller caller) =>
        DraftTable.Find(sql, id) is { } draft && IsSeen(sql, draft, caller) ? draft : null;

    /// <summary>A draft with what it says from now on; null for one that is sent.</summary>
    public DraftRow Next(DraftRow draft, DraftStatus status, DraftContent? content)
    {
        var (key, encrypted) = content is null ? (null, null) : ((byte[]?, byte[]?))contents.SealDraft(draft.Guid, content.Write());
        return draft with
        {
            Status = CodeNames<DraftStatus>.Write(status),
            Version = draft.Version + 1,
            UpdatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            WrappedKey = key,
            Content = encrypted,
        };
    }

    // While its author writes it, nobody else does. One in an exchange that another unit has meanwhile goes with it.
    private bool IsSeen(SqlSession sql, DraftRow draft, Caller caller) =>
        draft.Author == caller.Actor
            ? draft.ExchangeId is null || sight.Sees(caller, UnitOf(sql, draft))
            : draft.State != DraftStatus.Editing && caller.Roles.Contains(Role.Supervisor) && sight.Sees(caller, UnitOf(sql, draft));

    private static string? UnitOf(SqlSession sql, DraftRow draft) =>
        draft.ExchangeId is { } exchange
            ? ExchangeTable.AssignmentOf(sql, PartyName.Parse(draft.Counterpart), Guid.Parse(exchange))?.Unit
            : draft.Unit;

    /// <exception cref="InvalidOperationException">It was sent.</exception>
    public DraftContent Open(DraftRow draft) =>
        DraftContent.Read(contents.Open(draft) ?? throw new InvalidOperationException($"Draft {draft.Id} was sent."));

    /// <summary>What is submitted of a draft, or all its faults.</summary>
    public DraftReading Read(SqlSession sql, DraftRow draft, DraftContent content)
    {
        var (to, kind) = (
            PartyName.Parse(draft.Counterpart),
            CaseKinds.Find(draft.Kind) ?? throw new InvalidDataException($"Draft {draft.Id} has no known kind.")
        );
        var read = Submission.ReadAnswer(Encoding.UTF8.GetBytes(content.Message.GetRawText()), kind, limits.To(to));
        if (counterparts.Find(to) is not { } counterpart)
        {
            return new(
                null,
                [new(ReceiptCode.UnknownParty, "", "The card of the recipient is not here any more."), .. read.Faults],
                read.Warnings
            );
        }

        var answered = draft.InReplyTo is { } id ? Answered(sql, to, Guid.Parse(id)) : null;
        if (draft.InReplyTo is not null && answered is null)
        {
            return new(
                null,
                [new(ReceiptCode.ExchangeUnknown, "", "The message that it answers was refused meanwhile."), .. read.Faults],
                read.Warnings
            );
        }

        if (!read.IsValid)
            return new(null, read.Faults, read.Warnings);
        var (message, exchange) = (draft.Guid, Guid.Parse(draft.ExchangeId ?? draft.Id));
        return new(
            new(counterpart, message, exchange, read.Value.Handling, read.Value.Body)
            {
                ExpiresAt = read.Value.ExpiresAt,
                InReplyTo = answered is null ? null : new(Guid.Parse(draft.InReplyTo!), answered.Signed),
            },
            [],
            [.. read.Warnings, .. ClosingWarnings.Of(sql, to, exchange, kind)]
        );
    }

    /// <summary>
    /// The message with a counterpart that can be answered; null if there is none, or if both sides have one with this id.
    /// </summary>
    public static StoredMessage? Answered(SqlSession sql, PartyName counterpart, Guid messageId)
    {
        var theirs = MessageTable.FindAnswerable(sql, counterpart, outgoing: false, messageId);
        var ours = MessageTable.FindAnswerable(sql, counterpart, outgoing: true, messageId);
        return theirs is null || ours is null ? theirs ?? ours : null;
    }
}

/// <summary>What a draft says. Holds content: prints as nothing of it.</summary>
internal sealed record DraftContent(JsonElement Message)
{
    /// <summary>What it said when its release was last asked for, if that was returned or has been edited since.</summary>
    public JsonElement? Former { get; init; }

    /// <summary>Why it was returned.</summary>
    public string? Reason { get; init; }

    /// <summary>The digest of what would have left when its release was asked for.</summary>
    public Digest? Asked { get; init; }

    public static DraftContent Read(byte[] json) => JsonSerializer.Deserialize<DraftContent>(json, ProtocolJson.Options)!;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ProtocolJson.Options);

    /// <summary>True for what can be kept: an object, in which no member is repeated, and of Unicode alone (no lone surrogates).</summary>
    public static bool IsKept(JsonElement message)
    {
        try
        {
            using var read = JsonDocument.Parse(message.GetRawText(), new() { AllowDuplicateProperties = false });
            using var writer = new Utf8JsonWriter(Stream.Null);
            read.RootElement.WriteTo(writer);
            return message.ValueKind == JsonValueKind.Object;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    public override string ToString() => "content of a draft";
}

/// <summary>What is submitted of a draft; null if it has faults.</summary>
internal sealed record DraftReading(CaseDraft? Draft, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings);
