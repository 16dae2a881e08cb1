using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text.Json.Nodes;
using DecentralOrg.Ethereum;
using DecentralOrg.Kernel;
using DecentralOrg.Kernel.Governance;
using DecentralOrg.Node.Governing;
using DecentralOrg.Node.Intake;
using DecentralOrg.Node.Organizations;

namespace DecentralOrg.Acceptance.Tests.Governing;

/// <summary>Signed votes, delegations and proposals that a node does not bring, each with its name; and proposals that members are warned of.</summary>
internal sealed class VoteRefusalTests
{
    private const ulong Never = 1UL << 40;

    private World world = null!;
    private DataFolder data = null!;
    private NodeProcess node = null!;
    private Ballots ballots = null!;
    private BigInteger proposal;
    private BigInteger strange;
    private BigInteger pending;

    private ProposedCall Damping => new(world.Contracts.Parameters.Address, 0, world.Contracts.Parameters.Set((byte)Parameter.DampingBp, 8_500).Data);

    [OneTimeSetUp]
    public async Task FoundAsync()
    {
        world = await World.FoundAsync();
        data = new DataFolder();
        ballots = new Ballots(world);
        await world.PlayAsync(4);
        await world.SettleAsync();
        node = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), data.Path, "--relay-key", "dev:11", "--votes-per-epoch", "3");
        proposal = await ballots.ProposeAsync(3, $"Credit\n\nSimulation of epochs 0 to 0: {Keccak.Hash([1])}", Damping);
        strange = await ballots.ProposeAsync(3, "Odd", new ProposedCall(world.Contracts.Ledger.Address, 0, [1, 2, 3, 4]), Damping);
        await Ballots.PassAsync(Ballots.Day + 1);
        pending = await ballots.ProposeAsync(3, "Later", Damping);
        await node.UntilAsync($"/api/proposals/{pending}", now => now["state"]!.GetValue<string>() == "Pending");
        await node.UntilAsync($"/api/proposals/{proposal}", now => now["state"]!.GetValue<string>() == "Active");
    }

    [OneTimeTearDown]
    public void End()
    {
        node.Dispose();
        data.Dispose();
        world.Dispose();
    }

    private JsonObject Proposed(string description = "Good", GovernanceDomain? domain = null) => ballots.Proposal(1, description, Never, domain: domain, calls: Damping);

    private static IEnumerable<TestCaseData> BadVotes()
    {
        yield return Case("another chain", test => test.ballots.Vote(1, test.proposal, VoteSupport.For, domain: test.ballots.Votes with { ChainId = 1 }), nameof(IntakeRefusal.OtherChain), 422);
        yield return Case("another contract", test => test.ballots.Vote(1, test.proposal, VoteSupport.For, domain: test.ballots.Votes with { Contract = test.world.Settlement }), nameof(VoteRefusal.OtherContract), 422);
        yield return Case("another application", test => test.ballots.Vote(1, test.proposal, VoteSupport.For, domain: test.ballots.Votes with { Name = "Governor" }), nameof(VoteRefusal.OtherDomain), 422);
        yield return Case("a signature for another proposal", test => Changed(test.ballots.Vote(1, test.strange, VoteSupport.For), "proposalId", $"{test.proposal}"), nameof(VoteRefusal.OtherSigner), 422);
        yield return Case("a signature for another vote", test => Changed(test.ballots.Vote(1, test.proposal, VoteSupport.Against), "support", 1), nameof(VoteRefusal.OtherSigner), 422);
        yield return Case("somebody else's signature", test => Changed(test.ballots.Vote(1, test.proposal, VoteSupport.For), "voter", test.world[2].Address.ToString()), nameof(VoteRefusal.OtherSigner), 422);
        yield return Case("no such proposal", test => test.ballots.Vote(1, 7, VoteSupport.For), nameof(VoteRefusal.UnknownProposal), 422);
        yield return Case("a proposal that takes no votes yet", test => test.ballots.Vote(1, test.pending, VoteSupport.For), nameof(VoteRefusal.NotActive), 409);
        yield return Case("a bad support", test => test.ballots.Vote(1, test.proposal, (VoteSupport)3), nameof(VoteRefusal.BadSupport), 422);
        yield return Case("no reputation at the snapshot", test => test.ballots.Vote(6, test.proposal, VoteSupport.For), nameof(VoteRefusal.NoVotesAtSnapshot), 422);
        yield return Case("a nonce that is not the next", test => test.ballots.Vote(1, test.proposal, VoteSupport.For, nonce: 1), nameof(VoteRefusal.OtherNonce), 409);
        yield return Case("a reason with a line break", test => test.ballots.Vote(1, test.proposal, VoteSupport.For, reason: "a\nb"), nameof(IntakeRefusal.ControlCharacter), 422);
        yield return Case("a reason that is too long", test => test.ballots.Vote(1, test.proposal, VoteSupport.For, reason: new string('a', 1_025)), nameof(VoteRefusal.ReasonTooLong), 422);
        yield return Case("parameters", test => Changed(test.ballots.Vote(1, test.proposal, VoteSupport.For, reason: "a"), "params", "0x00"), nameof(VoteRefusal.ParamsNotEmpty), 422);
        yield return Case("a delegation", test => test.ballots.Delegation(1, 2, Never), nameof(IntakeRefusal.UnknownField), 400);
    }

    [TestCaseSource(nameof(BadVotes))]
    public async Task A_bad_vote_is_refused_by_name(Func<VoteRefusalTests, JsonObject> post, string name, int status) =>
        Assert.That(await Ballots.PostAsync(node, "/votes", post(this)), Is.EqualTo(((HttpStatusCode)status, name)));

    private static IEnumerable<TestCaseData> BadDelegations()
    {
        yield return Case("another chain", test => test.ballots.Delegation(1, 2, Never, domain: test.ballots.Delegations with { ChainId = 1 }), nameof(IntakeRefusal.OtherChain), 422);
        yield return Case("another contract", test => test.ballots.Delegation(1, 2, Never, domain: test.ballots.Delegations with { Contract = test.world.Settlement }), nameof(VoteRefusal.OtherContract), 422);
        yield return Case("somebody else's signature", test => With(test.ballots.Delegation(1, 2, Never), "account", test.world[2].Address.ToString()), nameof(VoteRefusal.OtherSigner), 422);
        yield return Case("another delegate than was signed", test => Changed(test.ballots.Delegation(1, 2, Never), "delegatee", test.world[3].Address.ToString()), nameof(VoteRefusal.OtherSigner), 422);
        yield return Case("one that expired", test => test.ballots.Delegation(1, 2, 1_000), nameof(VoteRefusal.ExpiresTooSoon), 422);
        yield return Case("no reputation", test => test.ballots.Delegation(6, 2, Never), nameof(VoteRefusal.NoReputation), 409);
        yield return Case("a nonce that is not the next", test => test.ballots.Delegation(1, 2, Never, nonce: 5), nameof(VoteRefusal.OtherNonce), 409);
        yield return Case("another type", test => With(test.ballots.Delegation(1, 2, Never), "primaryType", "Ballot"), nameof(VoteRefusal.UnknownMessage), 422);
    }

    [TestCaseSource(nameof(BadDelegations))]
    public async Task A_bad_delegation_is_refused_by_name(Func<VoteRefusalTests, JsonObject> post, string name, int status) =>
        Assert.That(await Ballots.PostAsync(node, "/delegations", post(this)), Is.EqualTo(((HttpStatusCode)status, name)));

    private static IEnumerable<TestCaseData> BadProposals()
    {
        yield return Case("another chain", test => test.Proposed(domain: test.ballots.Votes with { ChainId = 1 }), nameof(IntakeRefusal.OtherChain), 422);
        yield return Case("another contract", test => test.Proposed(domain: test.ballots.Votes with { Contract = test.world.Settlement }), nameof(VoteRefusal.OtherContract), 422);
        yield return Case("another description than was signed", test => Changed(test.Proposed(), "description", "Other"), nameof(VoteRefusal.OtherSigner), 422);
        yield return Case("other calls than were signed", test => Changed(test.Proposed(), "values", new JsonArray("1")), nameof(VoteRefusal.OtherSigner), 422);
        yield return Case("somebody else's signature", test => Changed(test.Proposed(), "proposer", test.world[2].Address.ToString()), nameof(VoteRefusal.OtherSigner), 422);
        yield return Case("a description for somebody else", test => test.Proposed($"Mine\n#proposer={test.world[2].Address}"), nameof(VoteRefusal.OtherProposer), 422);
        yield return Case("no description", test => test.Proposed(""), nameof(IntakeRefusal.BlankText), 422);
        yield return Case("a description that turns its direction", test => test.Proposed("One line\nand \u202Eanother"), nameof(IntakeRefusal.DirectionCharacter), 422);
        yield return Case("a description that is too long", test => test.Proposed(new string('a', 8_193)), nameof(VoteRefusal.DescriptionTooLong), 422);
        yield return Case("no calls", test => test.ballots.Proposal(1, "Nothing", Never), nameof(VoteRefusal.CallCount), 422);
        yield return Case("seventeen calls", test => test.ballots.Proposal(1, "All", Never, calls: [.. Enumerable.Repeat(test.Damping, 17)]), nameof(VoteRefusal.CallCount), 422);
        yield return Case("lists of different lengths", test => Changed(test.Proposed(), "values", new JsonArray("0", "0")), nameof(VoteRefusal.UnequalCalls), 422);
        yield return Case("calldata that is no hex", test => Changed(test.Proposed(), "calldatas", new JsonArray("0xzz")), nameof(VoteRefusal.CalldataForm), 422);
        yield return Case("calldata that is too long", test => test.ballots.Proposal(1, "Long", Never, calls: new ProposedCall(test.world.Settlement, 0, new byte[2_049])), nameof(VoteRefusal.CalldataTooLong), 422);
        yield return Case("one that expired", test => test.ballots.Proposal(1, "Late", 1_000, calls: test.Damping), nameof(VoteRefusal.ExpiresTooSoon), 422);
        yield return Case("a nonce that is not the next", test => test.ballots.Proposal(1, "Soon", Never, nonce: 1, calls: test.Damping), nameof(VoteRefusal.OtherNonce), 409);
        yield return Case("too few votes", test => test.ballots.Proposal(6, "Please", Never, calls: test.Damping), nameof(VoteRefusal.TooFewVotes), 422);
        yield return Case("what was proposed before", test => test.Proposed("Later"), nameof(VoteRefusal.AlreadyProposed), 409);
        yield return Case("a vote", test => test.ballots.Vote(1, test.proposal, VoteSupport.For), nameof(VoteRefusal.UnknownMessage), 422);
    }

    [TestCaseSource(nameof(BadProposals))]
    public async Task A_bad_proposal_is_refused_by_name(Func<VoteRefusalTests, JsonObject> post, string name, int status) =>
        Assert.That(await Ballots.PostAsync(node, "/proposals", post(this)), Is.EqualTo(((HttpStatusCode)status, name)));

    [Test]
    public async Task A_signed_proposal_is_made_once_and_its_nonce_is_one_of_votes()
    {
        var first = ballots.Proposal(2, "Once\n\nin two lines", Never, calls: Damping);
        var (status, digest) = await Ballots.PostAsync(node, "/proposals", first);
        Assert.That(status, Is.EqualTo(HttpStatusCode.Accepted), digest);
        Assert.That(await Ballots.PostAsync(node, "/proposals", first), Is.EqualTo((HttpStatusCode.Accepted, digest)), "the same again gets the same answer");
        await node.UntilAsync($"/proposals/{digest}", now => now["state"]!.GetValue<string>() is "Mined" or "Final");
        var id = Proposal.IdOf([Damping], Keccak.Hash("Once\n\nin two lines"u8));
        var made = await node.UntilAsync($"/api/proposals/{id}", now => now["state"]!.GetValue<string>() == "Pending");
        Assert.That(made["proposer"]!.GetValue<string>(), Is.EqualTo(world[2].Address.ToString()));
        Assert.That((await node.GetAsync($"/accounts/{world[2].Address}/governance"))["voteNonce"]!.GetValue<string>(), Is.EqualTo("1"));
        Assert.That(await Ballots.PostAsync(node, "/proposals", ballots.Proposal(2, "Once\n\nin two lines", Never, nonce: 1, calls: Damping)), Is.EqualTo((HttpStatusCode.Conflict, nameof(VoteRefusal.AlreadyProposed))));
    }

    [Test]
    public async Task A_vote_counts_once_whoever_sends_it_how_often_and_only_so_many_are_paid_for()
    {
        var first = ballots.Vote(0, proposal, VoteSupport.Against);
        var (status, digest) = await Ballots.PostAsync(node, "/votes", first);
        Assert.That(status, Is.EqualTo(HttpStatusCode.Accepted), digest);
        Assert.That(await Ballots.PostAsync(node, "/votes", first), Is.EqualTo((HttpStatusCode.Accepted, digest)), "the same again gets the same answer");
        Assert.That(await Ballots.PostAsync(node, "/votes", ballots.Vote(0, proposal, VoteSupport.For, nonce: 1)), Is.EqualTo((HttpStatusCode.Conflict, nameof(VoteRefusal.AlreadyVoted))));
        await node.UntilAsync($"/api/proposals/{proposal}", now => now["ballots"]!.AsArray().Any(vote => vote!["voter"]!.GetValue<string>() == world[0].Address.ToString()));
        Assert.That(await Ballots.PostAsync(node, "/votes", ballots.Vote(0, proposal, VoteSupport.For, nonce: 1)), Is.EqualTo((HttpStatusCode.Conflict, nameof(VoteRefusal.AlreadyVoted))));
        var replayed = new SignedBallot(proposal, VoteSupport.Against, world[0].Address, 0, null);
        var signature = world[0].Sign(replayed.Digest(ballots.Votes)).ToArray();
        Assert.That(
            () => Chains.Stranger.ExecuteAsync(replayed.Call(world.Contracts.Governor, signature)),
            Throws.TypeOf<RevertException>().With.Message.Contains("GovernorInvalidSignature"), "its nonce is used");

        var again = await Dorg.RunAsync("vote", $"{proposal}", "against", "--dry-run", "--node", node.Http.BaseAddress!.ToString(), "--dev-account", "100");
        Assert.That(again.Output, Does.Not.Contain("against 0.00").And.Contain($"{world[0].Address} Against "), "what was voted is shown before anybody signs");
        Assert.That((again.ExitCode, again.Errors.Split(':')[0]), Is.EqualTo((1, nameof(VoteRefusal.AlreadyVoted))), again.ToString());

        var second = Short(ballots.Vote(0, strange, VoteSupport.Against, nonce: 1));
        Assert.That((await Ballots.PostAsync(node, "/votes", second)).Status, Is.EqualTo(HttpStatusCode.Accepted));
        await node.UntilAsync($"/api/proposals/{strange}", now => now["ballots"]!.AsArray().Count == 1);
        Assert.That((await Ballots.PostAsync(node, "/delegations", ballots.Delegation(0, 1, Never))).Status, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(await Ballots.PostAsync(node, "/delegations", ballots.Delegation(0, 0, Never, nonce: 1)), Is.EqualTo((HttpStatusCode.TooManyRequests, nameof(VoteRefusal.EpochBudgetUsed))));
    }

    [Test]
    public async Task A_simulation_that_does_not_follow_is_told_of()
    {
        var told = await node.GetAsync($"/api/proposals/{proposal}");
        Assert.That(told["simulation"]!["verdict"]!.GetValue<string>(), Is.EqualTo(nameof(SimulationVerdict.Differs)));
        Assert.That(told["simulation"]!["computed"]!.GetValue<string>(), Is.Not.EqualTo(told["simulation"]!["claimed"]!.GetValue<string>()));
        Assert.That((await node.StatusAsync())["sentences"]!.ToJsonString(), Does.Contain($"Proposal {proposal}: The simulation that the description names is not what follows"));
        await AssertWarnedAsync(proposal, "is not what follows from the chain");
    }

    [Test]
    public async Task A_proposal_that_calls_something_else_is_shown_as_what_it_is_before_anybody_signs()
    {
        var told = (await node.GetAsync($"/api/proposals/{strange}"))["actions"]!;
        Assert.Multiple(() =>
        {
            Assert.That(told[0]!["kind"]!.GetValue<string>(), Is.EqualTo("Other"));
            Assert.That(told[0]!["sentence"]!.GetValue<string>(), Is.EqualTo($"Calls function 0x01020304 of the ledger {world.Contracts.Ledger.Address} with 0 bytes of arguments."));
            Assert.That(told[0]!["warning"]!.GetValue<string>(), Does.StartWith("It is neither a parameter nor a grant"));
            Assert.That(told[1]!["kind"]!.GetValue<string>(), Is.EqualTo("SetParameter"));
        });
        await AssertWarnedAsync(strange, "It is neither a parameter nor a grant");
    }

    [Test]
    public async Task A_value_outside_its_bounds_is_not_proposed()
    {
        var result = await world.DorgAsync("propose dampingBp=9001 --text Much --dev-account 103");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.Contain("OutOfBounds: DampingBp is 9001, but the contract takes 1000 to 9000 only").And.Contain("Nothing was signed."));
    }

    [Test]
    public async Task A_node_without_an_account_to_relay_says_so()
    {
        using var folder = new DataFolder();
        using var other = await NodeProcess.StartAsync(Chains.Url, world.Settlement.ToString(), folder.Path);
        await other.ReadyAsync();
        Assert.That(
            await Ballots.PostAsync(other, "/votes", ballots.Vote(1, proposal, VoteSupport.For)),
            Is.EqualTo((HttpStatusCode.MisdirectedRequest, nameof(VoteRefusal.NoRelayer))));
    }

    [Test]
    public async Task Lists_are_given_as_csv_too_and_what_is_unknown_is_named()
    {
        var csv = await node.Http.GetStringAsync(new Uri("/api/proposals?format=csv", UriKind.Relative));
        Assert.That(csv, Does.StartWith("Id,State,Proposer,Title,For,Against,Abstain,Quorum,Snapshot,Deadline\n").And.Contain($"{pending},Pending,{world[3].Address},Later,0,0,0,,"));
        using var unknown = await node.Http.GetAsync(new Uri("/api/proposals/1", UriKind.Relative));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        using var digest = await node.Http.GetAsync(new Uri($"/votes/{Keccak.Hash([9])}", UriKind.Relative));
        Assert.That(JsonNode.Parse(await digest.Content.ReadAsStringAsync())!["title"]!.GetValue<string>(), Is.EqualTo(nameof(VoteRefusal.UnknownVote)));
    }

    [Test]
    public void Names_of_refusals_are_in_one_list_only_and_every_one_has_its_sentence()
    {
        string[] others = [.. Enum.GetNames<IntakeRefusal>(), .. Enum.GetNames<Kernel.Records.Refusal>()];
        Assert.That(Enum.GetNames<VoteRefusal>().Intersect(others), Is.Empty);
        Assert.That(Enum.GetValues<VoteRefusal>().Select(refusal => refusal.Sentence()), Is.Unique.And.All.EndsWith("."));
    }

    private async Task AssertWarnedAsync(BigInteger id, string words)
    {
        var result = await Dorg.RunAsync(
            "vote", id.ToString(CultureInfo.InvariantCulture), "for", "--node", node.Http.BaseAddress!.ToString(), "--dev-account", "101");
        Assert.That(result.ExitCode, Is.EqualTo(1), result.ToString());
        Assert.That(result.Errors, Does.StartWith("Beware: ").And.Contain(words).And.Contain("--despite-warnings").And.Contain("Nothing was signed."));
        var meant = await Dorg.RunAsync(
            "vote", id.ToString(CultureInfo.InvariantCulture), "for", "--despite-warnings", "--dry-run", "--node", node.Http.BaseAddress!.ToString(), "--dev-account", "101");
        Assert.That(meant.ExitCode, Is.Zero, meant.ToString());
    }

    /// <summary>The same with its signature in 64 bytes (ERC-2098), which the governor itself does not take.</summary>
    private static JsonObject Short(JsonObject post)
    {
        var whole = Convert.FromHexString(post["signature"]!.GetValue<string>().AsSpan(2));
        whole[32] |= (byte)((whole[64] - 27) << 7);
        return With(post, "signature", Hex.Encode(whole.AsSpan(0, 64)));
    }

    private static JsonObject Changed(JsonObject post, string field, JsonNode value)
    {
        With(post["message"]!.AsObject(), field, value);
        return post;
    }

    private static JsonObject With(JsonObject of, string field, JsonNode value)
    {
        of[field] = value;
        return of;
    }

    private static TestCaseData Case(string name, Func<VoteRefusalTests, JsonObject> post, string refusal, int status) =>
        new TestCaseData(post, refusal, status).SetArgDisplayNames(name);
}
