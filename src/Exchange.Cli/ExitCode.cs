namespace Exchange.Cli;

/// <summary>What the command ends with; scripts depend on these numbers.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>It could not be done: the environment failed.</summary>
    Failed = 1,

    /// <summary>The command line or its surroundings (home, settings) are wrong.</summary>
    Usage = 2,

    /// <summary>The gateway, or a rule, said no.</summary>
    Refused = 3,

    /// <summary>Something that should prove itself did not.</summary>
    VerificationFailed = 4,

    /// <summary>The gateway could not be reached, or the counterpart's did not answer it.</summary>
    Unreachable = 5,
}
