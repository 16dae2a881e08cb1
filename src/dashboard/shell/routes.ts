// Every page: where it is, what it is called, where it stands in the navigation, and the file that it is loaded from.
//
// To add one: a custom element `dorg-page-NAME` that extends `Page` (shell/page.ts) in `pages/NAME.ts`, a line in this table, and a
// title in the messages. `path` is what follows `#/`; a part `:name` is any text, and the page finds it as `this.parameters.name`. A page without `section`
// is not in the navigation. Pure, so that tests need no browser.
import type { Key } from "../i18n/language.ts";

/** The parts of the navigation, in its order. */
export const sections = ["take-part", "look", "govern", "check"] as const;
export type Section = (typeof sections)[number];

export interface Route {
  readonly path: string;
  readonly tag: `dorg-page-${string}`;
  readonly title: Key;
  readonly section?: Section;
  readonly load: () => Promise<unknown>;
}

export const routes: readonly Route[] = [
  { path: "", tag: "dorg-page-home", title: "home.title", section: "take-part", load: () => import("../pages/home.ts") },
  { path: "record", tag: "dorg-page-record", title: "record.title", section: "take-part", load: () => import("../pages/record.ts") },
  { path: "evaluate", tag: "dorg-page-evaluate", title: "evaluate.title", section: "take-part", load: () => import("../pages/evaluate.ts") },
  { path: "me", tag: "dorg-page-member", title: "me.title", section: "take-part", load: () => import("../pages/member.ts") },
  { path: "activity", tag: "dorg-page-activity", title: "activity.title", section: "take-part", load: () => import("../pages/activity.ts") },
  { path: "people", tag: "dorg-page-people", title: "people.title", section: "look", load: () => import("../pages/people.ts") },
  { path: "people/:member", tag: "dorg-page-member", title: "member.title", load: () => import("../pages/member.ts") },
  { path: "people/:member/review", tag: "dorg-page-review", title: "review.title", load: () => import("../pages/review.ts") },
  { path: "organization", tag: "dorg-page-organization", title: "organization.title", section: "look", load: () => import("../pages/organization.ts") },
  { path: "contributions", tag: "dorg-page-contributions", title: "contributions.title", section: "look", load: () => import("../pages/contributions.ts") },
  { path: "contributions/:id", tag: "dorg-page-contribution", title: "contribution.title", load: () => import("../pages/contribution.ts") },
  { path: "proposals", tag: "dorg-page-proposals", title: "proposals.title", section: "govern", load: () => import("../pages/proposals.ts") },
  { path: "proposals/:id", tag: "dorg-page-proposal", title: "proposal.title", load: () => import("../pages/proposal.ts") },
  { path: "propose", tag: "dorg-page-propose", title: "propose.title", section: "govern", load: () => import("../pages/propose.ts") },
  { path: "delegate", tag: "dorg-page-delegate", title: "delegate.title", section: "govern", load: () => import("../pages/delegate.ts") },
  { path: "simulate", tag: "dorg-page-simulate", title: "simulate.title", section: "govern", load: () => import("../pages/simulate.ts") },
  { path: "parameters", tag: "dorg-page-parameters", title: "parameters.title", section: "govern", load: () => import("../pages/parameters.ts") },
  { path: "settlements", tag: "dorg-page-settlements", title: "settlements.title", section: "check", load: () => import("../pages/settlements.ts") },
  { path: "settlements/:epoch", tag: "dorg-page-settlement", title: "settlement.title", load: () => import("../pages/settlement.ts") },
  { path: "verify", tag: "dorg-page-verify", title: "verify.title", section: "check", load: () => import("../pages/verify.ts") },
  { path: "node", tag: "dorg-page-node", title: "node.title", section: "check", load: () => import("../pages/node.ts") },
];

/** What is shown where the table has no page. */
export const lost: Route = { path: "*", tag: "dorg-page-lost", title: "lost.title", load: () => import("../pages/lost.ts") };

/** A page that was asked for, with what its address says. */
export interface Place {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** The page that a hash such as `#/people/3?epoch=2` names. */
export function placeOf(hash: string, table: readonly Route[] = routes): Place {
  const [path = "", search = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const parts = path.split("/");
  for (const route of table) {
    const parameters = fit(route.path.split("/"), parts);
    if (parameters !== undefined) return { route, parameters, query: new URLSearchParams(search) };
  }
  return { route: lost, parameters: {}, query: new URLSearchParams(search) };
}

/** The hash of a page, with parameters in place of its `:names`. */
export function hashOf(path: string, parameters: Readonly<Record<string, string | number>> = {}, query?: Readonly<Record<string, string>>): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(parameters[name]!));
  return `#/${filled}${query === undefined ? "" : `?${new URLSearchParams(query)}`}`;
}

function fit(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, piece] of pattern.entries()) {
    const part = parts[i]!;
    if (!piece.startsWith(":")) {
      if (piece !== part) return undefined;
    } else {
      const text = decoded(part);
      if (text === undefined || text === "") return undefined;
      parameters[piece.slice(1)] = text;
    }
  }
  return parameters;
}

/** A part of an address, or nothing if somebody broke it: a link from anywhere must not break the page. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
