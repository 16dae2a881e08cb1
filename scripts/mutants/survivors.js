// The page of survivors: every mutant that no test can tell from the original, under the reason for it.

/** Sections name a source; a paragraph is the reason for the mutants that are listed below it. */
export function survivorsIn(page) {
  const survivors = [];
  let file = null;
  let reason = [];
  let listing = false;
  for (const line of page.split("\n")) {
    const section = /^## `(.+)`$/.exec(line);
    const listed = /^- (.+)$/.exec(line);
    if (section) [file, reason] = [section[1], []];
    else if (listed && file) survivors.push({ file, id: listed[1], reason: reason.join(" ") });
    else if (line.trim() !== "" && file) reason = listing ? [line.trim()] : [...reason, line.trim()];
    listing = listed !== null || (listing && line.trim() === "");
  }
  return survivors;
}

const nameOf = ({ file, id }) => `${file}: ${id}`;

/**
 * What is wrong with the list, one sentence each.
 * @param listed What {survivorsIn} read.
 * @param generated All mutants there are.
 * @param verdicts By name, of the mutants that were judged: "killed", "survived", "equal" or "invalid".
 */
export function complaints(listed, generated, verdicts) {
  const there = new Set(generated.map(nameOf));
  const names = new Map();
  for (const each of listed) names.set(nameOf(each), (names.get(nameOf(each)) ?? 0) + 1);
  const ofListed = listed.flatMap(each => {
    const name = nameOf(each);
    if (!there.has(name)) return [`Listed, but there is no such mutant: ${name}`];
    if (names.get(name) > 1) return [`Listed twice: ${name}`];
    if (each.reason === "") return [`Listed without a reason: ${name}`];
    const verdict = verdicts.get(name);
    return verdict && verdict !== "survived" ? [`Listed, but ${verdict === "killed" ? "a test kills it" : "it needs no test"}: ${name}`] : [];
  });
  const unlisted = [...verdicts].filter(([name, verdict]) => verdict === "survived" && !names.has(name));
  return [...ofListed, ...unlisted.map(([name]) => `Survived, and is not listed: ${name}`)];
}

export { nameOf };
