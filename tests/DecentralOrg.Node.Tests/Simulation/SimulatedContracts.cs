using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Organizations;
using DecentralOrg.Node.Tests.Intake;

namespace DecentralOrg.Node.Tests.Simulation;

/// <summary>
/// The contracts of an organization, as far as a node that relays and settles uses them, by the rules of the Kernel: what
/// calls are refused, what they change, and what events they write.
/// </summary>
internal sealed class SimulatedContracts
{
    private const ulong FounderReputation = 1_000_000;

    private static readonly byte[] CloseEpoch = AbiFunction.Parse("closeEpoch()").Selector.ToArray();

    private static readonly AbiFunction[] Questions =
    [
        .. new[] { "ledger()", "token()", "reputation()", "parameters()", "owner()", "governor()", "roles()" }.Select(part => AbiFunction.Parse(part, "(address)", "view")),
        AbiFunction.Parse("current()", "((uint16 dampingBp, uint32 pointsPerEpoch, uint32 introductionPoints, uint64 rewardPerEpoch, uint16 renewalBp, uint32 epochSeconds, uint32 challengeSeconds, uint128 bond))", "view"),
        AbiFunction.Parse("head()", "(bytes32)", "view"),
        AbiFunction.Parse("openEpoch()", "(uint32)", "view"),
        AbiFunction.Parse("openedAt()", "(uint64)", "view"),
        AbiFunction.Parse("closed()", "((uint32 epoch, uint32 members, bytes32 head, uint64 reward, bytes32 expected) epoch, uint8 stage)", "view"),
        .. new[] { "standing()", "finalSettlement()" }.Select(settlement => AbiFunction.Parse(
            settlement, "((address submitter, uint32 members, uint64 reputation, uint64 deadline, uint128 bond, bytes32 root))", "view")),
        AbiFunction.Parse("draftOf(address account)", "((uint32 epoch, uint32 pages, uint64 totalEarned, uint64 earned, uint64 reputation, bytes32 root) draft)", "view"),
        .. new[] { "totalSupply()", "totalReputation()", "balanceOf(address account)" }.Select(amount => AbiFunction.Parse(amount, "(uint256)", "view")),
    ];

    private static readonly EpochHistory Terms = new(0, 0, LedgerLogs.Terms, LedgerLogs.Terms.RewardPerEpoch);

    private readonly IReadOnlyList<Address> founders;
    private SettlementVector final;
    private (SettlementVector Vector, Address Submitter, ulong Deadline)? standing;
    private ClosedLog? closed;
    private ulong openedAt;

    public SimulatedContracts(IReadOnlyList<Address> founders)
    {
        this.founders = founders;
        final = SettlementVector.Genesis([.. founders.Select(_ => FounderReputation)]);
        Ledger = new LedgerState(IntakeWorld.Domain);
    }

    /// <summary>The ledger: the ground truth of members and credits.</summary>
    public LedgerState Ledger { get; }

    /// <summary>The digests of the records that the ledger took, in order.</summary>
    public List<Bytes32> Taken { get; } = [];

    /// <summary>How many settlements were posted and made final, by epoch.</summary>
    public Dictionary<uint, (int Posted, int Final)> Settled { get; } = [];

    /// <summary>The right settlement of the epoch that is closed and not final; null if there is none.</summary>
    public SettlementVector? Right => closed is { } log ? EpochComputation.Of(Terms.KernelTerms, log, [.. final.State]).Settlement : null;

    /// <summary>The one that stands; null if none does.</summary>
    public uint? StandingEpoch => standing is null ? null : closed!.Epoch;

    /// <summary>The call that submits the right settlement.</summary>
    public ContractCall Submission(SettlementContract contract) => contract.Submit(
        closed!.Epoch, Expected, Right!.TotalEarned, 0, Right.InfluencePages(0, Page.Count(Right.Members)), final.StatePages(0, Page.Count(final.Members)), 0);

    private Bytes32 Expected => Terms.KernelTerms.Expected(closed!.Epoch, closed.Head, closed.Members);

    /// <summary>The founding, in the chain's first block.</summary>
    public IEnumerable<Log> Found(ulong time)
    {
        openedAt = time;
        Ledger.Found(founders, LedgerLogs.Terms.PointsPerEpoch, LedgerLogs.Terms.IntroductionPoints);
        return LedgerLogs.Found([.. founders]).SkipLast(1)
            .Concat(founders.Select((account, number) => LedgerLogs.Register((uint)number, account)))
            .Append(LedgerLogs.Open(0));
    }

    /// <summary>The error that a call is refused with in a block of a time; null if it is not.</summary>
    public string? Refuses(ContractCall call, ulong time)
    {
        if (call.Data.AsSpan().StartsWith(CloseEpoch))
            return closed is not null ? "NotFinal(uint32)" : time < openedAt + LedgerLogs.Terms.EpochSeconds ? "TooEarly(uint64)" : null;
        if (SettlementContract.TryDecodeSubmit(call.Data, out var submit))
            return closed?.Epoch != submit.Epoch ? "NotClosed(uint32)" : standing is not null ? "Standing()" : submit.Expected != Expected || Derive(submit) is null ? "Unexpected()" : null;
        if (SettlementContract.TryDecodeFinalize(call.Data, out var finalize))
            return closed?.Epoch != finalize.Epoch || standing is not { } posted ? "NotStanding(uint32)" : time <= posted.Deadline ? "TooEarly(uint64)" : null;
        return null;
    }

