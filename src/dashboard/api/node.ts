// The node that serves this page, and what is known of it.
import { Activity } from "./activity.ts";
import { Client } from "./client.ts";
import { Store } from "./store.ts";

export const store = new Store(new Client(new URL("./", document.baseURI).href));

/** Where the node tells an account its votes, and what it can do with them. */
export const voterPath = (account: string): string => `/accounts/${account}/governance`;

/** What was signed in this browser. */
export const activity = new Activity(store);
