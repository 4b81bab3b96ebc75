using System.Security.Cryptography;
using Exchange.Gateway.Drafting;
using Exchange.Gateway.People;
using Exchange.Gateway.Submitting;

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

    // One that is damaged does not hide the others of a list.
    private bool MustBeReleased(DraftRow draft)
    {
        try
        {
            return policy.RulesOf(draft.Kind, drafts.Open(draft).Message).Count > 0;
        }
        catch (CryptographicException damage)
        {
            logger.LogError("What draft {DraftId} says is damaged in the database: {Reason}", draft.Id, damage.Message);
            return true;
        }
    }

    private static Guid? Id(string? text) => text is null ? null : Guid.Parse(text);
}
