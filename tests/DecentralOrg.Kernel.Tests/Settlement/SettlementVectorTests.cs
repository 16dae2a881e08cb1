using System.Numerics;
using DecentralOrg.Kernel.Influence;
using DecentralOrg.Kernel.Settlement;
using DecentralOrg.Kernel.Tests.Influence;
using static DecentralOrg.Kernel.Influence.Influence;

namespace DecentralOrg.Kernel.Tests.Settlement;

public sealed class SettlementVectorTests
{
    private static readonly EpochTerms Terms = new(new InfluenceParameters(5000, 1_000_000), 10_000_000_000_000, 200);

    [Test]
    public void Genesis_gives_founders_their_reputation()
    {
        var genesis = SettlementVector.Genesis([600_000, 400_000]);
        Assert.Multiple(() =>
        {
            Assert.That(genesis.Influence, Is.EqualTo(new[] { 0UL, 0UL }));
            Assert.That(genesis.State, Is.EqualTo([new MemberState(0, 600_000), new MemberState(0, 400_000)]));
            Assert.That((genesis.Members, genesis.TotalEarned, genesis.Reputation), Is.EqualTo((2, 0UL, 1_000_000UL)));
            // keccak256 of viem 2.57 over the pages.
            Assert.That(genesis.Pages.Single().XHash.ToString(), Is.EqualTo("0xf490de2920c8a35fabeb13208852aa28c76f9be9b03a4dd2b3c075f7a26923b4"));
            Assert.That(genesis.Pages.Single().StateHash.ToString(), Is.EqualTo("0x1e223a4813500ba95a5796f1b270c068ceb574956ddab121a026c318b88705eb"));
            Assert.That(genesis.Root.ToString(), Is.EqualTo("0x58c2b7817c7cfe5224d32b7d09f247831eec8620cf2236bf318b2a7629df9963"));
        });
    }