    /// <summary>Does what a call does that is not refused.</summary>
    /// <returns>The events that it writes.</returns>
    public List<Log> Execute(ContractCall call, Address sender, ulong time)
    {
        if (LedgerContract.TryDecodeRelay(call.Data, out var relay))
            return [.. relay.Contributions.SelectMany(Take), .. relay.Evaluations.SelectMany(Take)];
        if (SettlementContract.TryDecodeSubmit(call.Data, out var submit))
        {
            var vector = Derive(submit)!;
            standing = (vector, sender, time + LedgerLogs.Terms.ChallengeSeconds);
            Count(submit.Epoch, posted: 1, final: 0);
            return [.. LedgerLogs.Submit(submit.Epoch, sender, submit.X, vector, time + LedgerLogs.Terms.ChallengeSeconds)];
        }
        if (SettlementContract.TryDecodeFinalize(call.Data, out var finalize))
        {
            final = standing!.Value.Vector;
            (standing, closed) = (null, null);
            Count(finalize.Epoch, posted: 0, final: 1);
            return [LedgerLogs.Finalize(finalize.Epoch, final.Root)];
        }
        if (!call.Data.AsSpan().StartsWith(CloseEpoch))
            return [];
        var close = LedgerLogs.Close(Ledger);
        closed = Ledger.Turn(LedgerLogs.Terms.PointsPerEpoch, LedgerLogs.Terms.IntroductionPoints);
        openedAt = time;
        return [close, LedgerLogs.Open(Ledger.Epoch)];
    }

    /// <summary>What they answer to questions, as of now.</summary>
    public Func<byte[], byte[]> Answers()
    {
        var answers = new Dictionary<string, object[]>
        {
            ["ledger"] = [LedgerLogs.Part(1)],
            ["token"] = [LedgerLogs.Part(2)],
            ["reputation"] = [LedgerLogs.Part(3)],
            ["parameters"] = [LedgerLogs.Part(4)],
            ["owner"] = [LedgerLogs.Part(5)],
            ["governor"] = [LedgerLogs.Part(6)],
            ["roles"] = [LedgerLogs.Part(7)],
            ["current"] = [AbiStructs.ToAbi(LedgerLogs.Terms)],
            ["head"] = [Ledger.Head],
            ["openEpoch"] = [Ledger.Epoch],
            ["openedAt"] = [openedAt],
            ["closed"] = [AbiStructs.ToAbi(new ClosedEpoch(closed?.Epoch ?? 0, (uint)(closed?.Members ?? 0), closed?.Head ?? default, Terms.Reward, default)), closed is null ? 0 : standing is null ? 1 : 2],
            ["standing"] = [AbiStructs.ToAbi(Told(standing?.Submitter ?? default, standing?.Vector, standing?.Deadline ?? 0))],
            ["finalSettlement"] = [AbiStructs.ToAbi(Told(default, final, 0))],
            ["draftOf"] = [AbiStructs.ToAbi(new Draft(0, 0, 0, 0, 0, default))],
            ["totalSupply"] = [0],
            ["totalReputation"] = [FounderReputation * (ulong)founders.Count],
            ["balanceOf"] = [0],
        };
        return data =>
        {
            var asked = Questions.First(question => data.AsSpan().StartsWith(question.Selector));
            return AbiEncoder.Encode(asked.Outputs, answers[asked.Name]);
        };
    }

    private IEnumerable<Log> Take(SignedContribution signed)
    {
        if (signed.Record.Check() is var refusal and not Refusal.None)
            return [LedgerLogs.Skip(signed.Record.Digest(Ledger.Domain), refusal)];
        Taken.Add(Ledger.Apply(signed.Record));
        return [LedgerLogs.Take(Ledger.Sequence, signed.Record)];
    }

    private List<Log> Take(SignedEvaluation signed)
    {
        var reputation = founders.Contains(signed.Record.Evaluator) ? FounderReputation : 0;
        if (Ledger.Check(signed.Record, reputation, FounderReputation * (ulong)founders.Count) is var refusal and not Refusal.None)
            return [LedgerLogs.Skip(signed.Record.Digest(Ledger.Domain), refusal)];
        var members = Ledger.Members.Count;
        Taken.Add(Ledger.Apply(signed.Record));
        return [.. Enumerable.Range(members, Ledger.Members.Count - members).Select(number => LedgerLogs.Register((uint)number, Ledger.Members[number])), LedgerLogs.Take(Ledger.Sequence, signed.Record)];
    }

    private SettlementVector? Derive(SettlementContract.SubmitCall submit) => SettlementVector.TryDerive(
        Page.UnpackInfluence(submit.X).ToArray(), final.State.AsSpan(), Terms.KernelTerms, submit.TotalEarned, out var vector, out _) ? vector : null;

    private void Count(uint epoch, int posted, int final)
    {
        var before = Settled.GetValueOrDefault(epoch);
        Settled[epoch] = (before.Posted + posted, before.Final + final);
    }

    private static Posted Told(Address submitter, SettlementVector? vector, ulong deadline) =>
        new(submitter, (uint)(vector?.Members ?? 0), vector?.Reputation ?? 0, deadline, 0, vector?.Root ?? default);
}
