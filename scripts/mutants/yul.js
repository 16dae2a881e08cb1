// What is changed in inline assembly.
import { neighbours } from "./literals.js";

const replaced = {
  add: "sub", sub: "add", mul: "add", div: "mul", and: "or", or: "and", xor: "or", shl: "shr", shr: "shl", sload: "mload",
};

// Operations that may be left out: what stays is the first operand, or the second.
const dropped = { and: [0, 1], or: [0, 1], xor: [0, 1], mul: [0, 1], div: [0], shl: [1], shr: [1], not: [0], iszero: [0] };

/** Changes of a node of a Yul tree; `text` reads a node as it stands. `within` says what the nodes around it are, innermost last. */
export function yulChanges(node, within, text) {
  const parent = within.at(-1);
  const over = (target, replacement) => ({ node: target, replacement });
  switch (node.nodeType) {
    case "YulLiteral":
      // A revert without data takes it from anywhere.
      if (parent.functionName?.name === "revert") return [];
      return node.kind === "number" ? neighbours(text(node)).map(each => over(node, each)) : [];
    case "YulFunctionCall": {
      const name = node.functionName.name;
      const operands = node.arguments.map(text);
      const changes = (dropped[name] ?? []).map(i => over(node, operands[i]));
      if (replaced[name]) changes.push(over(node.functionName, replaced[name]));
      if (name === "lt") changes.push(over(node, `iszero(gt(${operands.join(", ")}))`));
      if (name === "gt") changes.push(over(node, `iszero(lt(${operands.join(", ")}))`));
      if (["eq", "lt", "gt"].includes(name) && parent.nodeType !== "YulForLoop") changes.push(over(node, "0"), over(node, "1"));
      return changes;
    }
    case "YulIf":
      return [over(node.condition, "0"), over(node.condition, "1")];
    case "YulForLoop":
      return [over(node.condition, "0")];
    case "YulExpressionStatement":
    case "YulAssignment":
      return isStep(node, within) || isAllOfIf(parent, within) ? [] : [over(node, "{}")];
    default:
      return [];
  }
}

// A loop without its step never ends, which every test sees.
function isStep(node, within) {
  const [loop, block] = within.slice(-2);
  return loop.nodeType === "YulForLoop" && loop.post === block;
}

// Without the only statement the condition is all the same, which is a mutant already.
function isAllOfIf(block, within) {
  return within.at(-2)?.nodeType === "YulIf" && block.statements.length === 1;
}
