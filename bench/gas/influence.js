// Chapters 4 and 5 of the protocol for a vector: the least fixed point, what follows from it, and the bytes that are posted.
import { concat, keccak256, zeroHash } from "viem";

const S = 1n << 60n;
const BASE = 10_000n;
const PAGE = 64;

export const seedsOf = (reputations, members, { dampingBp }) => {
  const total = sum(reputations);
  return Array.from({ length: members }, (_, i) =>
    i < reputations.length && total > 0n ? ((BASE - BigInt(dampingBp)) * S * reputations[i]) / (BASE * total) : 0n);
};

// From the seeds, row by row, until a pass over all rows changes nothing. Only rows with credits can change.
export const leastFixedPoint = (seeds, credits, { dampingBp, pointsPerEpoch }) => {
  const damping = BigInt(dampingBp);
  const divisor = BASE * BigInt(pointsPerEpoch);
  const rows = Map.groupBy(credits, (credit) => credit.to);
  const x = [...seeds];
  for (let changed = true; changed;) {
    changed = false;
    for (const [member, row] of rows) {
      const inflow = row.reduce((all, { from, points }) => all + x[from] * BigInt(points), 0n);
      const value = seeds[member] + (damping * inflow) / divisor;
      if (value > x[member]) [x[member], changed] = [value, true];
    }
  }
  return x;
};

// What the state becomes with a vector, whether it is a fixed point or not.
export const settle = (x, state, { dampingBp, renewalBp, rewardPerEpoch }) => {
  const seeds = seedsOf(state.reputations, x.length, { dampingBp });
  const most = (BigInt(dampingBp) * S) / BASE;
  const whole = BASE * most;
  const totalReputation = sum(state.reputations);
  const totalEarned = sum(x) - sum(seeds);
  const cumulatives = x.map((value, i) => (state.cumulatives[i] ?? 0n) + (rewardPerEpoch * (value - seeds[i])) / most);
  const reputations = x.map((value, i) =>
    ((state.reputations[i] ?? 0n) * (whole - BigInt(renewalBp) * totalEarned)) / whole
    + (totalReputation * BigInt(renewalBp) * (value - seeds[i])) / whole);
  return { x, totalEarned, after: { cumulatives, reputations } };
};

export const pageCount = (members) => Math.ceil(members / PAGE);
export const pageOf = (member) => Math.floor(member / PAGE);

// Influence of whole pages, `first` to `end - 1`, as far as the vector goes.
export const influenceBytes = (x, first, end) => packed(x.slice(first * PAGE, end * PAGE), (value) => [value]);

// State of whole pages: cumulative reward and reputation of each member.
export const stateBytes = ({ cumulatives, reputations }, first, end) =>
  packed(cumulatives.slice(first * PAGE, end * PAGE), (cumulative, i) => [cumulative, reputations[first * PAGE + i]]);

export const creditBytes = (credits) =>
  `0x${credits.map(({ from, points }) => from.toString(16).padStart(8, "0") + points.toString(16).padStart(8, "0")).join("")}`;

export const rootOf = ({ x, after }) => {
  let root = zeroHash;
  for (let page = 0; page < pageCount(x.length); ++page) {
    root = keccak256(concat([root, keccak256(influenceBytes(x, page, page + 1)), keccak256(stateBytes(after, page, page + 1))]));
  }
  return root;
};

const packed = (entries, values) =>
  `0x${entries.flatMap(values).map((value) => value.toString(16).padStart(16, "0")).join("")}`;

const sum = (values) => values.reduce((all, value) => all + value, 0n);
