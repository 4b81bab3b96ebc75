namespace Exchange.Desk;

/// <summary>The health of a link: one word with a colour, and each finding with what to do.</summary>
internal sealed record LinkHealth(string Word, string Colour, IReadOnlyList<(string What, string ToDo)> Findings)
{
    public static LinkHealth Of(LinkView link)
    {
        List<(string What, string ToDo)> stops = [], slows = [];
        if (!link.HasGrant)
            stops.Add(("There is no grant for its mailbox yet.", "Ask the counterpart for one and accept it: exchange mailbox accept."));
        if (link.Suspended is not null)
            stops.Add(("The link is suspended: its ledger contradicts itself or was not proved.", "Read the alarms, telephone the counterpart, then resume the link."));
        if (link.TheirBroker is not null)
            stops.Add(("Its broker cannot be reached.", "Messages wait here and are sent by themselves. If it lasts, telephone the counterpart."));
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
}
