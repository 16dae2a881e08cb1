// Several answers as one, which is there when all of them are.
import type { Answer, Asked } from "./store.ts";

export class Together<T> implements Asked<readonly T[]> {
  readonly path: string;
  readonly #asked: readonly Asked<T>[];

  constructor(asked: readonly Asked<T>[]) {
    this.#asked = asked;
    this.path = asked.map(({ path }) => path).join(" ");
  }

  get answer(): Answer<readonly T[]> {
    const values: T[] = [];
    for (const { answer } of this.#asked) {
      if (answer.state !== "ready") return answer;
      values.push(answer.value);
    }
    return { state: "ready", value: values };
  }

  listen(listener: () => void): () => void {
    const quiet = this.#asked.map(one => one.listen(listener));
    return () => quiet.forEach(end => end());
  }

  async refresh(): Promise<void> {
    await Promise.all(this.#asked.map(one => one.refresh()));
  }
}
