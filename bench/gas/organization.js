// An organization of the real contracts, and what its settler knows of it: members, credits in log order, state.
import hre from "hardhat";
import { decodeFunctionResult, encodeFunctionData, keccak256, toHex, zeroHash } from "viem";
import { accountOf } from "./chain.js";
import {
  creditBytes, influenceBytes, leastFixedPoint, pageCount, pageOf, rootOf, seedsOf, settle, stateBytes,
} from "./influence.js";
import { contributionOf, signed } from "./records.js";

// Contracts that were changed after they were compiled would give figures of what is no longer there.
await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
export const artifact = {};
for (const name of ["Ledger", "Parameters", "Reputation", "RewardToken", "Settlement"]) {
  artifact[name] = await hre.artifacts.readArtifact(name);
}

export const defaults = {
  dampingBp: 5000, pointsPerEpoch: 1_000_000, introductionPoints: 1000, rewardPerEpoch: 10n ** 13n, renewalBp: 200,
  epochSeconds: 604_800, challengeSeconds: 86_400, bond: 10n ** 18n,
};

// Like the node, which brings as many pages to a call as both limits of a transaction leave room for.
const pagesPerCall = 64;

const creator = accountOf("creator");
const challenger = accountOf("challenger");

export class Organization {
  settler = accountOf("settler");
  relayer = accountOf("relayer");
  epoch = 0;
  credits = [];
  #numbers = new Map();
  #nonces = new Map();

  constructor(chain, terms, founders) {
    this.chain = chain;
    this.terms = terms;
    this.members = [];
    founders.forEach(({ account }) => this.#register(account));
    this.state = { cumulatives: founders.map(() => 0n), reputations: founders.map(({ reputation }) => reputation) };
  }

  // The parts in their order of creation; each is told where those will be that come later.
  static async found(chain, terms, founders) {
    const organization = new Organization(chain, terms, founders);
    const settlement = chain.addressAhead(creator, 4);
    const created = [];
    const create = async (name, ...args) => {
      created.push(await chain.deploy(creator, artifact[name], args));
      return created.at(-1).address;
    };
    const parameters = await create("Parameters", creator, terms);
    const reputation = await create("Reputation", settlement);
    const token = await create("RewardToken", "Reward", "RWD", settlement);
    organization.ledger = await create("Ledger", settlement, reputation);
    organization.settlement = await create("Settlement", organization.ledger, parameters, token, reputation, founders);
    organization.openedAt = chain.now;
    organization.founding = total(created);
    return organization;
  }

  #register(account) {
    this.#numbers.set(account, this.members.length);
    this.members.push(account);
  }

