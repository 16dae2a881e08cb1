// Renders an element again when something that is not the store's changes: `new Watch(this, wallet)`, `new Watch(this, activity)`.
import type { ReactiveController, ReactiveControllerHost } from "lit";

export class Watch implements ReactiveController {
  readonly #what: EventTarget;
  readonly #again: () => void;

  /** @param what Something that fires `change`. */
  constructor(host: ReactiveControllerHost, what: EventTarget) {
    this.#what = what;
    this.#again = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected(): void {
    this.#what.addEventListener("change", this.#again);
  }

  hostDisconnected(): void {
    this.#what.removeEventListener("change", this.#again);
  }
}
