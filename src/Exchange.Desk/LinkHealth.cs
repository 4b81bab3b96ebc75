namespace Exchange.Desk;

/// <summary>The health of a link: one word with a colour, and each finding with what to do.</summary>
internal sealed record LinkHealth(string Word, string Colour, IReadOnlyList<(string What, string ToDo)> Findings)
{
    /// <summary>True for what one does by telephone: beside it stands where the numbers are.</summary>
    public static bool Telephones(string toDo) => toDo.Contains("elephone", StringComparison.Ordinal);

    /// <summary>The worst of a gateway that works itself: what is said above its links agrees with them.</summary>
    public static (string Colour, string Word, string Text) Above(IReadOnlyList<LinkView> links)
    {
        var words = links.Select(link => Of(link).Word).ToList();
        return words.Contains(Stopped) ? ("govuk-tag--red", LookAtIt, "The gateway works, but a link has stopped: see below.")
            : words.Contains(LookAtIt) ? ("govuk-tag--yellow", LookAtIt, "The gateway works, but look at a link: see below.")
            : ("govuk-tag--green", Working, "The gateway records, sends and receives.");
    }

    private const string Stopped = "Stopped";
    private const string LookAtIt = "Look at it";
    private const string Working = "Working";

    /// <param name="link">The link.</param>
    /// <param name="unanswered">True if the counterpart has not answered a test just now.</param>
    public static LinkHealth Of(LinkView link, bool unanswered = false)
    {
        List<(string What, string ToDo)> stops = [],
            slows = [];
        if (!link.HasGrant)
            stops.Add(("There is no grant for its mailbox yet.", "Ask the counterpart for one and accept it: exchange mailbox accept."));
        if (link.Suspended is { } alarm)
            stops.Add(OfSuspension(alarm));
        if (link.TheirBroker is not null)
            stops.Add(OfTheirBroker(link.TheirBrokerFault));
        if (link.OurBroker is not null)
            stops.Add(OfOurBroker(link.OurBrokerFault));
        if (link.CosignatureLate)
            slows.Add(("It has not cosigned our newest entries for too long.", "Telephone the counterpart's operator."));
        if (link.Quarantined > 0)
            slows.Add(("Something that came in could not be opened and was quarantined.", "Compare it with the counterpart by telephone."));
        if (unanswered && stops.Count == 0)
            slows.Add(("The counterpart's gateway did not answer the test.", "Test again in a minute. If it lasts, telephone the counterpart's operator."));
        return stops.Count > 0 ? new(Stopped, "govuk-tag--red", [.. stops, .. slows])
            : slows.Count > 0 ? new(LookAtIt, "govuk-tag--yellow", slows)
            : new(Working, "govuk-tag--green", []);
    }

    /// <summary>Why a link is suspended and what to do, by the code of its alarm.</summary>
    public static (string What, string ToDo) OfSuspension(string alarm) =>
        alarm switch
        {
            "fork" => (
                "The link is suspended: the counterpart has signed two histories of its ledger.",
                "Telephone the counterpart. It must give us a card with a new origin: exchange party import."
            ),
            "unproven" => (
                "The link is suspended: the counterpart has not proved that its ledger goes on from what it showed us.",
                "Read the alarms, telephone the counterpart, then resume the link."
            ),
            _ => (
                "The link is suspended: its ledger contradicts itself or was not proved.",
                "Read the alarms, telephone the counterpart, then resume the link."
            ),
        };

    /// <summary>Why nothing goes to the counterpart's broker and what to do, by the gateway's code.</summary>
    public static (string What, string ToDo) OfTheirBroker(string? fault) =>
        fault switch
        {
            "timeout" => ("Its broker confirms nothing in time.", Wait),
            "returned" => (
                "Its broker has no mailbox for our messages.",
                "Ask the counterpart's operator to make it: exchange broker definitions."
            ),
            "refused" => (
                "Its broker takes no more: the mailbox is full.",
                "Telephone the counterpart's operator: its gateway must empty it."
            ),
            "access-refused" => (
                "Its broker refuses our login.",
                "Ask the counterpart's operator whether our grant was revoked, and for a new one."
            ),
            "tls-refused" => (
                "Its broker and our gateway do not accept each other's certificate.",
                "See which certificate has ended on the page Operation, and compare the cards with the counterpart by telephone."
            ),
            "protocol-broken" => (
                "Its broker sent what is not allowed, and the connection was ended.",
                "Telephone the counterpart's operator. What it sent is in the service log."
            ),
            _ => ("Its broker cannot be reached.", Wait),
        };

