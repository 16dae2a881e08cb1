// The one address that the page's Trusted Types policy lets become code: the worker that verifies.
import workerUrl from "./verify/worker.ts?worker&url";

interface Policies {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Browsers without Trusted Types have nothing to ask. */
const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;

/** Named in the node's Content-Security-Policy, beside Lit's own. */
const policy = policies?.createPolicy("decentralorg", {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError(`Only the worker that verifies is a script of this page, not ${url}.`);
    return url;
  },
});

/** Starts the worker that verifies. */
export const startVerifier = (): Worker => new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: "module" });
