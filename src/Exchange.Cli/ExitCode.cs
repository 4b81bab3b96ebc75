namespace Exchange.Cli;

/// <summary>What the command ends with; scripts depend on these numbers.</summary>
internal enum ExitCode
{
    Ok = 0,

    /// <summary>The environment failed.</summary>
    Failed = 1,

    /// <summary>The command line, the home or a setting is wrong.</summary>
    Usage = 2,

    /// <summary>The gateway or a rule refused it.</summary>
    Refused = 3,

    /// <summary>A signature or a proof does not hold.</summary>
    VerificationFailed = 4,

    /// <summary>The gateway could not be reached, or the counterpart's did not answer it.</summary>
    Unreachable = 5,
}
