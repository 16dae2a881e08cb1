// Many ECDSA signatures at once. A signer's key is recovered from one of his signatures; all others then stand in one equation, which
// costs a fraction of recovering each. What this confirms holds; of the rest it says nothing, and each is looked at by itself.
import { bytesToHex, type Address, type Hex } from "viem";
import { concatenate, integerBytes, keccak } from "../protocol/bytes.ts";
import { recoverSigner, splitSignature, type SplitSignature } from "../protocol/signatures.ts";

/** Who shall have signed what, and the signature that was given for it. */
export interface Claim {
  readonly author: Address;
  readonly digest: Hex;
  readonly signature: Hex;
}

/** Tells for each of many claims whether it is confirmed. */
export type Checker = (claims: readonly Claim[]) => Promise<readonly boolean[]>;

/** Below so many, one equation saves nothing. */
const fewest = 4;
/** Above so many, one equation saves hardly more, and the random numbers for it are not had at once. */
const most = 1024;

/**
 * Confirms claims. One that is false is never confirmed, but for a chance of 2^-128 that nobody can raise; one that is true always is, if its
 * signature is one that the ledger takes.
 * @throws The curve could not be loaded, which says nothing about the signatures.
 */
export const confirmed: Checker = async claims => {
  const curve = await import("@noble/curves/secp256k1");
  const equations = new Equations(curve.secp256k1);
  const holds = new Array<boolean>(claims.length).fill(false);
  const open: Term[] = [];
  for (const [place, claim] of claims.entries()) {
    const split = splitSignature(claim.signature);
    if (split === undefined) continue;
    const key = equations.keyOf(claim.author);
    if (key === undefined) holds[place] = await equations.learn(claim, split);
    else open.push({ place, claim, split, key });
  }
  const pending = Array.from({ length: Math.ceil(open.length / most) }, (_, i) => open.slice(i * most, (i + 1) * most));
  for (let terms = pending.pop(); terms !== undefined; terms = pending.pop()) {
    if (terms.length >= fewest && equations.hold(terms)) for (const { place } of terms) holds[place] = true;
    else if (terms.length <= fewest) for (const { place, claim } of terms) holds[place] = (await recoverSigner(claim.digest, claim.signature))?.toLowerCase() === claim.author.toLowerCase();
    // A false one is among them: the half without it still holds.
    else pending.push(terms.slice(0, terms.length >> 1), terms.slice(terms.length >> 1));
  }
  return holds;
};

type Curve = typeof import("@noble/curves/secp256k1").secp256k1;
type Point = Curve["ProjectivePoint"]["BASE"];

/** A claim whose author's key is known. */
interface Term {
  readonly place: number;
  readonly claim: Claim;
  readonly split: SplitSignature;
  readonly key: Point;
}

class Equations {
  readonly #curve: Curve;
  readonly #keys = new Map<string, Point>();

  constructor(curve: Curve) {
    this.#curve = curve;
  }

  keyOf(author: Address): Point | undefined {
    return this.#keys.get(author.toLowerCase());
  }

  /** Recovers the key of an author, if it is he who signed; whether it is. */
  async learn({ author, digest }: Claim, { r, s, yParity }: SplitSignature): Promise<boolean> {
    let key: Point;
    try {
      key = new this.#curve.Signature(r, s).addRecoveryBit(yParity).recoverPublicKey(digest.slice(2));
    } catch {
      // There is no point of the curve with this r: nobody's signature.
      return false;
    }
    if (bytesToHex(keccak(key.toRawBytes(false).subarray(1))).slice(-40) !== author.slice(2).toLowerCase()) return false;
    this.#keys.set(author.toLowerCase(), key);
    return true;
  }

  /**
   * Whether s·R = e·G + r·Q for all of them, R being the point that r and the parity name: then recovering gives Q from each. Their
   * sum, each times a random factor, is zero if all hold; if one does not, for one factor in 2^128 at most, and the factors are drawn
   * after the signatures are there.
   */
  hold(terms: readonly Term[]): boolean {
    const { ProjectivePoint: Points, CURVE: { n } } = this.#curve;
    const points: Point[] = [];
    const scalars: bigint[] = [];
    const ofKeys = new Map<Point, bigint>();
    let ofBase = 0n;
    const factors = crypto.getRandomValues(new BigUint64Array(2 * terms.length));
    for (const [i, { claim, split: { r, s, yParity }, key }] of terms.entries()) {
      const factor = (factors[2 * i]! << 64n) | factors[2 * i + 1]!;
      const point = this.#pointOf(r, yParity);
      if (point === undefined) return false;
      points.push(point);
      scalars.push((factor * s) % n);
      ofBase += factor * BigInt(claim.digest);
      ofKeys.set(key, (ofKeys.get(key) ?? 0n) + factor * r);
    }
    for (const [key, scalar] of ofKeys) {
      points.push(key);
      scalars.push((n - (scalar % n)) % n);
    }
    points.push(Points.BASE);
    scalars.push((n - (ofBase % n)) % n);
    return Points.msm(points, scalars).equals(Points.ZERO);
  }

  /** The point with an x and a parity; undefined where the curve has none. */
  #pointOf(x: bigint, yParity: 0 | 1): Point | undefined {
    try {
      return this.#curve.ProjectivePoint.fromHex(concatenate([Uint8Array.of(2 + yParity), integerBytes(x, 32)]));
    } catch {
      return undefined;
    }
  }
}
