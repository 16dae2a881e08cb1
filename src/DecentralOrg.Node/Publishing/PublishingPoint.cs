namespace DecentralOrg.Node.Publishing;

/// <summary>A moment at which a crash has to be harmless. The crash tests end the process there.</summary>
internal enum PublishingPoint
{
    /// <summary>The intent is committed and was taken up; nothing was done for it.</summary>
    AfterCommit,

    /// <summary>It was simulated; nothing is signed.</summary>
    BeforeSigning,

    /// <summary>Nonce and bytes are committed.</summary>
    AfterSigning,

    /// <summary>About to be sent.</summary>
    BeforeSend,

    /// <summary>The node has it; that it has is not committed.</summary>
    AfterSend,
}

/// <summary>Called at each point; null in production.</summary>
internal delegate void PublishingProbe(PublishingPoint point, Intent intent);
