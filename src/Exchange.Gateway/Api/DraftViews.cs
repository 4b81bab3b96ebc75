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
    public DraftView Of(DraftRow draft) => Of(draft, Open(draft));

    /// <summary>The same in a list, with how it must be handled and how soon it wants an answer, unless it is withheld.</summary>
    public DraftView Listed(DraftRow draft, Caller caller)
    {
        var said = Open(draft);
        var view = Of(draft, said);
        if (said is not { } known || Withholding.MissingOfDraft(caller, known).Count > 0)
            return view;
        var mark = HandlingMark.Of(known);
        return view with { Classification = mark?.Classification, HandlingCodes = mark?.Codes, Urgency = UrgencyOf(known) };
    }

    private DraftView Of(DraftRow draft, JsonElement? said)
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
            ReleaseRequired = draft.State != DraftStatus.Sent && (said is not { } known || policy.RulesOf(draft.Kind, known).Count > 0),
            InReplyTo = Id(draft.InReplyTo),
            Reference = Id(exchange) is { } id ? ExchangeTable.Find(sql, PartyName.Parse(draft.Counterpart), id)?.Reference : null,
        };
    }

    private static Urgency? UrgencyOf(JsonElement said) =>
        said.TryGetProperty("body", out var body)
        && body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("urgency", out var text)
        && text.ValueKind == JsonValueKind.String
        && CodeNames<Urgency>.TryParse(text.GetString()!, out var urgency)
            ? urgency
            : null;

    // What was sent says nothing any more. One that is damaged does not hide the others of a list.
    private JsonElement? Open(DraftRow draft)
    {
        if (draft.State == DraftStatus.Sent)
            return null;
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
