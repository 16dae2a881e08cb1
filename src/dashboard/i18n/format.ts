// Numbers, amounts, shares and times as a language writes them. Pure, so that tests need no browser.

/** All influence of an organization, in units. */
export const wholeInfluence = 1n << 60n;

/** Units in one token, or in one of reputation. */
export const unitsPerToken = 1_000_000_000n;

/** How one language writes what the pages show. */
export interface Formats {
  /** A whole number. */
  number(value: number | bigint): string;
  /** A part of a whole as percent: two decimals, or two digits where it is less than a hundredth of a percent. */
  share(part: bigint, whole: bigint): string;
  /** Influence in units of 2^-60, as percent of all. */
  influence(units: bigint): string;
  /** Hundredths of a percent, as percent. */
  basisPoints(bp: number): string;
  /** Tokens or reputation in units of 10^-9: two decimals, more where there is less than a hundredth. */
  amount(units: bigint): string;
  /** The same with all nine decimals that are not zero. */
  exactAmount(units: bigint): string;
  /** The day of a time in seconds since 1970. */
  date(seconds: number): string;
  /** A time in seconds since 1970, with day and minute. */
  time(seconds: number): string;
  /** How far away a time is, in the greatest unit that fits: "in 3 days", "2 minutes ago". */
  distance(seconds: number, now: number): string;
  /** A length of time in seconds, in its two greatest units: "6 days, 4 hours". */
  duration(seconds: number): string;
}

export function formats(locale: string): Formats {
  const plain = new Intl.NumberFormat(locale);
  const dated = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const listed = new Intl.ListFormat(locale, { type: "unit", style: "short" });
  const percent = (value: number, digits: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, { style: "percent", ...digits }).format(value);

  const share = (part: bigint, whole: bigint) => {
    if (whole === 0n || part === 0n) return percent(0, {});
    const value = Number(part) / Number(whole);
    // Two decimals would write a little as nothing.
    return percent(value, Math.abs(value) >= 0.0001 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumSignificantDigits: 2 });
  };
  const amount = (units: bigint, least: number, most: number) => {
    const sign = units < 0n ? "-" : "";
    const size = units < 0n ? -units : units;
    // As a text, because a double has not enough digits for nine decimals of a large amount.
    const text = `${sign}${size / unitsPerToken}.${String(size % unitsPerToken).padStart(9, "0")}`;
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most, roundingMode: "trunc" });
    return format.format(text as Intl.StringNumericLiteral);
  };

  return {
    number: value => plain.format(value),
    share,
    influence: units => share(units, wholeInfluence),
    basisPoints: bp => percent(bp / 10_000, { maximumFractionDigits: 2 }),
    amount: units => amount(units, 2, units !== 0n && units < 10_000_000n && units > -10_000_000n ? 9 : 2),
    exactAmount: units => amount(units, 0, 9),
    date: seconds => day.format(seconds * 1000),
    time: seconds => dated.format(seconds * 1000),
    distance(seconds, now) {
      const away = seconds - now;
      const [unit, length] = spans.find(([, span]) => Math.abs(away) >= span) ?? ["second", 1];
      return relative.format(Math.trunc(away / length), unit);
    },
    duration(seconds) {
      const parts: string[] = [];
      let rest = Math.max(0, Math.floor(seconds));
      for (const [unit, length] of spans.slice(2)) {
        const count = Math.floor(rest / length);
        rest -= count * length;
        // Only neighbours: "1 day, 3 seconds" says no more than "1 day".
        if (count > 0) parts.push(new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count));
        if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
      }
      if (parts.length === 0) parts.push(new Intl.NumberFormat(locale, { style: "unit", unit: "second", unitDisplay: "long" }).format(0));
      return listed.format(parts);
    },
  };
}

const spans: readonly [Intl.RelativeTimeFormatUnitSingular, number][] = [
  ["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1],
];
