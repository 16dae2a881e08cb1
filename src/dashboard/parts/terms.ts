// The value of a parameter as a reader takes it in. Pure, so that tests need no browser.
import type { Formats } from "../i18n/format.ts";
import { formatEther, formatUnits } from "viem/utils";
import { parameters, type Bounds } from "../protocol/parameters.ts";

/** A parameter's value with its unit: percent, points, tokens, a length of time, ether. */
export function inWords(name: string, value: bigint, format: Formats): string {
  switch (parameters.find(one => one.name === name)?.unit) {
    case "1/10000": return format.basisPoints(Number(value));
    case "10^-9 token": return format.exactAmount(value);
    case "seconds": return format.duration(Number(value));
    case "wei": return `${formatEther(value)} ETH`;
    default: return format.number(value);
  }
}

/** Decimals of what people write for one of each unit: percent, tokens, ether. */
const decimals: Readonly<Record<Bounds["unit"], number>> = { "1/10000": 2, points: 0, "10^-9 token": 9, seconds: 0, wei: 18 };

/** A value as it is typed: in percent, points, tokens, seconds or ether. */
export const typed = ({ unit }: Bounds, value: bigint): string => formatUnits(value, decimals[unit]);

/** The value that was typed, with a point or a comma; undefined if it is no number with so many decimals. */
export function readTyped({ unit }: Bounds, text: string): bigint | undefined {
  const [, whole, part = ""] = /^(\d{1,12})(?:[.,](\d{1,18}))?$/.exec(text.replace(/[\s\u202f\u00a0]/g, "")) ?? [];
  return whole === undefined || part.length > decimals[unit] ? undefined : BigInt(whole + part.padEnd(decimals[unit], "0"));
}

export { parameters, type Bounds };
