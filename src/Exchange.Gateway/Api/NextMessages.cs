using Exchange.Gateway.Auditing;
using Exchange.Gateway.Submitting;

namespace Exchange.Gateway.Api;

/// <summary>What a caller may send next in an exchange that it sees, by the rules that judge what is sent.</summary>
internal sealed class NextMessages(Counterparts counterparts)
{
    /// <summary>None for a caller that sends nothing, and for an exchange that does not exist or whose counterpart is gone.</summary>
    public IReadOnlyList<OfferView> Of(SqlSession sql, PartyName counterpart, Guid exchange, Caller caller) =>
        caller.HasAny(Rights.Sending)
        && counterparts.Find(counterpart) is not null
        && ExchangeTable.Find(sql, counterpart, exchange) is { } state
            ?
            [
                .. ExchangeRules
                    .Offers(state, MessageTable.LastSequence(sql, counterpart, outgoing: true, exchange) + 1)
                    .Where(offer => !Erasure.IsHeld(sql, counterpart, offer.Kind, exchange))
                    .Select(offer => new OfferView(offer.Kind.Code, offer.InReplyTo, offer.Steps)),
            ]
            : [];
}
