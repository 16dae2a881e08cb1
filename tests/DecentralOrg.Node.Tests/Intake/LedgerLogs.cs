using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Node.Contracts;
using DecentralOrg.Node.Following;

namespace DecentralOrg.Node.Tests.Intake;

/// <summary>Logs as the contracts of an organization write them.</summary>
internal static class LedgerLogs
{
    public static readonly Terms Terms = Terms.Default with { PointsPerEpoch = 1_000, IntroductionPoints = 100 };

    private static readonly AbiEvent Founded = AbiEvent.Parse("Founded(address indexed ledger, (address account, uint64 reputation)[] founders, bytes32 root)");
    private static readonly AbiEvent Opened = AbiEvent.Parse("EpochOpened(uint32 indexed epoch, uint32 indexed set, (uint16 dampingBp, uint32 pointsPerEpoch, uint32 introductionPoints, uint64 rewardPerEpoch, uint16 renewalBp, uint32 epochSeconds, uint32 challengeSeconds, uint128 bond) terms, uint64 reward)");
    private static readonly AbiEvent Closed = AbiEvent.Parse("EpochClosed(uint32 indexed epoch, bytes32 head, uint32 members)");
    private static readonly AbiEvent ReputationSet = AbiEvent.Parse("ReputationSet(address indexed account, uint256 reputation)");
    private static readonly AbiEvent Evaluated = AbiEvent.Parse("EvaluationTaken(uint64 indexed sequence, address indexed evaluator, uint32 epoch, uint32 nonce, (bytes32 contribution, address recipient, uint32 points)[] credits)");
    private static readonly AbiEvent Contributed = AbiEvent.Parse("ContributionTaken(uint64 indexed sequence, address indexed contributor, string area, string title, string uri, bytes32 contentHash, (address account, uint16 shareBp)[] coAuthors, bytes32[] buildsOn, uint32 nonce)");
    private static readonly AbiEvent Registered = AbiEvent.Parse("MemberRegistered(uint32 indexed number, address indexed account)");
    private static readonly AbiEvent PagesSubmitted = AbiEvent.Parse("PagesSubmitted(uint32 indexed epoch, address indexed submitter, uint32 firstPage, bytes x)");
    private static readonly AbiEvent Submitted = AbiEvent.Parse("Submitted(uint32 indexed epoch, address indexed submitter, bytes32 root, uint64 totalEarned, uint64 reputation, uint64 deadline, uint128 bond)");
    private static readonly AbiEvent Finalized = AbiEvent.Parse("Finalized(uint32 indexed epoch, bytes32 root)");
    private static readonly AbiEvent Skipped = AbiEvent.Parse("RecordSkipped(bytes32 indexed digest, uint8 reason)");

    public static OrganizationContracts Contracts(IChain chain) => new(
        new SettlementContract(chain, Part(0)), new LedgerContract(chain, Part(1)), new ParametersContract(chain, Part(4)),
        new RewardTokenContract(chain, Part(2)), new ReputationContract(chain, Part(3)),
        new OrganizationTimelockContract(chain, Part(5)), new OrganizationGovernorContract(chain, Part(6)), new RolesContract(chain, Part(7)));

    public static IEnumerable<Log> Found(params Address[] founders)
    {
        const ulong each = 1_000_000;
        var root = SettlementVector.Genesis([.. founders.Select(_ => each)]).Root;
        yield return Write(Founded, Part(0), Part(1), founders.Select(account => (object)new object[] { account, each }).ToArray(), root);
        foreach (var founder in founders)
            yield return Write(ReputationSet, Part(3), founder, (System.Numerics.BigInteger)each);
        yield return Open(0);
    }

    public static Log Open(uint epoch) => Write(Opened, Part(0), epoch, 0u, AbiStructs.ToAbi(Terms), Terms.RewardPerEpoch);

    public static Log Close(LedgerState ledger) => Write(Closed, Part(0), ledger.Epoch, ledger.Head, (uint)ledger.Members.Count);

    public static Log Register(uint number, Address account) => Write(Registered, Part(1), number, account);

    public static IEnumerable<Log> Submit(uint epoch, Address submitter, byte[] pages, SettlementVector vector, ulong deadline) =>
    [
        Write(PagesSubmitted, Part(0), epoch, submitter, 0u, pages),
        Write(Submitted, Part(0), epoch, submitter, vector.Root, vector.TotalEarned, vector.Reputation, deadline, (UInt128)0),
    ];

    public static Log Finalize(uint epoch, Bytes32 root) => Write(Finalized, Part(0), epoch, root);

    public static Log Take(ulong sequence, Evaluation record) =>
        Write(Evaluated, Part(1), [sequence, .. AbiStructs.ToAbi(record)]);

    public static Log Take(ulong sequence, Contribution record) =>
        Write(Contributed, Part(1), [sequence, .. AbiStructs.ToAbi(record)]);

    public static Log Skip(Bytes32 digest, Refusal reason) => Write(Skipped, Part(1), digest, (byte)reason);

    public static Address Part(int number) => Chronicle.Account(700 + number);

    private static Log Write(AbiEvent definition, Address contract, params object[] values)
    {
        var topics = new List<Bytes32> { definition.Topic };
        var (rest, parts) = (new List<object>(), new List<AbiParameter>());
        foreach (var (parameter, value) in definition.Inputs.Components.Zip(values))
        {
            if (parameter.Indexed)
            {
                topics.Add(new Bytes32(AbiEncoder.Encode(AbiType.Tuple([parameter]), [value])));
            }
            else
            {
                parts.Add(parameter);
                rest.Add(value);
            }
        }
        return new Log(contract, topics, AbiEncoder.Encode(AbiType.Tuple([.. parts]), rest), 0, default, default, 0, 0);
    }
}
