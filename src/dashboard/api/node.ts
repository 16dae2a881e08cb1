// The node that serves this page, and what is known of it.
import { Client } from "./client.ts";
import { Store } from "./store.ts";

export const store = new Store(new Client(new URL("./", document.baseURI).href));
