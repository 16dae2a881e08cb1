import { keccak256 } from "viem/utils";

/** keccak-256 of the parts one after another. */
export function keccak(...parts: readonly Uint8Array[]): Uint8Array {
  return keccak256(parts.length === 1 ? parts[0]! : concatenate(parts), "bytes");
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A whole number that is not negative, big-endian, in so many bytes. */
export function integerBytes(value: number | bigint, width: number): Uint8Array {
  let rest = BigInt(value);
  if (rest < 0n || rest >> BigInt(8 * width) !== 0n) throw new RangeError(`${value} is no number of ${width} bytes.`);
  const bytes = new Uint8Array(width);
  for (let i = width - 1; rest > 0n; i--, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}

/** Numbers of eight bytes each, big-endian, one after another. */
export function wordBytes(...columns: readonly BigUint64Array[]): Uint8Array {
  const length = columns[0]?.length ?? 0;
  const bytes = new Uint8Array(length * columns.length * 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0, at = 0; i < length; i++) for (const column of columns) view.setBigUint64((at += 8) - 8, column[i]!);
  return bytes;
}
