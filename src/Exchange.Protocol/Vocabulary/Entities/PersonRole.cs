namespace Exchange.Protocol.Vocabulary.Entities;

/// <summary>What a person has to do with the case.</summary>
public enum PersonRole
{
    Victim,
    SuspectedVictim,
    Suspect,
    Recruiter,
    Transporter,
    Agent,
    SubAgent,
    Employer,
    DocumentForger,
    Financier,
    Witness,
    Contact,
}
