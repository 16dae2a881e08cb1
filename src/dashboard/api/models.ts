// What the node answers with (`/openapi/v1.json`). What can pass 2^53 is a decimal string, for `BigInt`.
import type { Address, Hex } from "viem";
import type { Author } from "../protocol/records.ts";

/** A part of a list. `next` is what the next part is asked for with, null at the end. */
export interface ListPart<T> { readonly items: readonly T[]; readonly next: number | null; readonly total: number }

/** `/api/organization`. Times are in seconds since 1970. */
export interface Organization {
  readonly chainId: number;
  readonly settlement: Address;
  readonly ledger: Address;
  readonly parameters: Address;
  readonly token: Address;
  readonly reputation: Address;
  readonly timelock: Address;
  readonly governor: Address;
  readonly roles: Address;
  readonly openEpoch: number;
  readonly members: number;
  readonly records: string;
  readonly logHead: Hex;
  /** The last block that was read, and its time. */
  readonly block: string | null;
  readonly time: number;
  /** The last block that cannot be taken back. */
  readonly finalized: string | null;
  readonly openedAt: number;
  readonly closesAt: number;
}

/** Influence in one area, in units of 2^-60. */
export interface AreaInfluence { readonly area: string; readonly influence: string }

/** A member of `/api/members`: influence in units of 2^-60, rewards and reputation in units of 10^-9. */
export interface Member {
  readonly number: number;
  readonly account: Address;
  readonly influence: string;
  readonly seed: string;
  readonly reward: string;
  readonly cumulative: string;
  readonly reputation: string;
  readonly areas: readonly AreaInfluence[];
}

/** A credit and the influence that it brought its recipient. */
export interface Credit {
  readonly from: number;
  readonly fromAccount: Address;
  readonly points: number;
  readonly contribution: Hex;
  readonly title: string;
  readonly influence: string;
}

/** `/api/members/MEMBER`: seed, credits and remainder add up to the influence, to the unit. */
export interface ExplainedMember {
  readonly epoch: number;
  readonly open: boolean;
  readonly member: Member;
  readonly credits: readonly Credit[];
  readonly remainder: string;
  readonly roles: readonly Role[];
}

/** What the credits for a contribution brought in an epoch, in units of 2^-60. */
export interface Brought { readonly epoch: number; readonly credits: number; readonly influence: string }

/** A contribution, with the epoch in which it was recorded; `epochs` is in the answer for one only. */
export interface Contribution {
  readonly id: Hex;
  readonly contributor: Address;
  readonly area: string;
  readonly title: string;
  readonly uri: string;
  readonly contentHash: Hex;
  readonly coAuthors: readonly Author[];
  readonly buildsOn: readonly Hex[];
  readonly nonce: number;
  readonly epoch: number;
  readonly epochs: readonly Brought[] | null;
}

/** Credits of an epoch for one contribution; `recipient` is null of what the member got. Without title and area they belong to none. */
export interface CreditSum {
  readonly epoch: number;
  readonly contribution: Hex;
  readonly title: string;
  readonly area: string;
  readonly recipient: Address | null;
  readonly credits: number;
  readonly points: number;
  readonly influence: string;
}

/** `/api/members/MEMBER/review`: what a member contributed, got and gave in the epochs `from` to `to`. */
export interface Review {
  readonly account: Address;
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly epochs: readonly ReviewedEpoch[];
  readonly contributions: readonly Contribution[];
  readonly received: readonly CreditSum[];
  readonly given: readonly CreditSum[];
}

/** An epoch of a review; `budget` is how many points the member could give. */
export interface ReviewedEpoch { readonly epoch: number; readonly open: boolean; readonly final: boolean; readonly budget: number; readonly member: Member }

/** `/api/members/MEMBER/competence`: how far a member came in an area; influence in units of 2^-60, of `measuredEpoch`. */
export interface Competence {
  readonly area: string;
  readonly contributions: number;
  readonly firstEpoch: number;
  readonly competentEpoch: number | null;
  readonly measuredEpoch: number | null;
  readonly influence: string;
  readonly needed: string;
  readonly members: number;
}

/** A set of the parameters. */
export interface Terms {
  readonly set: number;
  readonly hash: Hex;
  readonly dampingBp: number;
  readonly pointsPerEpoch: number;
  readonly introductionPoints: number;
  readonly rewardPerEpoch: string;
  readonly renewalBp: number;
  readonly epochSeconds: number;
  readonly challengeSeconds: number;
  readonly bond: string;
}

export interface Settlement {
  readonly status: string;
  readonly submitter: Address;
  readonly root: Hex;
  readonly totalEarned: string;
  readonly deadline: number;
}

/** `/api/epochs/N`; it opened at `openedAt`, in seconds since 1970. */
export interface Epoch {
  readonly epoch: number;
  readonly open: boolean;
  readonly openedAt: number;
  readonly terms: Terms;
  readonly reward: string;
  readonly members: number;
  readonly credits: number;
  readonly pointsGiven: string;
  readonly pointsUnspent: string;
  readonly totalEarned: string;
  readonly logHead: Hex;
  readonly settlements: readonly Settlement[];
}

/** What `/api/events` tells. */
export interface Change {
  readonly block: string;
  readonly records: string;
  readonly epoch: number;
  readonly members: number;
  readonly totalEarned: string;
}

