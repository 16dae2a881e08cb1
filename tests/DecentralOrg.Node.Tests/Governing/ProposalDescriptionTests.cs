using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Records;
using DecentralOrg.Node.Governing;

namespace DecentralOrg.Node.Tests.Governing;

/// <summary>What descriptions say of the simulation that members were shown.</summary>
internal sealed class ProposalDescriptionTests
{
    private const string Hash = "0x5fe7f977e71dba2ea1a68e21057beebb9be2ac30c6410aa38d4f3fbe41dcffd2";

    private static readonly ClaimedSimulation Simulation = new(9, 12, Bytes32.Parse(Hash));

    [Test]
    public void A_description_ends_with_who_may_make_it_and_gives_its_simulation_back()
    {
        var text = ProposalDescription.Compose("  Credit\nfor all \n", Simulation, Chronicle.Account(1));
        Assert.That(text, Is.EqualTo($"Credit\nfor all\n\nSimulation of epochs 9 to 12: {Hash}\n#proposer={Chronicle.Account(1)}"));
        Assert.That(Read(text), Is.EqualTo(Simulation));
        Assert.That(ProposalDescription.TitleOf(RecordText.From(text)), Is.EqualTo("Credit"));
    }

    [Test]
    public void Without_a_simulation_there_is_none_to_read() =>
        Assert.That(Read(ProposalDescription.Compose("Credit", null, null)), Is.Null);

    [TestCase($"Simulation of epochs 9 to 12: {Hash}\r\nmore", true)]
    [TestCase($"x Simulation of epochs 9 to 12: {Hash}", false)]
    [TestCase($"Simulation of epochs 9 to 12: {Hash}0", false)]
    [TestCase($"Simulation of epochs 9 to 99999999999: {Hash}", false)]
    [TestCase($"Simulation of epochs 9 to 9999999999: {Hash}", false)]
    [TestCase($"Simulation of epochs 9 to 12: {Hash}\nSimulation of epochs 9 to 12: {Hash}", false)]
    [TestCase("", false)]
    public void Only_one_whole_line_names_a_simulation(string text, bool names) => Assert.That(Read(text), Is.EqualTo(names ? Simulation : (ClaimedSimulation?)null));

    private static ClaimedSimulation? Read(string text) => ProposalDescription.SimulationOf(RecordText.From(text));
}
