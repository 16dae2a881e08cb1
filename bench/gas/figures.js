// What is measured: the gas of single transactions of organizations that have run for some epochs, so that the slots written
// hold what was written two epochs before. A figure per record or member is rounded up.
import { accountOf, Chain } from "./chain.js";
import { Organization, defaults, total } from "./organization.js";
import { contributionOf, personOf } from "./records.js";

const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const share = (gas, count) => Math.ceil(gas / count);

// Everybody can introduce newcomers for little, and reputation spreads over all members within the epochs played.
const growing = { ...defaults, introductionPoints: 1, pointsPerEpoch: 2 ** 20, renewalBp: 5000 };

const withChain = async (measure) => {
  const chain = await Chain.open();
  try {
    return await measure(chain);
  } finally {
    await chain.close();
  }
};

// A hundred members who sign what they do: records, and proof of a settlement by all its rows.
export const hundred = () => withChain(async (chain) => {
  const people = times(100, (i) => personOf(`person ${i}`));
  const founders = people.slice(0, 10).map(({ address }) => ({ account: address, reputation: 10n ** 14n }));
  const organization = await Organization.found(chain, defaults, founders);
  const addresses = people.map(({ address }) => address);
  for (const [i, { account }] of founders.entries()) {
    await organization.evaluate(account, addresses.slice(10 + 9 * i, 19 + 9 * i).map((newcomer) => [newcomer, 80_000]));
  }
  await organization.settle();

  const behind = (i, distance) => addresses[(i + distance) % 100];
  const tenBehind = (i) => times(10, (k) => [behind(i, k + 1), 80_000 + k]);
  const relayTens = (from, to) =>
    organization.relayEvaluations(people.slice(from, to).map((person, k) => [person, tenBehind(from + k)]));
  const team = addresses.slice(0, 11);
  const tenOfTeam = (i) => team.filter((each) => each !== team[i]).map((each, k) => [each, 80_000 + k]);
  for (let epoch = 0; epoch < 2; ++epoch) {
    for (let i = 0; i < 100; ++i) await organization.evaluate(addresses[i], tenBehind(i));
    await organization.settle();
  }

  const contributions = await organization.relayContributions(people.slice(0, 50));
  const contribution = await organization.contribute(contributionOf(people[50].address));
  const five = await organization.relayEvaluations(times(5, (i) => [people[i], tenOfTeam(i)]));
  const fifty = await relayTens(5, 55);
  await relayTens(55, 100);
  const closing = await organization.closeEpoch();
  const vector = organization.solve();
  await organization.submit(vector);
  const rows = await organization.verifyRows(vector);

  require("credits of all rows", rows.credits, 1_000);

  const singles = await organization.relayEvaluations(people.map((person, i) => [person, [[behind(i, 1), 80_000]]]));
  const tenApart = (i) => times(10, (k) => [behind(i, 6 + 10 * i + k), 80_000 + k]);
  const apart = await organization.relayEvaluations(times(5, (i) => [people[i], tenApart(i)]));
  const behindFive = await relayTens(10, 15);
  const own = await organization.evaluate(addresses[99], tenBehind(99));
  return {
    founding: organization.founding,
    contribution: share(contributions.gas, 50),
    contributionDirect: contribution.gas,
    credit: share(five.gas, 50),
    creditBatch50: share(fifty.gas, 500),
    creditBehind: share(behindFive.gas, 50),
    creditApart: share(apart.gas, 50),
    creditDirect: share(own.gas, 10),
    singleEvaluation: share(singles.gas, 100),
    closeEpoch: closing.gas,
    verifyRows100: rows.gas,
  };
});

// An organization of `members`, introduced by its 64 founders in epoch 0.
const grown = async (chain, members) => {
  const accounts = times(members, (i) => accountOf(`member ${i}`));
  const founders = accounts.slice(0, 64).map((account) => ({ account, reputation: 10n ** 15n / 64n }));
  const organization = await Organization.found(chain, growing, founders);
  const giveToAll = async () => {
    const sent = [];
    for (let first = 64; first < members; first += 64) {
      const giver = Math.floor(sent.length / 5);
      const given = accounts.slice(first, first + 64).map((account) => [account, 3_200]);
      sent.push(await organization.evaluate(accounts[giver], given));
    }
    return sent;
  };
  return { organization, accounts, giveToAll, introduction: await giveToAll() };
};

// Credits to one member from each of `givers`, besides the one of his founder.
const giveTo = async ({ organization, accounts }, member, givers) => {
  for (const giver of givers) await organization.evaluate(accounts[giver], [[accounts[member], 1_000 + giver]]);
};

// Somebody else posts a vector that is wrong by one unit; it is refuted, and the honest one is posted.
const refuteAndSubmit = async (organization, member) => {
  const honest = organization.solve();
  const lie = organization.lie(honest, member);
  await organization.submit(lie, accountOf("liar"));
  const challenge = await organization.challengeRow(lie, member);
  return { honest, challenge, submission: await organization.submit(honest) };
};

export const thousand = () => withChain(async (chain) => {
  const group = await grown(chain, 1_000);
  const { organization, giveToAll } = group;
  await organization.settle();
  await giveToAll();
  await organization.settle();
  await organization.claim([70, 71, 72]);
  const first = await organization.claim([500]);
  const firstOfPage = await organization.claim(times(64, (i) => 128 + i));

  await giveToAll();
  await giveTo(group, 507, times(99, (i) => 10 * (i + 1)));
  await organization.closeEpoch();
  const { honest, challenge, submission } = await refuteAndSubmit(organization, 507);
  require("credits of the row", challenge.credits, 100);
  require("pages it needs", challenge.pages, 16);
  const replay = await organization.replayRow(honest, 507);
  const finality = await organization.finalize(honest);
  const repeated = await organization.claim([500]);
  const repeatedOfPage = await organization.claim(times(64, (i) => 128 + i));
  return {
    introduction: share(total(group.introduction), 1_000 - 64),
    submitPerMember1000: share(total(submission), 1_000),
    challengeRow1000: challenge.gas,
    replayRow1000: replay.gas,
    finalize: finality.gas,
    claimFirst: first.gas,
    claimRepeated: repeated.gas,
    claimFirstOf64: share(firstOfPage.gas, 64),
    claimRepeatedOf64: share(repeatedOfPage.gas, 64),
  };
});

export const twentyThousand = () => withChain(async (chain) => {
  const group = await grown(chain, 20_000);
  const { organization, giveToAll } = group;
  await organization.settle();
  await organization.settle();
  await giveToAll();
  await giveTo(group, 10_507, times(19, (i) => 1_000 * (i + 1) + 3));
  await organization.closeEpoch();
  const { challenge, submission } = await refuteAndSubmit(organization, 10_507);
  require("credits of the row", challenge.credits, 20);
  require("pages it needs, with its own", challenge.pages, 21);
  return { submitPerMember20000: share(total(submission), 20_000), challengeRow20000: challenge.gas };
});

// A scene that is not the one described gives no figure.
const require = (what, found, wanted) => {
  if (found !== wanted) throw new Error(`${what}: ${found}, not ${wanted}`);
};