export interface InfluenceCondition {
  readonly neededBp: number;
  readonly epoch: number | null;
  readonly influence: string;
  readonly met: boolean | null;
  readonly show: string;
  readonly sentence: string;
}

export interface AreaCondition {
  readonly area: string;
  readonly neededBp: number;
  readonly epochs: number;
  readonly firstEpoch: number | null;
  readonly lastEpoch: number | null;
  readonly influence: string;
  readonly whole: string;
  readonly met: boolean | null;
  readonly onlyReported: boolean;
  readonly sentence: string;
}

/** A role of a member; `state` is Held, Suspended or Over. */
export interface Role {
  readonly role: string;
  readonly account: Address;
  readonly member: number | null;
  readonly state: string;
  readonly until: number;
  readonly influence: InfluenceCondition | null;
  readonly area: AreaCondition | null;
  readonly shown: { readonly epoch: number; readonly influence: string; readonly met: boolean } | null;
  readonly block: string;
  readonly transaction: Hex;
}

export interface ProposedAction {
  readonly kind: string;
  readonly sentence: string;
  readonly warning: string | null;
  readonly parameter: string | null;
  readonly parameterValue: string | null;
  readonly target: Address;
  readonly value: string;
  readonly data: Hex;
}

export interface Vote {
  readonly voter: Address;
  readonly support: string;
  readonly weight: string;
  readonly reason: string;
  readonly block: string;
  readonly transaction: Hex;
}

export interface CheckedSimulation {
  readonly verdict: string;
  readonly sentence: string;
  readonly firstEpoch: number | null;
  readonly lastEpoch: number | null;
  readonly claimed: Hex | null;
  readonly computed: Hex | null;
}

/** A proposal; `ballots` and `simulation` are in the answer for one only. Votes are in units of 10^-9 reputation, times in seconds. */
export interface Proposal {
  readonly id: string;
  readonly proposer: Address;
  readonly title: string;
  readonly description: string;
  readonly descriptionHash: Hex;
  readonly state: string;
  readonly snapshot: number;
  readonly deadline: number;
  readonly eta: number | null;
  readonly quorum: string | null;
  readonly votes: { readonly for: string; readonly against: string; readonly abstain: string };
  readonly actions: readonly ProposedAction[];
  readonly block: string;
  readonly transaction: Hex;
  readonly ballots: readonly Vote[] | null;
  readonly simulation: CheckedSimulation | null;
}

/** `/api/parameters/history`. */
export interface Setting {
  readonly parameter: string;
  readonly value: string;
  readonly set: number | null;
  readonly actsFrom: number | null;
  readonly block: string;
  readonly transaction: Hex;
}

export interface Delegation { readonly account: Address; readonly delegate: Address; readonly delegateVotes: string }

/** `/accounts/ACCOUNT`: what its next evaluation needs. */
export interface Account {
  readonly account: Address;
  readonly member: number | null;
  readonly epoch: number;
  readonly nonce: number;
  readonly points: number;
}

/** What an account can do about a proposal that takes votes: its votes at the snapshot, what it voted, and whether that waits at the node. */
export interface OpenBallot {
  readonly proposal: string;
  readonly weight: string;
  readonly support: string | null;
  readonly onItsWay: boolean;
}

/** `/accounts/ACCOUNT/governance`: `votes` and `reputation` as of now, `threshold` what it takes to propose, in units of 10^-9. */
export interface Voter {
  readonly account: Address;
  readonly delegate: Address;
  readonly votes: string;
  readonly voteNonce: string;
  readonly delegationNonce: string;
  readonly time: number;
  readonly reputation: string;
  readonly threshold: string;
  readonly ballots: readonly OpenBallot[];
}

/** The answer to a post. Votes, delegations and proposals have only digest and time. */
export interface Receipt { readonly digest: Hex; readonly acceptedAt: string; readonly id?: Hex; readonly place?: number }

/** `/records/DIGEST`; `state` is Waiting, Batched, Anchored, Skipped or Superseded. */
export interface RecordStatus {
  readonly digest: Hex;
  readonly kind: string | null;
  readonly author: Address | null;
  readonly state: string;
  readonly acceptedAt: string | null;
  readonly place: number;
  readonly sequence?: string;
  readonly block?: string;
  readonly reason?: string;
  readonly detail?: string;
  readonly replacedBy?: Hex;
}

/** `/votes/DIGEST` and its like; `state` is Waiting, Sent, Mined, Final, Refused or Superseded. */
export interface MessageStatus {
  readonly digest: Hex;
  readonly kind: string;
  readonly account: Address;
  readonly state: string;
  readonly acceptedAt: string;
  readonly reason?: string;
  readonly block?: string;
  readonly transaction?: Hex;
}

/** What this page reads of `/status`. */
export interface NodeStatus {
  readonly ready: boolean;
  readonly sentences: readonly string[];
  readonly head: number | null;
  readonly block: number | null;
  readonly records: number;
  readonly members: number;
  readonly epoch: number | null;
  readonly findings: readonly string[];
  readonly alarms: readonly { readonly sentence: string; readonly raisedAt: string }[];
  readonly endpoints: readonly { readonly [name: string]: unknown }[];
  readonly accounts: Readonly<Record<string, string>>;
  readonly queue: number | null;
  readonly intents: Readonly<Record<string, number>>;
  readonly loops: readonly { readonly name: string; readonly [field: string]: unknown }[];
}
