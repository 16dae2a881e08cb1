// The value of a parameter as a reader takes it in. Pure, so that tests need no browser.
import type { Formats } from "../i18n/format.ts";
import { formatEther } from "viem/utils";
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

export { parameters, type Bounds };
