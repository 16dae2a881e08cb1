namespace DecentralOrg.Kernel.Records;

/// <summary>Id and digest of evaluations (EIP-712).</summary>
public static class EvaluationHashing
{
    extension(Evaluation evaluation)
    {
        /// <summary>The EIP-712 struct hash of the evaluation, the same on every chain.</summary>
        public Bytes32 Id
        {
            get
            {
                ArgumentNullException.ThrowIfNull(evaluation);
                var credits = new TypedWords(new byte[Bytes32.Length * evaluation.Credits.Count]);
                foreach (var credit in evaluation.Credits)
                    credits.Add(StructHash(credit));

                var words = new TypedWords(stackalloc byte[5 * Bytes32.Length]);
                words.Add(RecordTypes.EvaluationHash);
                words.Add(evaluation.Evaluator);
                words.Add(evaluation.Epoch);
                words.Add(evaluation.Nonce);
                words.Add(credits.Hash());
                return words.Hash();
            }
        }

        /// <summary>What the evaluator signs, and what the log chains.</summary>
        public Bytes32 Digest(RecordDomain domain)
        {
            ArgumentNullException.ThrowIfNull(domain);
            return domain.Digest(evaluation.Id);
        }
    }

    private static Bytes32 StructHash(Credit credit)
    {
        var words = new TypedWords(stackalloc byte[4 * Bytes32.Length]);
        words.Add(RecordTypes.CreditHash);
        words.Add(credit.Contribution);
        words.Add(credit.Recipient);
        words.Add(credit.Points);
        return words.Hash();
    }
}
