namespace DecentralOrg.Node.Importing;

/// <summary>Points that a score comes to.</summary>
/// <param name="Evaluator">Number of the person who gives.</param>
/// <param name="Recipient">Number of the person who gets; never the evaluator.</param>
/// <param name="Commit">Index of the commit they are for.</param>
/// <param name="Source">Index of the commit whose time they carry: the same, or the one that fixes it.</param>
/// <param name="Points">1..pointsPerEpoch.</param>
public readonly record struct PlannedCredit(int Evaluator, int Recipient, int Commit, int Source, uint Points);

/// <summary>The credits of one epoch in the order in which they are given.</summary>
public sealed record EpochCredits(long Epoch, IReadOnlyList<PlannedCredit> Credits);

/// <summary>Turns scores into credits: each evaluator's budget of an epoch, split by score and by author.</summary>
public static class CreditPlan
{
    /// <summary>The epochs that have credits, in order.</summary>
    /// <param name="history">The scores, and the times that decide the epoch.</param>
    /// <param name="epochSeconds">Length of an epoch, at least 1.</param>
    /// <param name="pointsPerEpoch">What an evaluator can give in an epoch; the floors leave some of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">Epochs of no length.</exception>
    public static IReadOnlyList<EpochCredits> For(History history, long epochSeconds, uint pointsPerEpoch)
    {
        ArgumentNullException.ThrowIfNull(history);
        return [..
            from score in history.Scores
            group score by history.EpochOf(history.Commits[score.Source].Time, epochSeconds) into epoch
            orderby epoch.Key
            let credits = Credits(history, epoch, pointsPerEpoch)
            where credits.Count > 0
            select new EpochCredits(epoch.Key, credits)];
    }

    private static List<PlannedCredit> Credits(History history, IEnumerable<Score> epoch, uint pointsPerEpoch)
    {
        var credits = new List<PlannedCredit>();
        foreach (var evaluator in epoch.GroupBy(score => score.Evaluator).OrderBy(scores => scores.Key))
        {
            var sum = evaluator.Sum(score => (long)score.Value);
            // OrderBy is stable: within fixes and within trailers the order of commits and lines stays.
            foreach (var score in evaluator.OrderBy(score => score.Kind == ScoreKind.Fixes ? 0 : 1))
            {
                var authors = history.Commits[score.Commit].Authors;
                var points = (uint)((long)pointsPerEpoch * score.Value / (sum * authors.Count));
                if (points > 0)
                    credits.AddRange(authors.Select(author => new PlannedCredit(score.Evaluator, author, score.Commit, score.Source, points)));
            }
        }
        return credits;
    }
}
