namespace Exchange.Ledger.Entries;

/// <summary>The closed forms that a member of an entry's <c>detail</c> can have. None has room for free text.</summary>
public enum DetailForm
{
    /// <summary>Integer from 0.</summary>
    Number,

    /// <summary>At most 100 integers from 0.</summary>
    Numbers,

    Flag,

    /// <summary>UTC, three decimals.</summary>
    Time,

    /// <summary>UUID of version 7.</summary>
    Id,

    /// <summary>SHA-256, with its prefix.</summary>
    Digest,

    /// <summary>32 bytes in base64: a node of a tree.</summary>
    Hash,

    /// <summary>Lower-case letters, digits and hyphens, at most 64.</summary>
    Code,

    /// <summary>At most 64 of: the name of a setting, such as <c>Border:FirstResend</c>.</summary>
    Settings,

    /// <summary>Origin of a log: what its keys are named.</summary>
    Origin,

    /// <summary>Reference of an exchange, such as <c>BGD-MYS-2026-000042</c>.</summary>
    Reference,

    /// <summary>Version of the program, such as <c>1.0.0</c>.</summary>
    Version,
}
