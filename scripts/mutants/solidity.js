// What is changed in Solidity.
import { neighbours } from "./literals.js";

// Replacements that no others of the kind are harder to tell from the original than: whoever kills these kills them all
// (Kaminski, Ammann, Offutt: Improving logic-based testing, 2013).
const compared = {
  "<": ["<=", "!=", false], "<=": ["<", "==", true], ">": [">=", "!=", false], ">=": [">", "==", true],
  "==": ["<=", ">=", false], "!=": ["<", ">", true],
};

// That one of two is the less says nothing, and which one it is may change with the compiler.
const unordered = /^(address|bytes\d+)\b/;

const calculated = { "+": "-", "-": "+", "*": "+", "/": "*", "%": "/", "**": "*", "&": "|", "|": "&", "^": "|", "<<": ">>", ">>": "<<" };

const assigned = { "+=": ["-=", "="], "-=": ["+=", "="], "*=": ["/=", "="], "|=": ["&=", "="], "&=": ["|=", "="] };

const functions = { min: "max", max: "min" };

const deletable = ["ExpressionStatement", "EmitStatement", "Return"];

/** Changes of a node of a syntax tree; see {yulChanges}. `enums` has the members of every enum, by the number of its declaration. */
export function solidityChanges(node, within, text, enums) {
  const parent = within.at(-1);
  const over = (target, replacement) => ({ node: target, replacement: String(replacement) });
  switch (node.nodeType) {
    case "BinaryOperation":
      return operation(node, parent, text, over, enums);
    case "UnaryOperation":
      return unary(node, within, text, over);
    case "Assignment":
      return (assigned[node.operator] ?? []).map(each =>
        over(node, `${text(node.leftHandSide)} ${each} ${text(node.rightHandSide)}`));
    case "IfStatement":
    case "Conditional":
      return [over(node.condition, true), over(node.condition, false)];
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
      return node.condition ? [over(node.condition, false)] : [];
    case "Literal":
      return literal(node, within, text).map(each => over(node, each));
    case "MemberAccess":
      return member(node, text, enums).map(each => over(node, each));
    case "FunctionCall":
      return [...swaps(node, text), ...leftOut(node, text)].map(each => over(node, each));
    case "ModifierInvocation":
      return node.kind === "modifierInvocation" ? [over(node, "")] : [];
    default:
      return deletable.includes(node.nodeType) && !isStep(node, parent) && !isAllOfIf(node, within)
        ? [{ node, replacement: "{}", wholeStatement: true }]
        : [];
  }
}

// A replacement that is the same where the right side is nothing, and nothing is less than that.
const sameAgainstZero = { "==": "<=", "!=": ">", ">": "!=" };

function isZero(node, text, enums) {
  const members = enums.get(node.expression?.referencedDeclaration);
  return /^(\w+\()?0\)?$/.test(text(node)) || (node.nodeType === "MemberAccess" && members?.[0] === node.memberName);
}

function operation(node, parent, text, over, enums) {
  const [left, right] = [text(node.leftExpression), text(node.rightExpression)];
  const { operator } = node;
  if (operator === "&&" || operator === "||") {
    const other = operator === "&&" ? "||" : "&&";
    const neutral = operator === "&&";
    return [over(node, `(${left} ${other} ${right})`), over(node.leftExpression, neutral), over(node.rightExpression, neutral)];
  }
  const replace = each => over(node, typeof each === "boolean" ? each : `${left} ${each} ${right}`);
  if (compared[operator]) {
    if (unordered.test(node.leftExpression.typeDescriptions.typeString)) return [true, false].map(replace);
    const ofLoop = /^(For|While|DoWhile)Statement$/.test(parent.nodeType);
    // A counter that is counted up to a bound is never beyond it.
    const same = isZero(node.rightExpression, text, enums) ? sameAgainstZero[operator] : null;
    return compared[operator].filter(each => each !== same && !(ofLoop && (each === "!=" || each === true))).map(replace);
  }
  if (!calculated[operator]) return [];
  return [replace(calculated[operator]), over(node, left), over(node, right)];
}

function unary(node, within, text, over) {
  const operand = text(node.subExpression);
  if (node.operator === "!") return [over(node, operand)];
  if (node.operator !== "++" && node.operator !== "--") return [];
  const ofLoop = isStep(within.at(-1), within.at(-2));
  return [over(node, ofLoop ? `${operand} ${node.operator[0]}= 2` : operand)];
}

function literal(node, within, text) {
  if (within.some(each => each.nodeType === "ArrayTypeName")) return [];
  if (node.kind === "bool") return [node.value !== "true"];
  if (node.kind === "string") return node.value === "" ? [] : ['""'];
  return node.kind === "number" ? neighbours(text(node)) : [];
}

function member(node, text, enums) {
  const of = enums.get(node.expression.referencedDeclaration);
  if (of) return [`${text(node.expression)}.${of[(of.indexOf(node.memberName) + 1) % of.length]}`];
  if (functions[node.memberName]) return [`${text(node.expression)}.${functions[node.memberName]}`];
  return [];
}

// Neighbouring arguments of one type, in each other's place.
function swaps(node, text) {
  const places = node.arguments;
  // These have no order.
  if (functions[node.expression.memberName]) return [];
  const changes = [];
  for (let i = 0; i + 1 < places.length; ++i) {
    const [first, second] = [places[i], places[i + 1]];
    if (first.typeDescriptions.typeString !== second.typeDescriptions.typeString || text(first) === text(second)) continue;
    const written = places.map(text);
    [written[i], written[i + 1]] = [written[i + 1], written[i]];
    const named = written.map((each, k) => (node.names.length > 0 ? `${node.names[k]}: ${each}` : each)).join(", ");
    changes.push(`${text(node.expression)}(${node.names.length > 0 ? `{${named}}` : named})`);
  }
  return changes;
}

// Values that are hashed, or sent, but for one of them.
function leftOut(node, text) {
  if (!/^abi\.encode(Packed)?$/.test(text(node.expression)) || node.arguments.length < 2) return [];
  return node.arguments.map(each => `${text(node.expression)}(${node.arguments.filter(other => other !== each).map(text).join(", ")})`);
}

function isStep(node, parent) {
  return parent?.nodeType === "ForStatement" && parent.loopExpression === node;
}

// Without the only statement the condition is all the same, which is a mutant already.
function isAllOfIf(node, within) {
  const holder = within.at(-1).nodeType === "Block" && within.at(-1).statements.length === 1 ? within.at(-2) : within.at(-1);
  return holder.nodeType === "IfStatement" && !holder.falseBody;
}