    [Test]
    public void Genesis_needs_founders_within_their_bounds()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => SettlementVector.Genesis([]), Throws.ArgumentException);
            Assert.That(() => SettlementVector.Genesis(Enumerable.Repeat(1UL, 65).ToArray()), Throws.ArgumentException);
            Assert.That(() => SettlementVector.Genesis([1, 0]), Throws.ArgumentException);
            Assert.That(() => SettlementVector.Genesis([1UL << 53, 1]), Throws.ArgumentException);
            Assert.That(SettlementVector.Genesis([1UL << 53]).Reputation, Is.EqualTo(1UL << 53));
        });
    }

    [Test]
    public void Expected_hash_is_over_all_that_the_chain_froze()
    {
        var head = new Bytes32(Enumerable.Repeat((byte)0xab, 32).ToArray());
        // keccak256 of viem 2.57 over the packed values.
        Assert.That(Terms.Expected(12, head, 65).ToString(), Is.EqualTo("0x4a80b0a0446d36b8c2ba75ff9acecfc7033fad551bfd45087a929f9ebcf566c9"));
    }

    [TestCase(10_000_000_000_000UL, 0UL, ExpectedResult = 10_000_000_000_000UL)]
    [TestCase(10UL, (1UL << 63) - 11, ExpectedResult = 10UL)]
    [TestCase(10UL, (1UL << 63) - 3, ExpectedResult = 3UL)]
    [TestCase(10UL, 1UL << 63, ExpectedResult = 0UL)]
    public ulong Reward_is_what_is_left_of_all_that_is_ever_minted(ulong perEpoch, ulong before) =>
        EpochTerms.Of(Kernel.Governance.Terms.Default with { RewardPerEpoch = perEpoch }, before).Reward;

    [Test]
    public void Terms_are_those_of_the_parameters()
    {
        Assert.Multiple(() =>
        {
            Assert.That(EpochTerms.Of(Kernel.Governance.Terms.Default, 0), Is.EqualTo(Terms));
            Assert.That(() => EpochTerms.Of(Kernel.Governance.Terms.Default, (1UL << 63) + 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => EpochTerms.Of(Kernel.Governance.Terms.Default with { PointsPerEpoch = uint.MaxValue }, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new EpochTerms(Terms.Influence, (1UL << 63) + 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new EpochTerms(Terms.Influence, 0, 10_001), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => new EpochTerms(Terms.Influence, 0, -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void State_is_that_of_the_formulas() =>
        EpochCase.Any.Sample(epoch =>
        {
            var settlement = Settled(epoch);
            BigInteger most = epoch.Terms.MostEarned, total = settlement.TotalEarned, all = Sum(epoch.Reputation);
            return Enumerable.Range(0, epoch.Members).All(member =>
            {
                var before = member < epoch.Previous.Length ? epoch.Previous[member] : default;
                BigInteger earned = settlement.Earned(member);
                if (most == 0)
                    return settlement.State[member] == before;
                var cumulative = before.Cumulative + epoch.Reward * earned / most;
                var reputation = before.Reputation * (10_000 * most - epoch.RenewalBp * total) / (10_000 * most)
                    + all * epoch.RenewalBp * earned / (10_000 * most);
                return settlement.State[member].Cumulative == cumulative && settlement.State[member].Reputation == reputation;
            });
        });

    [Test]
    public void Epoch_pays_no_more_than_its_reward_and_makes_no_reputation() =>
        EpochCase.Any.Sample(epoch =>
        {
            var settlement = Settled(epoch);
            var paid = Sum(settlement.State.Select(state => state.Cumulative)) - Sum(epoch.Previous.Select(state => state.Cumulative));
            return paid <= epoch.Reward
                && settlement.Reputation == Sum(settlement.State.Select(state => state.Reputation))
                && settlement.Reputation <= Sum(epoch.Reputation)
                && Sum(epoch.Reputation) - settlement.Reputation <= 2 * epoch.Members;
        });

    [Test]
    public void Silence_changes_nothing() =>
        EpochCase.Any.Sample(epoch =>
        {
            var settlement = Settled(epoch with { Credits = [] });
            return settlement.TotalEarned == 0 && settlement.State.Take(epoch.Previous.Length).SequenceEqual(epoch.Previous);
        });

    [Test]
    public void Pages_in_bytes_are_those_that_were_hashed()
    {
        var previous = Enumerable.Range(1, 130).Select(value => new MemberState((ulong)value, (ulong)value)).ToArray();
        ulong[] reputation = [.. previous.Select(state => state.Reputation)];
        var settlement = SettlementVector.Of(Solve(CreditGraph.From(131, [new(0, 130, 9)]), reputation, Terms.Influence), previous, Terms);
        Assert.Multiple(() =>
        {
            Assert.That(settlement.Pages, Has.Length.EqualTo(3));
            Assert.That(settlement.Pages.Select(page => page.XHash), Is.EqualTo(Enumerable.Range(0, 3).Select(page => Keccak.Hash(settlement.InfluencePages(page)))));
            Assert.That(settlement.Pages.Select(page => page.StateHash), Is.EqualTo(Enumerable.Range(0, 3).Select(page => Keccak.Hash(settlement.StatePages(page)))));
            Assert.That(settlement.InfluencePages(1, 2), Is.EqualTo(settlement.InfluencePages(1).Concat(settlement.InfluencePages(2))));
            Assert.That(settlement.StatePages(0, 3), Has.Length.EqualTo(131 * 16));
            Assert.That(Page.Root(settlement.Pages.AsSpan()), Is.EqualTo(settlement.Root));
            Assert.That(settlement.Seed(130), Is.Zero);
            Assert.That(settlement.Earned(130), Is.Positive.And.EqualTo(settlement.TotalEarned));
        });
    }

    [Test]
    public void Vector_that_the_contract_would_refuse_is_refused_by_name()
    {
        MemberState[] previous = [new(0, 1), new(ulong.MaxValue, 1)];
        const ulong seed = Whole / 4;
        var most = Terms.MostEarned;
        Assert.Multiple(() =>
        {
            Assert.That(RefusalOf([seed, seed - 1], 0), Is.EqualTo(Refused(SettlementRule.NegativeEarned, 1)));
            Assert.That(RefusalOf([seed + 1, seed], 0), Is.EqualTo(Refused(SettlementRule.WrongTotal, null)));
            Assert.That(RefusalOf([seed + 1, seed], 2), Is.EqualTo(Refused(SettlementRule.WrongTotal, null)));
            Assert.That(RefusalOf([ulong.MaxValue, ulong.MaxValue], 0), Is.EqualTo(Refused(SettlementRule.WrongTotal, null)));
            Assert.That(RefusalOf([seed + most + 1, seed], most + 1), Is.EqualTo(Refused(SettlementRule.MoreThanCanBeEarned, null)));
            Assert.That(RefusalOf([seed, seed + most], most), Is.EqualTo(Refused(SettlementRule.CumulativeTooLarge, 1)));
            Assert.That(RefusalOf([seed + most, seed], most), Is.Null);
        });

        static (SettlementRule, int?) Refused(SettlementRule rule, int? member) => (rule, member);

        (SettlementRule, int?)? RefusalOf(ulong[] x, ulong announced)
        {
            var derived = SettlementVector.TryDerive(x, previous, Terms, announced, out var settlement, out var refusal);
            Assert.That((derived, settlement is null, refusal is null), Is.EqualTo((derived, !derived, derived)));
            return refusal is null ? null : (refusal.Rule, refusal.Member);
        }
    }

    [Test]
    public void More_states_than_members_are_no_state_before() =>
        Assert.That(() => SettlementVector.TryDerive([0], [default, default], Terms, 0, out _, out _), Throws.ArgumentException);

    private static SettlementVector Settled(EpochCase epoch) =>
        SettlementVector.Of(Solve(epoch.Graph, epoch.Reputation, epoch.Parameters), epoch.Previous, epoch.Terms);

    private static BigInteger Sum(IEnumerable<ulong> values) => values.Aggregate(BigInteger.Zero, (sum, value) => sum + value);
}
