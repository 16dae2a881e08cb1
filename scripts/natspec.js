// Reads the documentation of one interface out of the compiler's syntax tree.

/**
 * @param source The file's text: the tree does not hold all comments.
 * @returns What the interface and the types of its file say of themselves.
 */
export function describeSource(ast, source, name) {
  const contract = ast.nodes.find(node => node.nodeType === "ContractDefinition" && node.name === name);
  const nodes = [...ast.nodes.filter(node => node !== contract), ...contract.nodes];
  const of = type => nodes.filter(node => node.nodeType === type);
  return {
    ...tagsOf(contract),
    functions: of("FunctionDefinition").map(node => ({
      ...itemOf(node),
      isView: ["view", "pure"].includes(node.stateMutability),
      isPayable: node.stateMutability === "payable",
    })),
    events: of("EventDefinition").map(itemOf),
    errors: of("ErrorDefinition").map(itemOf),
    structs: of("StructDefinition").map(node => ({
      ...tagsOf(node), name: node.name, fields: node.members.map(member => variableOf(member, commentAt(member.src, source))),
    })),
    enums: of("EnumDefinition").map(node => ({
      ...tagsOf(node), name: node.name, values: node.members.map(({ name, src }) => ({ name, text: commentAt(src, source) })),
    })),
  };
}

/** NatSpec's links and lists as plain text. */
export const plain = text => text.replace(/\{(\w+)[-.]?(\w*)\}/g, (_, one, two) => `\`${two ? `${one}.${two}` : one}\``);

/** What lacks a description. A parameter has one if the notice speaks of it by name, in backticks. */
export function undescribed({ name, functions, events, errors, structs, enums, notice }) {
  const missing = [];
  const need = (what, text) => text || missing.push(`${name}${what}`);
  need("", notice);
  for (const item of [...functions, ...events, ...errors, ...structs, ...enums]) need(`.${item.name}`, item.notice);
  for (const item of [...functions, ...events, ...errors]) {
    for (const each of item.parameters) need(`.${item.name}: ${each.name}`, each.text || speaksOf(item, each.name));
    // One value alone is what the notice is about.
    const values = item.returns.length > 1 || !item.isView ? item.returns : [];
    for (const each of values) need(`.${item.name}: returned ${each.name}`, each.text || speaksOf(item, each.name));
  }
  for (const item of functions) if (!item.isView) need(`.${item.name}: @custom:caller`, item.caller);
  for (const item of structs) for (const field of item.fields) need(`.${item.name}: ${field.name}`, field.text);
  return missing;
}

const speaksOf = (item, name) => new RegExp(`\`[^\`]*\\b${name}\\b[^\`]*\``).test(`${item.notice} ${item.dev}`);

function itemOf(node) {
  const tags = tagsOf(node);
  const returned = node.returnParameters?.parameters ?? [];
  return {
    ...tags,
    name: node.name,
    parameters: node.parameters.parameters.map(each => variableOf(each, tags.params[each.name] ?? "")),
    returns: returned.map((each, i) => variableOf(each, returnText(tags.returned[i], each.name))),
  };
}

/** `@return` begins with the value's name where it has one. */
const returnText = (text = "", name) => plain(name && text.startsWith(`${name} `) ? text.slice(name.length + 1) : text);

const typeOf = node => node.typeDescriptions.typeString.replace(/^(struct|enum|contract) /, "").replace(/^\w+\.(?=\w)/, "");

const variableOf = (node, text) => ({ name: node.name, type: typeOf(node), text });

/** The `///` lines right above a place: the tree has none of the fields of a struct and the values of an enum. */
function commentAt(src, source) {
  // Offsets in the tree count bytes, and the comments are not all ASCII.
  const before = Buffer.from(source).subarray(0, Number(src.split(":")[0])).toString();
  const lines = before.split("\n").slice(0, -1).map(line => line.trim());
  const comment = lines.slice(lines.findLastIndex(line => !line.startsWith("///")) + 1);
  return plain(comment.map(line => line.slice("///".length).trim()).join(" "));
}

function tagsOf(node) {
  const tags = { notice: "", dev: "", caller: "", params: {}, returned: [] };
  const text = (node.documentation?.text ?? "").split("\n").map(line => line.trim()).join(" ");
  for (const [, tag, body] of text.matchAll(/@([\w:]+) (.*?)(?= @[\w:]+ |$)/g)) {
    if (tag === "notice" || tag === "dev") tags[tag] = plain(body);
    else if (tag === "custom:caller") tags.caller = plain(body);
    else if (tag === "param") tags.params[body.split(" ")[0]] = plain(body.slice(body.indexOf(" ") + 1));
    else if (tag === "return") tags.returned.push(body);
  }
  return tags;
}
