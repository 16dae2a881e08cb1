namespace DecentralOrg.Kernel.Influence;

/// <summary>In which order a solver holds members and rows. It makes no difference to the result.</summary>
public enum RowLayout
{
    /// <summary>As they are numbered, on the graph's own arrays.</summary>
    Numbered,

    /// <summary>
    /// Members by how many they credited, so that the values that are read most lie together; the graph is copied for it.
    /// </summary>
    ByUse,
}
