using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Node.Tests.Governing;

/// <summary>Simulations over an organization's final epochs, and whether a description's hash is theirs.</summary>
internal sealed class PastSimulationTests
{
    private Chronicle chronicle = null!;

    private Organization Organization => chronicle.Organization;

    [SetUp]
    public void Play()
    {
        chronicle = new Chronicle(600, 400);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            chronicle.Evaluate(0, (1, 500), (2, 300));
            chronicle.Evaluate(1, (0, 100u + (uint)epoch));
            chronicle.Settle();
        }
        chronicle.Evaluate(0, (1, 900));
    }

    [TestCase(1, 2U, 2U)]
    [TestCase(2, 1U, 2U)]
    [TestCase(16, 0U, 2U)]
    public void The_last_final_epochs_are_simulated(int count, uint first, uint last) =>
        Assert.That(PastSimulation.Latest(Organization, count), Is.EqualTo(((uint, uint)?)(first, last)));

    [Test]
    public void Without_a_final_epoch_there_is_nothing_to_simulate()
    {
        var young = new Chronicle(600, 400);
        young.Evaluate(0, (1, 500));
        young.Close();
        Assert.That(PastSimulation.Latest(young.Organization, 4), Is.Null);
        Assert.That(PastSimulation.Take(young.Organization, 0, 0), Is.Null, "it is closed and not final");
    }

    [TestCase(0U, 3U)]
    [TestCase(2U, 1U)]
    [TestCase(0U, 4_000_000_000U)]
    public void Only_final_epochs_in_order_are_taken(uint first, uint last) => Assert.That(PastSimulation.Take(Organization, first, last), Is.Null);

    [Test]
    public void Unchanged_parameters_change_nothing_wherever_the_simulation_begins([Values(0U, 1U, 2U)] uint first)
    {
        var past = PastSimulation.Take(Organization, first, 2)!.Run(new ParameterChange());
        Assert.That(past.Epochs.Select(epoch => epoch.After.Root), Is.EqualTo(past.Epochs.Select(epoch => epoch.Before.Root)));
        Assert.That(past.Epochs.Select(epoch => epoch.Before.Root), Is.EqualTo(Organization.Epochs.Skip((int)first).Take(3 - (int)first).Select(epoch => epoch.Final!.Root)));
        Assert.That(past.Epochs.Select(epoch => epoch.Header.Members.Length), Is.All.EqualTo(3));
    }

    [Test]
    public void A_hash_is_confirmed_if_it_follows_and_only_then()
    {
        var right = PastSimulation.Take(Organization, 1, 2)!.Run(new ParameterChange(DampingBp: 4_000)).Summary.Hash;
        Assert.Multiple(() =>
        {
            Assert.That(Check(1, 2, right, 4_000), Is.EqualTo((SimulationVerdict.Confirmed, (Bytes32?)right)));
            Assert.That(Check(1, 2, right, 4_001).Verdict, Is.EqualTo(SimulationVerdict.Differs), "another value");
            Assert.That(Check(0, 2, right, 4_000).Verdict, Is.EqualTo(SimulationVerdict.Differs), "other epochs");
            Assert.That(Check(1, 3, right, 4_000), Is.EqualTo((SimulationVerdict.Unknown, (Bytes32?)null)), "an open epoch");
        });
        Assert.That(Of(RecordText.From("Nothing"), 4_000).Verdict, Is.EqualTo(SimulationVerdict.None));
    }

    [Test]
    public void What_is_no_part_of_an_epoch_changes_nothing_of_it_and_the_last_value_counts()
    {
        ProposalAction[] actions = [Set(Parameter.Bond, 7), Set(Parameter.DampingBp, 2_000), Set(Parameter.RewardPerEpoch, 5), Set(Parameter.DampingBp, 3_000), Set(Parameter.PointsPerEpoch, 9), Set(Parameter.RenewalBp, 8)];
        Assert.That(PastSimulation.ChangeOf(actions), Is.EqualTo(new ParameterChange(3_000, 9, 5, 8)));
        Assert.That(PastSimulation.ChangeOf([Set(Parameter.EpochSeconds, 100)]), Is.EqualTo(new ParameterChange()));
    }

    private (SimulationVerdict Verdict, Bytes32? Computed) Check(uint first, uint last, Bytes32 hash, int damping)
    {
        var found = Of(RecordText.From(ProposalDescription.Compose("Credit", new ClaimedSimulation(first, last, hash), null)), damping);
        return (found.Verdict, found.Computed);
    }

    private CheckedSimulation Of(RecordText description, int damping)
    {
        ProposedCall[] calls = [new(Chronicle.Account(704), 0, BitConverter.GetBytes(damping))];
        var proposal = new Proposal(Proposal.IdOf(calls, Keccak.Hash(description.Bytes)), Chronicle.Account(0), calls, description, 1, 2, 1, default);
        return new SimulationCheck().Take(Organization, proposal, [Set(Parameter.DampingBp, (UInt128)damping)])();
    }

    private static ProposalAction Set(Parameter parameter, UInt128 value) => new(ProposalActionKind.SetParameter, "", null, parameter, value);
}
