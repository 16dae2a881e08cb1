// What a reader saw last, to say what changed since. Pure, so that tests need no browser.
import type { Epoch, Member, Organization } from "../api/models.ts";

/** How things stood. Influence is in units of 2^-60. */
export interface Seen {
  readonly at: number;
  readonly records: string;
  readonly members: number;
  readonly epoch: number;
  readonly pointsGiven: string;
  /** The reader's own; undefined if he was no member or had no wallet connected. */
  readonly influence?: string;
}

/** What changed between two times; what did not is left out. */
export interface Since {
  readonly at: number;
  readonly records: number;
  readonly members: number;
  readonly epochs: number;
  /** Own influence before and now, if it moved within the same epoch. */
  readonly influence?: { readonly before: bigint; readonly now: bigint };
}

/** How things stand. */
export const seenNow = (organization: Organization, epoch: Epoch, me: Member | undefined, at: number): Seen => ({
  at, records: organization.records, members: organization.members, epoch: epoch.epoch, pointsGiven: epoch.pointsGiven,
  ...(me === undefined ? {} : { influence: me.influence }),
});

/** What changed; undefined if nothing did. */
export function since(before: Seen, now: Seen): Since | undefined {
  const records = Number(BigInt(now.records) - BigInt(before.records));
  const members = now.members - before.members;
  const epochs = now.epoch - before.epoch;
  const moved = before.influence !== undefined && now.influence !== undefined && before.influence !== now.influence;
  if (records === 0 && members === 0 && epochs === 0 && !moved) return undefined;
  return { at: before.at, records, members, epochs, ...(moved ? { influence: { before: BigInt(before.influence!), now: BigInt(now.influence!) } } : {}) };
}
