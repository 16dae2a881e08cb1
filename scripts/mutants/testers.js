// Asks the process that runs tests, and starts another where one was lost.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("tester.js", import.meta.url));

export class Testers {
  #process;
  #suites;

  async suites() {
    await this.#started();
    return JSON.parse(this.#suites);
  }

  /**
   * @param patience How many seconds it may take.
   * @returns What {Tester.run} says, or that time ran out.
   */
  async run(question, patience) {
    await this.#started();
    this.#process.send(question);
    const answer = await this.#answer(patience);
    if (answer && !answer.ended) return answer;
    this.close();
    return answer ?? { failed: { test: "time limit", reason: `took more than ${patience} s` } };
  }

  close() {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }

  async #started() {
    if (this.#process) return;
    this.#process = fork(script);
    const suites = await this.#answer(600);
    if (!suites) throw new Error("The tests could not be built in ten minutes.");
    this.#suites ??= JSON.stringify(suites);
    if (JSON.stringify(suites) !== this.#suites) throw new Error("The tests changed while mutants were judged.");
  }

  #answer(seconds) {
    const { promise, resolve, reject } = Promise.withResolvers();
    const timer = setTimeout(() => resolve(null), seconds * 1000);
    const ended = (code, signal) => reject(new Error(`The process that runs the tests ended with ${code ?? signal}.`));
    const answered = ({ result, error }) => (error ? reject(new Error(`The tests could not be run: ${error}`)) : resolve(result));
    this.#process.once("exit", ended).once("message", answered);
    const child = this.#process;
    return promise.finally(() => {
      clearTimeout(timer);
      child.off("exit", ended).off("message", answered);
    });
  }
}
