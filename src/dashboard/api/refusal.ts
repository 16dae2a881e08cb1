// Why something was not done: a value with a name, as the node, the ledger, the wallet or this page gives it.
//
// Messages `refusal.NAME.cause` and `refusal.NAME.next` say it in every language; a name that this page does not know, from a
// newer node, keeps the sentence that came with it (parts/refusal.ts).

export interface Refusal {
  /** The stable name, such as OverBudget. */
  readonly code: string;
  /** What the node said, in English; undefined for what this page found itself. */
  readonly sentence?: string;
  /** Where in what was sent. */
  readonly field?: string;
  /** The status of HTTP; undefined if it did not come by HTTP. */
  readonly status?: number;
  /** In how many seconds the same can succeed. */
  readonly retryAfter?: number;
}

/** Thrown where a value cannot be given back. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.sentence ?? refusal.code);
    this.refusal = refusal;
  }
}

/** The refusal in whatever was thrown. What is no refusal is a defect of the page: it is told in the console, and named so. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  console.error(error);
  return { code: "PageDefect", sentence: error instanceof Error ? error.message : String(error) };
}

/** Reads problem details (RFC 9457): the name is the last part of their type. */
export async function refusalIn(response: Response): Promise<Refusal> {
  const problem = await response.json().catch(() => undefined) as { type?: string; title?: string; detail?: string; field?: string } | undefined;
  const code = problem?.type?.startsWith("urn:decentralorg:") ? problem.type.slice(problem.type.lastIndexOf(":") + 1) : "Unexplained";
  const retryAfter = Number(response.headers.get("retry-after") ?? NaN);
  return {
    code,
    status: response.status,
    ...(problem?.detail === undefined ? {} : { sentence: problem.detail }),
    ...(problem?.field === undefined ? {} : { field: problem.field }),
    ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
  };
}
