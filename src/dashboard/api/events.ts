// The node's stream of changes (server-sent events), kept open.
import type { Change } from "./models.ts";

/** The part of EventSource that is used. */
export interface Source {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** Pauses before the stream is opened again, in ms. Browsers do that themselves only where a connection broke. */
const pauses = [500, 1000, 2000, 5000, 10_000];

export interface Listener {
  /** The organization changed, or the stream is open and this is how it stands. */
  changed(change: Change): void;
  /** The stream broke; it is tried again. */
  lost(): void;
}

/**
 * Listens until the result is called.
 * @param open Opens the stream.
 */
export function follow(open: () => Source, listener: Listener): () => void {
  let failures = 0;
  let source: Source | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    const now = source = open();
    now.addEventListener("change", event => {
      failures = 0;
      listener.changed(JSON.parse(event.data) as Change);
    });
    now.addEventListener("error", () => {
      if (source !== now) return;
      now.close();
      source = undefined;
      listener.lost();
      timer = setTimeout(connect, pauses[Math.min(failures++, pauses.length - 1)]);
    });
  };
  connect();
  return () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
}
