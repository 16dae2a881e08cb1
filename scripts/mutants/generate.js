// The mutants of a source: from its syntax tree, each named by what it changes and never by where that stands.
import { targets, textOf } from "./compiler.js";
import { solidityChanges } from "./solidity.js";
import { yulChanges } from "./yul.js";

// A change is told by the smallest of these that it lies in: a statement without others in it, a condition, a declaration.
const told = /^(ExpressionStatement|EmitStatement|RevertStatement|Return|VariableDeclarationStatement|VariableDeclaration|ModifierInvocation|YulExpressionStatement|YulAssignment|YulVariableDeclaration)$/;

// Parts of a tree in which nothing is executed.
const silent = /^(PragmaDirective|ImportDirective|UsingForDirective|StructuredDocumentation|EnumDefinition|ErrorDefinition|EventDefinition|OverrideSpecifier)$/;

const sourcesUnderTest = /^contracts\/(Ledger\.sol|Settlement\.sol|settlement\/|libraries\/)/;

/** The mutants of all sources under test, in the order of their names; see {mutantsOf}. */
export function allMutants(compiler) {
  const all = new Map();
  for (const target of Object.values(targets)) {
    const trees = compiler.trees(target);
    const enums = enumsOf(trees.values());
    for (const [file, tree] of trees) {
      if (sourcesUnderTest.test(file) && !all.has(file)) all.set(file, mutantsOf(file, textOf(file), tree, enums));
    }
  }
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, mutants]) => mutants);
}

/**
 * @returns {{id: string, file: string, function: string, text: string}[]} `text` is the whole source of the mutant.
 */
export function mutantsOf(file, source, tree, enums) {
  // Offsets are of bytes, and comments are not ASCII only.
  const bytes = Buffer.from(source);
  const slice = (start, end) => bytes.subarray(start, end).toString();
  const rangeOf = node => {
    const [start, length] = node.src.split(":").map(Number);
    return { start, end: start + length };
  };
  const text = node => {
    const { start, end } = rangeOf(node);
    return slice(start, end);
  };
  const mutants = [];
  const seen = new Set();
  const counts = new Map();

  const add = (change, within) => {
    const { start, end } = rangeOf(change.node);
    const stop = change.wholeStatement && slice(end, end + 1) === ";" ? end + 1 : end;
    const mutated = slice(0, start) + change.replacement + slice(stop);
    if (mutated === source || seen.has(mutated)) return;
    seen.add(mutated);
    const around = rangeOf(tellingNode(change.node, within));
    const original = oneLine(slice(around.start, around.end));
    const replacement = oneLine(slice(around.start, start) + change.replacement + slice(end, Math.max(end, around.end)));
    const name = nameOf(within);
    const called = `${name}: \`${original}\` → \`${replacement}\``;
    const occurrence = (counts.get(called) ?? 0) + 1;
    counts.set(called, occurrence);
    mutants.push({ id: occurrence === 1 ? called : `${called} (${occurrence})`, file, function: name, text: mutated });
  };

  const visit = (node, within) => {
    if (silent.test(node.nodeType)) return;
    const changes = node.nodeType.startsWith("Yul") ? yulChanges(node, within, text) : solidityChanges(node, within, text, enums);
    for (const change of changes) add(change, [...within, node]);
    for (const child of childrenOf(node)) visit(child, [...within, node]);
  };
  visit(tree, []);
  return mutants;
}

/** The members of all enums, by the number of the declaration, of all trees of one compilation. */
export function enumsOf(trees) {
  const enums = new Map();
  const visit = node => {
    if (node.nodeType === "EnumDefinition") enums.set(node.id, node.members.map(each => each.name));
    childrenOf(node).forEach(visit);
  };
  for (const tree of trees) visit(tree);
  return enums;
}

function childrenOf(node) {
  return Object.values(node).flat().filter(each => each !== null && typeof each === "object" && typeof each.nodeType === "string");
}

function tellingNode(changed, within) {
  const path = within.at(-1) === changed ? within : [...within, changed];
  const isCondition = i => path[i - 1]?.condition === path[i];
  for (let i = path.length - 1; i >= 0; --i) if (told.test(path[i].nodeType) || isCondition(i)) return path[i];
  return changed;
}

// Contract and function, or constant.
function nameOf(within) {
  const named = within.filter(each => /^(ContractDefinition|FunctionDefinition|ModifierDefinition)$/.test(each.nodeType) ||
    (each.nodeType === "VariableDeclaration" && each.stateVariable));
  return named.map(each => each.name || each.kind).join(".");
}

const oneLine = text => text.replaceAll(/\/\/.*$/gm, "").replaceAll(/\s+/g, " ").trim();
