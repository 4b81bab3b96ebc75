using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Gateway.Auditing;
using Exchange.Gateway.Drafting;
using Exchange.Gateway.People;
using Exchange.Gateway.Submitting;
using Exchange.Protocol.Vocabulary;

namespace Exchange.Gateway.Api;

/// <summary>Drafts as the API shows them.</summary>
internal sealed class DraftViews(Database database, DraftReader drafts, ReleasePolicy policy, ILogger<DraftViews> logger)
{
    /// <summary>A draft without what it says.</summary>
    public DraftView Of(DraftRow draft)
    {
        using var sql = database.OpenSession();
        var exchange = draft.ExchangeId ?? (draft.State == DraftStatus.Sent ? draft.Id : null);
        return new(
            draft.Guid,
            draft.Counterpart,
            draft.Kind,
            draft.Author,
            draft.State,
            DateTimeOffset.FromUnixTimeMilliseconds(draft.UpdatedAt)
        )
        {
            Version = draft.Version,
            AuthorName = Callers.NameOf(sql, draft.Author),
            ExchangeId = Id(exchange),
            ReleaseRequired = draft.State != DraftStatus.Sent && MustBeReleased(draft),
            InReplyTo = Id(draft.InReplyTo),
            Reference = Id(exchange) is { } id ? ExchangeTable.Find(sql, PartyName.Parse(draft.Counterpart), id)?.Reference : null,
        };
    }

    /// <summary>The same in a list, with how it must be handled and how soon it wants an answer, unless it is withheld.</summary>
    public DraftView Listed(DraftRow draft, Caller caller)
    {
        var view = Of(draft);
        if (draft.State == DraftStatus.Sent || Open(draft) is not { } said || Withholding.MissingOfDraft(caller, said).Count > 0)
            return view;
        var mark = HandlingMark.Of(said);
        return view with { Classification = mark?.Classification, HandlingCodes = mark?.Codes, Urgency = UrgencyOf(said) };
    }

    private static Urgency? UrgencyOf(JsonElement said) =>
        said.TryGetProperty("body", out var body)
        && body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("urgency", out var text)
        && text.ValueKind == JsonValueKind.String
        && CodeNames<Urgency>.TryParse(text.GetString()!, out var urgency)
            ? urgency
            : null;

    private bool MustBeReleased(DraftRow draft) => Open(draft) is not { } said || policy.RulesOf(draft.Kind, said).Count > 0;

    // One that is damaged does not hide the others of a list.
    private JsonElement? Open(DraftRow draft)
    {
        try
        {
            return drafts.Open(draft).Message;
        }
        catch (CryptographicException damage)
        {
            logger.LogError("What draft {DraftId} says is damaged in the database: {Reason}", draft.Id, damage.Message);
            return null;
        }
    }

    private static Guid? Id(string? text) => text is null ? null : Guid.Parse(text);
}
