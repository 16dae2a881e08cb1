// What the browser downloads before the first page stands, and fails the build when that is too much.
import { gzipSync } from "node:zlib";

/** What the weighing needs to know of a file that Vite wrote. */
export interface BuiltFile {
  readonly fileName: string;
  readonly content: string | Uint8Array;
  /** Static imports by file name; empty for what is no script. */
  readonly imports: readonly string[];
  /** Style sheets that come with a script. */
  readonly styles: readonly string[];
  /** Whether the page's own markup asks for it. */
  readonly first: boolean;
  /** The sources it was made of. */
  readonly sources: readonly string[];
}

/** Sizes in bytes, each file by itself through gzip at level 9. */
export interface Weight {
  readonly firstPage: number;
  readonly withCharts: number;
}

/** The most that may be downloaded, in bytes (1 kB is 1,000). */
export const budget: Weight = { firstPage: 60_000, withCharts: 120_000 };

const chartLibraries = /[\\/]node_modules[\\/](?:uplot|d3-[a-z]+)[\\/]/;

/** Weighs the first page, and the first page with everything that draws charts. */
export function weigh(files: readonly BuiltFile[]): Weight {
  const byName = new Map(files.map(file => [file.fileName, file]));
  const first = new Set<string>();
  for (const file of files) if (file.first) take(file.fileName, byName, first);
  const charts = new Set(first);
  for (const file of files) if (file.sources.some(source => chartLibraries.test(source))) take(file.fileName, byName, charts);
  return { firstPage: total(first, byName), withCharts: total(charts, byName) };
}

/** Says which budget is passed and by how much. */
export function overweight(weight: Weight): string[] {
  const named: [keyof Weight, string][] = [["firstPage", "The first page"], ["withCharts", "The first page with charts"]];
  return named
    .filter(([key]) => weight[key] > budget[key])
    .map(([key, name]) => `${name} is ${weight[key]} bytes through gzip, ${weight[key] - budget[key]} above its budget: load what it does not need at once with import().`);
}

function take(fileName: string, byName: ReadonlyMap<string, BuiltFile>, taken: Set<string>): void {
  const file = byName.get(fileName);
  if (file === undefined) throw new Error(`The build names ${fileName}, which it did not write.`);
  if (taken.has(fileName)) return;
  taken.add(fileName);
  for (const next of [...file.imports, ...file.styles]) take(next, byName, taken);
}

function total(names: ReadonlySet<string>, byName: ReadonlyMap<string, BuiltFile>): number {
  let sum = 0;
  for (const name of names) sum += gzipSync(byName.get(name)!.content, { level: 9 }).length;
  return sum;
}
