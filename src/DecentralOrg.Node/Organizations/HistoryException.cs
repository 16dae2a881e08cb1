namespace DecentralOrg.Node.Organizations;

/// <summary>Events contradict each other: they are not those of one organization, or some were not shown.</summary>
public sealed class HistoryException(string message, Exception? inner = null) : Exception(message, inner);
