// EIP-712 typed data as a wallet shows it: its fields in their order, with words beside the names. Pure.

/** What `eth_signTypedData_v4` takes. */
export interface TypedData {
  readonly domain: Readonly<Record<string, unknown>>;
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>;
  readonly primaryType: string;
  readonly message: object;
}

/** A line of what is signed. */
export interface Field {
  /** The name that the wallet shows. */
  readonly name: string;
  /** How deep it stands within the message, from 0. */
  readonly depth: number;
  /** What it holds; undefined where others follow that belong to it. */
  readonly text?: string;
  /** Whether it is an account. */
  readonly account: boolean;
}

/** The fields of a message, each struct's in the order of its type. */
export function fieldsOf(data: TypedData): Field[] {
  return structure(data, data.primaryType, data.message as Readonly<Record<string, unknown>>, 0);
}

function structure(data: TypedData, type: string, value: Readonly<Record<string, unknown>>, depth: number): Field[] {
  return (data.types[type] ?? []).flatMap(({ name, type }) => field(data, name, type, value[name], depth));
}

function field(data: TypedData, name: string, type: string, value: unknown, depth: number): Field[] {
  const inner = /^(.*)\[\d*\]$/.exec(type)?.[1];
  if (inner !== undefined) {
    const items = value as readonly unknown[];
    const head = { name, depth, account: false };
    if (items.length === 0) return [{ ...head, text: "[]" }];
    return [head, ...items.flatMap((item, i) => field(data, String(i + 1), inner, item, depth + 1))];
  }
  if (data.types[type] !== undefined) {
    return [{ name, depth, account: false }, ...structure(data, type, value as Readonly<Record<string, unknown>>, depth + 1)];
  }
  return [{ name, depth, text: String(value), account: type === "address" }];
}
