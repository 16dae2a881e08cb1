// A small wallet: shows data to sign as the standard tells it to, and nothing else.
import { decodeFunctionData, formatEther, formatUnits, getAddress, parseAbiItem, toFunctionSelector } from "viem";
import { valuesAt } from "./types.js";

/**
 * @param known What the wallet trusts: names and tokens by address, descriptors of contracts by address.
 * @returns {string[]} The sentence or the intent, then a line for each field.
 */
export function showMessage(descriptor, key, message, container, known) {
  return show(descriptor, descriptor.display.formats[key], message, container, known);
}

export function showCall(descriptor, calldata, container, known) {
  const keys = Object.keys(descriptor.display.formats);
  const key = keys.find(each => toFunctionSelector(`function ${each}`) === calldata.slice(0, 10));
  if (key === undefined) throw new Error(`the descriptor has no function ${calldata.slice(0, 10)}`);
  const item = parseAbiItem(`function ${key}`);
  const { args = [] } = decodeFunctionData({ abi: [item], data: calldata });
  const data = Object.fromEntries(item.inputs.map((input, i) => [input.name, args[i]]));
  return show(descriptor, descriptor.display.formats[key], data, container, known);
}

function show(descriptor, format, data, container, known) {
  const read = path => path.startsWith("@.") ? [container[path.slice(2)]] : valuesAt(data, path);
  const linesOf = field => {
    if (field.visible === "never") return [];
    const { params = {} } = field;
    return read(field.path).map((value, i) => {
      const param = name => params[name] && (read(params[name])[params[name].includes("[]") ? i : 0]);
      return [field.label, text(field.format, value, params, param)];
    });
  };
  const text = (format, value, params, param) => {
    if (format === "raw") return String(value);
    if (format === "addressName") return nameOf(value);
    if (format === "amount") return `${formatEther(value)} ETH`;
    if (format === "unit") return formatUnits(BigInt(value), params.decimals ?? 0) + params.base;
    if (format === "date") return new Date(Number(value) * 1000).toISOString().replace(".000Z", "Z");
    if (format === "enum") return params.$ref.split(".").slice(1).reduce((node, step) => node[step], descriptor)[value];
    if (format === "tokenAmount") {
      const { ticker, decimals } = known.tokens[param("tokenPath")];
      const unlimited = params.threshold && value >= BigInt(params.threshold);
      return `${unlimited ? params.message : formatUnits(value, decimals)} ${ticker}`;
    }
    if (format === "calldata") {
      const to = param("calleePath");
      return showCall(known.descriptors[to], value, { to, value: param("amountPath") }, known)[0];
    }
    throw new Error(`this wallet knows no format ${format}`);
  };
  const nameOf = address => known.names[address] ?? getAddress(address);

  const groups = format.fields.map(field => {
    if (field.fields === undefined) return linesOf(field);
    const columns = field.fields.map(linesOf);
    const uneven = columns.some(column => column.length !== columns[0].length);
    if (uneven) throw new Error(`${field.label}: arrays of different length`);
    return columns[0].flatMap((_, i) => columns.map(column => column[i]));
  });
  const all = format.fields.flatMap(field => field.fields ?? [field]);
  const sentence = format.interpolatedIntent?.replace(/\{(.+?)\}/g, (_, path) => {
    return linesOf(all.find(field => field.path === path))[0][1];
  });
  return [sentence ?? format.intent, ...groups.flat().map(([label, value]) => `${label}: ${value}`)];
}
