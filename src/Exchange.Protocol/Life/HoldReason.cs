namespace Exchange.Protocol.Life;

/// <summary>Why what the messages of an exchange say is kept beyond its date. A party's own matter: no message has it.</summary>
public enum HoldReason
{
    /// <summary>It is evidence before a court, or is about to be.</summary>
    CourtProceedings,

    /// <summary>An investigation needs it.</summary>
    Investigation,

    /// <summary>Somebody claims a right by it, or against it.</summary>
    LegalClaim,

    /// <summary>The person whom it is about has asked that it be kept, or contests it.</summary>
    DataSubject,

    OrderOfAuthority,
}