    /// <summary>The same of our own broker, from which nothing arrives.</summary>
    public static (string What, string ToDo) OfOurBroker(string? fault) =>
        fault switch
        {
            "timeout" => ("Our own broker does not answer in time, so nothing arrives.", "See the load of its machine."),
            "returned" => (
                "Our own broker has no mailbox for this counterpart, so nothing arrives.",
                "Import its definitions again: exchange broker definitions."
            ),
            "refused" => ("Our own broker refuses what is asked of it, so nothing arrives.", "See its log."),
            "access-refused" => (
                "Our own broker refuses the gateway's login, so nothing arrives.",
                "Import its definitions again: exchange broker definitions."
            ),
            "tls-refused" => (
                "Our own broker and the gateway do not accept each other's certificate, so nothing arrives.",
                "See which certificate has ended on the page Operation."
            ),
            "protocol-broken" => (
                "Our own broker sent what is not allowed, so nothing arrives.",
                "See what it sent in the service log, and whether it is our broker."
            ),
            "misconfigured" => (
                "The configuration of our own broker is unsafe, so nothing is taken from it.",
                "Correct what the service log names, and restart the broker."
            ),
            "receiver-failed" => ("An arrival could not be recorded, so nothing is taken in.", "See the service log."),
            _ => ("Our own broker cannot be reached, so nothing arrives.", "Check that RabbitMQ runs on its machine."),
        };

    private const string Wait = "Messages wait here and are sent by themselves. If it lasts, telephone the counterpart.";

    /// <summary>Why our own ledger signs nothing, and what ends that, by the gateway's code.</summary>
    public static (string What, string ToDo) OfLedger(string? kind) =>
        kind switch
        {
            "not-loaded" => ("The ledger has not been read yet.", "Wait until the gateway has started."),
            "mark-missing" => (
                "The mark beside the keys is missing: keys or database were restored.",
                "It ends when every counterpart agrees, or when an operator confirms the ledger: exchange ledger trust."
            ),
            "mark-differs" => (
                "The ledger is not the one that the mark beside the keys names: database, keys or card were restored from an older copy.",
                "Restore the newest ones, or confirm the ledger as an operator: exchange ledger trust."
            ),
            "restored" => (
                "The database or the card is of a ledger that has ended.",
                "Restore the newest database, or agree on a new origin with the counterparts' officers."
            ),
            "shown-otherwise" => ("A counterpart holds a newer or other checkpoint of our ledger.", Whole),
            "damaged" => ("The parts of the ledger do not match: the database was changed or cut off.", Whole),
            _ => ("The gateway does not say why.", "See the service log."),
        };

    private const string Whole = "Restore the exact entries, or agree on a new origin with the counterparts' officers.";

    /// <summary>What a deferred message waits for, by the gateway's code.</summary>
    public static string WaitsFor(string reason) =>
        reason switch
        {
            "early" => "It was issued ahead of our clock. Compare the clocks with the counterpart.",
            "crl-stale" => "The revocation list of its signer is too old. Ask the counterpart for its new card.",
            "exchange-unknown" => "The message that opened its case has not arrived yet.",
            "in-reply-to-unknown" => "The message that it answers has not arrived yet.",
            "earlier-missing" => "An earlier message of its sender has not arrived yet.",
            "link-suspended" => "The link is suspended.",
            "own-doubt" => "Our own ledger is suspended, or our clock is wrong.",
            "own-fault" => "It could not be recorded by a fault of this gateway. See its service log.",
            _ => "The gateway does not say why.",
        };
}
