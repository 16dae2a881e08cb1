namespace DecentralOrg.Cli.Output;

/// <summary>How a command ended, for scripts. The numbers are documented and never change their meaning.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Ok = 0,

    /// <summary>The input breaks a rule, which was named.</summary>
    Refused = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 3,

    /// <summary>The chain could not be reached or did not answer sensibly.</summary>
    Unreachable = 4,

    /// <summary>What the chain holds is not what follows from its own records.</summary>
    VerificationFailed = 5,

    /// <summary>A defect of this program.</summary>
    Internal = 70,

    /// <summary>Stopped from outside, as a shell says it: 128 and the number of SIGINT.</summary>
    Stopped = 130,
}
