// Numbers, one more and one less, written as they were.

function valueOf(text) {
  const plain = text.replaceAll("_", "");
  const scaled = /^(\d+)e(\d+)$/.exec(plain);
  if (scaled) return BigInt(scaled[1]) * 10n ** BigInt(scaled[2]);
  return /^(0x[0-9a-fA-F]+|\d+)$/.test(plain) ? BigInt(plain) : null;
}

export function neighbours(text) {
  const value = valueOf(text);
  if (value === null) return [];
  const digits = text.startsWith("0x") ? text.length - 2 : 0;
  const written = each => (digits > 0 ? `0x${each.toString(16).padStart(digits, "0")}` : each.toString());
  return [value + 1n, value - 1n].filter(each => each >= 0n).map(written);
}
