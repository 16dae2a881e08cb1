// ECDSA as the ledger takes it: 65 bytes, or ERC-2098's 64, with the lower of both s.
import { bytesToHex, hexToBytes, type Address, type Hex } from "viem";
import { recoverAddress } from "viem/utils";

/** Half of secp256k1's order. A signature with an s above it is the same as one below, written differently. */
const halfOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** r and s as numbers and which of both points is meant. */
export interface SplitSignature {
  readonly r: bigint;
  readonly s: bigint;
  readonly yParity: 0 | 1;
}

/** Splits a signature; undefined if it is none that the ledger takes. */
export function splitSignature(signature: Hex): SplitSignature | undefined {
  const bytes = hexToBytes(signature);
  if (bytes.length !== 64 && bytes.length !== 65) return undefined;
  const r = BigInt(bytesToHex(bytes.subarray(0, 32)));
  let s = BigInt(bytesToHex(bytes.subarray(32, 64)));
  let v = bytes[64];
  if (v === undefined) {
    v = 27 + Number(s >> 255n);
    s &= (1n << 255n) - 1n;
  }
  if ((v !== 27 && v !== 28) || r === 0n || s === 0n || s > halfOrder) return undefined;
  return { r, s, yParity: v === 28 ? 1 : 0 };
}

let loaded: Promise<void> | undefined;

/**
 * Who signed a digest; undefined if nobody did. The curve is loaded with the first signature.
 * @throws The curve could not be loaded, which says nothing about the signature.
 */
export async function recoverSigner(digest: Hex, signature: Hex): Promise<Address | undefined> {
  const split = splitSignature(signature);
  if (split === undefined) return undefined;
  await (loaded ??= loadCurve());
  const word = (value: bigint): Hex => `0x${value.toString(16).padStart(64, "0")}`;
  try {
    return await recoverAddress({ hash: digest, signature: { r: word(split.r), s: word(split.s), yParity: split.yParity } });
  } catch {
    // There is no point of the curve with this r: nobody's signature. What else can fail, loading, has been done before.
    return undefined;
  }
}

/** Recovers a known signer, which loads the curve, so that a signature is never called wrong because a file is missing. */
async function loadCurve(): Promise<void> {
  try {
    const signer = await recoverAddress({ hash: knownDigest, signature: knownSignature });
    if (signer !== knownSigner) throw new Error(`The curve of this page is wrong: it recovers ${signer} where ${knownSigner} signed.`);
  } catch (error) {
    loaded = undefined;
    throw error;
  }
}

const knownSigner = "0xF6AAB6da15564d318F8388AaAA066D6372848d51";
const knownDigest = "0xb1648ba0b0facc721af5d7c76d3017d6971fb77d38c31434876c8ded3501e74a";
const knownSignature =
  "0x89766c492d55f94aa7456930222258decafdd2c52fa78b8a25d8fd74e154060d0670914872477952a9c5d528976c670d6e3dcee65f6a96b75c54e6b9ef13c9061b";
