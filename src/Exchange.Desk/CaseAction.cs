using System.Globalization;
using Exchange.Protocol.Life;

namespace Exchange.Desk;

/// <summary>Something that a person can do in a case now.</summary>
/// <param name="Kind">Of the message that does it.</param>
/// <param name="Words">What it is called, a text of the desk.</param>
/// <param name="Count">Of several of one name, which; null where there is one.</param>
/// <param name="Address">Where it begins.</param>
internal sealed record CaseAction(CaseKind Kind, string Words, int? Count, string Address)
{
    /// <summary>Which of several, as it is shown after the name.</summary>
    public string Number => Count is { } count ? $" {count.ToString(CultureInfo.InvariantCulture)}" : "";

    /// <summary>True for what takes the case further; false for what is always possible, as to correct what was said.</summary>
    public bool IsStep { get; private init; }

    /// <summary>True for what is wanted of us now: it is shown first.</summary>
    public bool IsWanted { get; private init; }

    /// <summary>What the gateway offers, what is wanted first. Reminders are left out: the gateway sends them by itself.</summary>
    /// <param name="exchange">The case.</param>
    /// <param name="counterpart">Its other party.</param>
    /// <param name="offers">By the gateway.</param>
    /// <param name="state">How far it has come; null where that is not known: nothing is wanted then.</param>
    public static IReadOnlyList<CaseAction> Of(
        Guid exchange,
        string counterpart,
        IReadOnlyList<OfferView> offers,
        ExchangeStateView? state
    ) =>
        [
            .. offers
                .Select(offer => (Offer: offer, Words: WordsOf(offer), Kind: CaseKinds.Find(offer.Kind)!))
                .Where(one => one.Kind != CaseKinds.Reminder)
                .GroupBy(one => one.Words)
                .SelectMany(same =>
                    same.Select((one, index) => new CaseAction(
                        one.Kind,
                        one.Words,
                        same.Count() > 1 ? index + 1 : null,
                        AddressOf(one.Offer, exchange, counterpart)
                    )
                    {
                        IsStep = !one.Offer.Steps.All(step => step is LifeStep.None or LifeStep.Corrects or LifeStep.Withdraws),
                        IsWanted = state is not null && IsWantedIn(state, one.Offer),
                    })
                )
                .OrderByDescending(action => action.IsWanted)
                .ThenBy(action => Array.FindIndex(Named, named => named.Words == action.Words) is >= 0 and var place ? place : Named.Length),
        ];

    // In the order in which they are shown.
    private static readonly (CaseKind Kind, LifeStep? Step, string Words)[] Named =
    [
        (CaseKinds.Clarification, LifeStep.Explains, "Answer the clarification"),
        (CaseKinds.Acknowledgement, LifeStep.Applies, "Confirm that the correction is applied"),
        (CaseKinds.Response, null, "Answer the request"),
        (CaseKinds.Consent, null, "Grant or deny the consent"),
        (CaseKinds.FollowUpAction, null, "Report on the action"),
        (CaseKinds.Feedback, null, "Close the case with feedback"),
        (CaseKinds.Acknowledgement, null, "Acknowledge"),
        (CaseKinds.Clarification, null, "Ask for clarification"),
        (CaseKinds.Extension, null, "Announce more time"),
        (CaseKinds.Refusal, null, "Refuse to answer"),
        (CaseKinds.Correction, null, "Correct a message of ours"),
        (CaseKinds.Withdrawal, LifeStep.Withdraws, "Withdraw the case or a message of ours"),
        (CaseKinds.Withdrawal, null, "Take back a message of ours"),
        (CaseKinds.Erasure, null, "Destroy what messages say"),
    ];

    /// <summary>What each action is called.</summary>
    public static IEnumerable<string> AllWords => Named.Select(named => named.Words);

    private static string WordsOf(OfferView offer) =>
        Array
            .Find(Named, named => named.Kind.Code == offer.Kind && (named.Step is not { } step || offer.Steps.Contains(step)))
            .Words
        ?? Wording.Of(offer.Kind);

    // A question of the counterpart is answered first; then what the case wants of us; an answer is closed with what came of it.
    private static bool IsWantedIn(ExchangeStateView state, OfferView offer) =>
        offer.Steps.Contains(LifeStep.Explains)
        || offer.Steps.Contains(LifeStep.Applies)
        || (
            offer.Kind == CaseKinds.Feedback.Code
                ? state.Status is ExchangeStatus.Answered or ExchangeStatus.Refused
                : state.OurTurn == true
                    && (offer.Kind == CaseKinds.Response.Code || offer.Kind == CaseKinds.Consent.Code || offer.Kind == CaseKinds.FollowUpAction.Code)
        );

    // Feedback begins on the page of the case, with its outcome.
    private static string AddressOf(OfferView offer, Guid exchange, string counterpart) =>
        offer.Kind == CaseKinds.Feedback.Code
            ? $"/cases/{MessageId.Write(exchange)}{QueryString.Create("counterpart", counterpart)}#close"
            : "/write"
                + QueryString
                    .Create("kind", offer.Kind)
                    .Add("to", MessageId.Write(offer.InReplyTo))
                    .Add("exchange", MessageId.Write(exchange))
                    .Add("counterpart", counterpart);
}
