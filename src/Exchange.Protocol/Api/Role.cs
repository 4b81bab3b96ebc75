namespace Exchange.Protocol.Api;

/// <summary>What a caller of the API may do. A person, or a machine's key, has one or several.</summary>
public enum Role
{
    /// <summary>Works with cases: writes, reads and answers messages.</summary>
    Officer,

    /// <summary>Reads all that officers read, and releases what they write.</summary>
    Supervisor,

    /// <summary>Reads the ledger and what proves it, each reading recorded; opens no message and changes nothing.</summary>
    Auditor,

    /// <summary>Keeps links and ledger running; opens no message.</summary>
    Operator,

    /// <summary>Says who the people are and what they may do.</summary>
    Administrator,
}

/// <summary>What a caller may see beyond its roles, of the messages that it may open.</summary>
public enum Clearance
{
    /// <summary>Messages whose handling says that they contain data of victims.</summary>
    VictimData,

    /// <summary>Messages whose handling says that they contain data of minors.</summary>
    MinorData,
}
