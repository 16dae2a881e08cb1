// What the keys of a descriptor say: fields as trees of { name, type, components }, and what a path points to in them.
import { readFileSync, readdirSync } from "node:fs";
import { parseAbiItem } from "viem";

const folder = new URL("../../contracts/clear-signing/", import.meta.url);

/** @returns {{ file: string, contract: string, isMessage: boolean, descriptor: object }[]} */
export const descriptors = readdirSync(folder).sort().map(file => {
  const [kind, contract] = file.replace(".json", "").split("-");
  const descriptor = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  return { file, contract, isMessage: kind === "eip712", descriptor };
});

export const descriptorOf = file => descriptors.find(entry => entry.file === file).descriptor;

/** The EIP-712 types of a key as `encodeType` writes it, the primary type first. */
export function messageTypes(key) {
  const types = {};
  for (const [, name, fields] of key.matchAll(/(\w+)\(([^()]*)\)/g)) {
    types[name] = fields.split(",").map(field => ({ type: field.split(" ")[0], name: field.split(" ")[1] }));
  }
  return types;
}

/** The fields that a key names, whether it is a function's or a message's. */
export function fieldsOf(key, isMessage) {
  if (!isMessage) return parseAbiItem(`function ${key}`).inputs;
  const types = messageTypes(key);
  const expand = name => types[name].map(field => {
    const element = field.type.replace("[]", "");
    return types[element]
      ? { name: field.name, type: field.type.replace(element, "tuple"), components: expand(element) }
      : field;
  });
  return expand(Object.keys(types)[0]);
}

/** A function as the standard wants it named: canonical types, each with its name, tuples in parentheses. */
export function signatureOf(item) {
  const write = input =>
    `${input.components ? `(${input.components.map(write)})${input.type.slice("tuple".length)}` : input.type} ${input.name}`;
  return `${item.name}(${item.inputs.map(write)})`;
}

/** All paths to fields that hold a value: `credits.[].points`. */
export function leavesOf(fields, prefix = "") {
  return fields.flatMap(field => {
    const path = prefix + field.name + (field.type.endsWith("[]") ? ".[]" : "");
    return field.components ? leavesOf(field.components, `${path}.`) : [path];
  });
}

/** The fields of a format, out of their groups. */
export const flatten = fields => fields.flatMap(field => field.fields ?? [field]);

/** What a path points to in decoded data, one entry for each element of the arrays on its way. */
export function valuesAt(data, path) {
  return path.split(".").reduce(
    (values, step) => values.flatMap(value => {
      const next = step === "[]" ? value : [value[step]];
      if (!Array.isArray(next) || next.includes(undefined)) throw new Error(`${path} points to nothing`);
      return next;
    }),
    [data],
  );
}
