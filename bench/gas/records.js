// Signed records as a relayer brings them, with the signatures of 64 bytes (ERC-2098) that cost least.
import { hashTypedData, keccak256, serializeCompactSignature, signatureToCompactSignature, toHex } from "viem";
import { privateKeyToAddress, sign } from "viem/accounts";

const types = {
  Contribution: [
    { name: "contributor", type: "address" }, { name: "area", type: "string" }, { name: "title", type: "string" },
    { name: "uri", type: "string" }, { name: "contentHash", type: "bytes32" }, { name: "coAuthors", type: "Author[]" },
    { name: "buildsOn", type: "bytes32[]" }, { name: "nonce", type: "uint32" },
  ],
  Author: [{ name: "account", type: "address" }, { name: "shareBp", type: "uint16" }],
  Evaluation: [
    { name: "evaluator", type: "address" }, { name: "epoch", type: "uint32" }, { name: "nonce", type: "uint32" },
    { name: "credits", type: "Credit[]" },
  ],
  Credit: [
    { name: "contribution", type: "bytes32" }, { name: "recipient", type: "address" }, { name: "points", type: "uint32" },
  ],
};

export const personOf = (name) => {
  const key = keccak256(toHex(name));
  return { key, address: privateKeyToAddress(key) };
};

export const contributionOf = (contributor) => ({
  contributor,
  area: "orchard",
  title: "Give the second pump of the north field a new seal and valve",
  uri: "https://example.org/orchard/field-north/pumps/second/seal/77",
  contentHash: keccak256(toHex(`content of ${contributor}`)),
  coAuthors: [],
  buildsOn: [],
  nonce: 0,
});

// What `primaryType` of the ledger at `ledger` says, signed with `key`.
export const signed = async (ledger, primaryType, record, key) => {
  const domain = { name: "DecentralOrg", version: "1", chainId: 31337, verifyingContract: ledger };
  const hash = hashTypedData({ domain, types, primaryType, message: record });
  const signature = serializeCompactSignature(signatureToCompactSignature(await sign({ hash, privateKey: key })));
  return { record, signature };
};
