namespace Exchange.Desk;

/// <summary>The health of a link: one word with a colour, and each finding with what to do.</summary>
internal sealed record LinkHealth(string Word, string Colour, IReadOnlyList<(string What, string ToDo)> Findings)
{
    public static LinkHealth Of(LinkView link)
    {
        List<(string What, string ToDo)> stops = [],
            slows = [];
        if (!link.HasGrant)
            stops.Add(("There is no grant for its mailbox yet.", "Ask the counterpart for one and accept it: exchange mailbox accept."));
        if (link.Suspended is not null)
        {
            stops.Add(
                (
                    "The link is suspended: its ledger contradicts itself or was not proved.",
                    "Read the alarms, telephone the counterpart, then resume the link."
                )
            );
        }

        if (link.TheirBroker is not null)
        {
            stops.Add(
                ("Its broker cannot be reached.", "Messages wait here and are sent by themselves. If it lasts, telephone the counterpart.")
            );
        }

        if (link.OurBroker is not null)
            stops.Add(("Our own broker cannot be reached, so nothing arrives.", "Check that RabbitMQ runs on its machine."));
        if (link.CosignatureLate)
            slows.Add(("It has not cosigned our newest entries for too long.", "Telephone the counterpart's operator."));
        if (link.Quarantined > 0)
            slows.Add(("Something that came in could not be opened and was quarantined.", "Compare it with the counterpart by telephone."));
        return stops.Count > 0 ? new("Stopped", "govuk-tag--red", [.. stops, .. slows])
            : slows.Count > 0 ? new("Look at it", "govuk-tag--yellow", slows)
            : new("Working", "govuk-tag--green", []);
    }

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
