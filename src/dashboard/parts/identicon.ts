// A picture of an address: the same everywhere, drawn here, and only for recognition: two addresses can look alike. Pure.
import type { Address } from "viem";

/** What is drawn: five by five squares, mirrored, of two hues on a third. */
export interface Identicon {
  readonly ground: string;
  /** Squares by row and column, with their colour. */
  readonly squares: readonly { readonly x: number; readonly y: number; readonly fill: string }[];
}

/** The picture of an address, whatever the case of its letters. */
export function identicon(address: Address): Identicon {
  // FNV-1a with different starts: bytes of an address that somebody chose still spread over the whole picture.
  const bits = hash(address.toLowerCase(), 0x811c9dc5);
  const hues = hash(address.toLowerCase(), 0x9747b28c);
  const hue = hues % 360;
  const fills = [`hsl(${hue} 62% 46%)`, `hsl(${(hue + 40 + ((hues >>> 10) % 80)) % 360} 58% 60%)`];
  const squares: { x: number; y: number; fill: string }[] = [];
  for (let y = 0; y < 5; y++) {
    for (let x = 0; x < 3; x++) {
      const place = 2 * (3 * y + x);
      const kind = (bits >>> place) & 3;
      if (kind < 2) continue;
      const fill = fills[kind - 2]!;
      squares.push({ x, y, fill });
      if (x < 2) squares.push({ x: 4 - x, y, fill });
    }
  }
  return { ground: `hsl(${hue} 40% 90%)`, squares };
}

function hash(text: string, start: number): number {
  let value = start;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  // A last mixing (murmur3's): without it the upper bits hardly depend on the last letters.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