  #addressOf(contract) {
    return contract === "Ledger" ? this.ledger : this.settlement;
  }

  #send(from, contract, functionName, args, value) {
    const { abi } = artifact[contract];
    return this.chain.send(from, this.#addressOf(contract), encodeFunctionData({ abi, functionName, args }), value);
  }

  async #read(contract, functionName) {
    const { abi } = artifact[contract];
    const data = await this.chain.call(this.#addressOf(contract), encodeFunctionData({ abi, functionName }));
    return decodeFunctionResult({ abi, functionName, data });
  }

  // An evaluation of this epoch. `given` is [account, points] by [account, points]; each credit names a contribution.
  #evaluation(evaluator, given) {
    const nonce = this.#nonces.get(evaluator) ?? 0;
    const credits = given.map(([recipient, points], i) => ({
      contribution: keccak256(toHex(`${recipient} ${this.epoch} ${i}`)), recipient, points,
    }));
    return { evaluator, epoch: this.epoch, nonce, credits };
  }

  #taken({ evaluator, nonce, credits }) {
    this.#nonces.set(evaluator, nonce + 1);
    for (const { recipient, points } of credits) {
      if (!this.#numbers.has(recipient)) this.#register(recipient);
      this.credits.push({ from: this.#numbers.get(evaluator), to: this.#numbers.get(recipient), points });
    }
  }

  async evaluate(evaluator, given) {
    const record = this.#evaluation(evaluator, given);
    const sent = await this.#send(evaluator, "Ledger", "evaluate", [record]);
    this.#taken(record);
    return sent;
  }

  // Evaluations of one batch, [person, given] each, signed by them.
  async relayEvaluations(evaluations) {
    const records = evaluations.map(([person, given]) => this.#evaluation(person.address, given));
    const sign = (record, i) => signed(this.ledger, "Evaluation", record, evaluations[i][0].key);
    const sent = await this.#relay([], await Promise.all(records.map(sign)));
    records.forEach((record) => this.#taken(record));
    return sent;
  }

  contribute(record) {
    return this.#send(record.contributor, "Ledger", "contribute", [record]);
  }

  // A contribution of each in one batch.
  async relayContributions(people) {
    const sign = ({ address, key }) => signed(this.ledger, "Contribution", contributionOf(address), key);
    return this.#relay(await Promise.all(people.map(sign)), []);
  }

  // A record that is skipped costs less than one that is taken, so a batch of which one was skipped is no figure.
  async #relay(contributions, evaluations) {
    const before = await this.#read("Ledger", "sequence");
    const sent = await this.#send(this.relayer, "Ledger", "relay", [contributions, evaluations]);
    const taken = (await this.#read("Ledger", "sequence")) - before;
    const brought = contributions.length + evaluations.length;
    if (taken !== BigInt(brought)) throw new Error(`${taken} of ${brought} records were taken`);
    return sent;
  }

  async closeEpoch() {
    this.chain.passUntil(this.openedAt + this.terms.epochSeconds);
    const sent = await this.#send(this.relayer, "Settlement", "closeEpoch", []);
    this.openedAt = this.chain.now;
    const [{ expected, epoch, members }] = await this.#read("Settlement", "closed");
    if (members !== this.members.length) throw new Error(`the chain counts ${members} members, not ${this.members.length}`);
    this.closed = { epoch, expected, credits: this.credits };
    this.epoch = epoch + 1;
    this.credits = [];
    this.#nonces.clear();
    return sent;
  }

  // The honest vector of the closed epoch.
  solve() {
    const seeds = seedsOf(this.state.reputations, this.members.length, this.terms);
    return settle(leastFixedPoint(seeds, this.closed.credits, this.terms), this.state, this.terms);
  }

  // The honest vector, but one member has one unit more than his row gives him.
  lie(honest, member) {
    return settle(honest.x.with(member, honest.x[member] + 1n), this.state, this.terms);
  }

  // All calls that bring the vector, one transaction each.
  async submit(vector, from = this.settler) {
    const pages = pageCount(vector.x.length);
    const sent = [];
    for (let first = 0; first < pages; first += pagesPerCall) {
      const end = Math.min(first + pagesPerCall, pages);
      sent.push(await this.#send(from, "Settlement", "submit", [
        this.closed.epoch, this.closed.expected, vector.totalEarned, first,
        influenceBytes(vector.x, first, end), stateBytes(this.state, first, end),
      ], end === pages ? this.terms.bond : 0n));
    }
    return sent;
  }

  #rowOf(member) {
    return this.closed.credits.filter(({ to }) => to === member);
  }

  // The pages that hold these members and everybody who gave these credits.
  #pagesOf(vector, members, credits) {
    const numbers = new Set([...members, ...credits.map(({ from }) => from)].map(pageOf));
    return [...numbers].sort((a, b) => a - b)
      .map((number) => ({ number, values: influenceBytes(vector.x, number, number + 1) }));
  }

  async challengeRow(vector, member) {
    const row = this.#rowOf(member);
    const page = pageOf(member);
    const pages = this.#pagesOf(vector, [member], row);
    const sent = await this.#send(challenger, "Settlement", "challengeRow", [
      this.closed.epoch, member, pages, stateBytes(this.state, page, page + 1), creditBytes(row),
    ]);
    const { root } = await this.#read("Settlement", "standing");
    if (root !== zeroHash) throw new Error(`the challenge of member ${member} refuted nothing`);
    return { ...sent, credits: row.length, pages: pages.length };
  }

  // All credits of the row in one call.
  replayRow(vector, member) {
    const row = this.#rowOf(member);
    return this.#send(challenger, "Settlement", "replayRow", [
      this.closed.epoch, member, 0, this.#pagesOf(vector, [], row), creditBytes(row),
    ]);
  }

  // All rows of the vector that stands, in one call, which makes it final.
  async verifyRows(vector) {
    const members = vector.x.map((_, member) => member);
    const credits = members.flatMap((member) => this.#rowOf(member));
    const sent = await this.#send(this.relayer, "Settlement", "verifyRows", [
      this.closed.epoch, 0, members.length, this.#pagesOf(vector, members, credits),
      stateBytes(this.state, 0, pageCount(members.length)), creditBytes(credits),
    ]);
    const root = (await this.#read("Settlement", "finalSettlement")).root;
    if (root !== rootOf(vector)) throw new Error("the rows were shown, but their settlement is not final");
    this.state = vector.after;
    return { ...sent, credits: credits.length };
  }

  async finalize(vector) {
    this.chain.passUntil((await this.#read("Settlement", "standing")).deadline);
    const sent = await this.#send(this.relayer, "Settlement", "finalize", [this.closed.epoch]);
    this.state = vector.after;
    return sent;
  }

  // Plays the open epoch to its honest end.
  async settle() {
    await this.closeEpoch();
    const vector = this.solve();
    await this.submit(vector);
    return this.finalize(vector);
  }

  // Members of one page, brought up to date.
  claim(members) {
    const page = pageOf(members[0]);
    return this.#send(this.relayer, "Settlement", "claim", [page, members, stateBytes(this.state, page, page + 1)]);
  }
}

export const total = (transactions) => transactions.reduce((gas, transaction) => gas + transaction.gas, 0);
