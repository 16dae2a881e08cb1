// Credits in the order of the log, in columns: there can be millions.

/** Credits between members by their numbers. */
export interface Credits {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly points: Uint32Array;
}

/** One credit between members. */
export interface MemberCredit {
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** Puts credits into columns. */
export function creditColumns(credits: readonly MemberCredit[]): Credits {
  const columns = { from: new Uint32Array(credits.length), to: new Uint32Array(credits.length), points: new Uint32Array(credits.length) };
  credits.forEach((credit, i) => {
    columns.from[i] = credit.from;
    columns.to[i] = credit.to;
    columns.points[i] = credit.points;
  });
  return columns;
}

/** The credits that each member got: those of member i are `order[starts[i]]` to `order[starts[i + 1] - 1]`, in log order. */
export interface Received {
  readonly starts: Uint32Array;
  readonly order: Uint32Array;
}

/** Sorts credits by recipient, keeping the order of the log within each. */
export function byRecipient(credits: Credits, members: number): Received {
  const starts = new Uint32Array(members + 1);
  for (const to of credits.to) starts[to + 1]!++;
  for (let i = 0; i < members; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const order = new Uint32Array(credits.to.length);
  for (let i = 0; i < order.length; i++) order[next[credits.to[i]!]!++] = i;
  return { starts, order };
}
