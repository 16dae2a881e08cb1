using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Following;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Scoring;

/// <summary>What each final settlement derived, each computed once. A reorganization is undone by what is given next.</summary>
internal sealed class FinalSettlements
{
    private readonly List<SettlementVector> vectors = [];

    /// <summary>What the last final settlement derived; genesis where none is final yet.</summary>
    /// <param name="genesis">The founders' state.</param>
    /// <param name="final">The final settlements, from epoch 0 on.</param>
    /// <exception cref="FollowingException">One derives nothing, so what the endpoint shows cannot be the chain's.</exception>
    public SettlementVector LastOf(SettlementVector genesis, IReadOnlyList<(EpochHistory Epoch, PostedSettlement Posted)> final)
    {
        if (vectors.Count == 0 || vectors[0].Root != genesis.Root)
        {
            vectors.Clear();
            vectors.Add(genesis);
        }
        for (var i = 0; i < final.Count; i++)
        {
            var (epoch, posted) = final[i];
            if (vectors.Count > i + 1 && vectors[i + 1].Root == posted.Root)
                continue;
            // What was final before a deep reorganization says nothing of what is now.
            vectors.RemoveRange(i + 1, vectors.Count - i - 1);
            if (!SettlementVector.TryDerive([.. posted.Influence], vectors[i].State.AsSpan(), epoch.KernelTerms, posted.TotalEarned, out var vector, out var refusal))
                throw new FollowingException(FollowingFailure.Contradiction, $"Nothing follows from the final settlement of epoch {epoch.Number}. {refusal.Sentence} Ask another endpoint.");
            vectors.Add(vector);
        }
        vectors.RemoveRange(final.Count + 1, vectors.Count - final.Count - 1);
        return vectors[^1];
    }
}
