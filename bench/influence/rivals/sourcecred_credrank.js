// SourceCred's CredRank: usage: sourcecred_credrank.js GRAPH, and a damping a line
//
// Its own data model: members are participants, for each a node mints as much cred as he has reputation and passes it on to
// him, and every credit is an edge between participants, with no weight backwards. Its weights go by kind of edge, not by edge:
// all credits weigh the same. The damping is not a choice; it computes the same for each.
import { readFileSync } from "node:fs";
import process from "node:process";
import { createInterface } from "node:readline";
import sourcecredApi from "sourcecred";

const { api, core, ledger } = sourcecredApi.sourcecred;
const { Graph, NodeAddress, EdgeAddress } = core.graph;
const [path] = process.argv.slice(2);

function read() {
  const file = readFileSync(path);
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
  const [members, arcs] = new BigInt64Array(bytes, 0, 2);
  const count = Number(arcs);
  return {
    members: Number(members),
    givers: new Int32Array(bytes, 16, count),
    recipients: new Int32Array(bytes, 16 + 4 * count, count),
    // Its place need not be a multiple of 8.
    reputation: new BigUint64Array(bytes.slice(16 + 12 * count)),
  };
}

const { members, givers, recipients, reputation } = read();
const mint = (member) => NodeAddress.fromParts(["bench", "mint", `${member}`]);

function input() {
  const book = new ledger.ledger.Ledger();
  const accounts = Array.from({ length: members }, (_, member) => book.account(book.createIdentity("USER", `m${member}`)).identity.address);
  const graph = new Graph();
  for (let member = 0; member < members; member++) {
    graph.addNode({ address: accounts[member], description: `m${member}`, timestampMs: null });
    graph.addNode({ address: mint(member), description: "reputation", timestampMs: 0 });
    graph.addEdge({ address: EdgeAddress.fromParts(["bench", "seed", `${member}`]), src: mint(member), dst: accounts[member], timestampMs: 0 });
  }
  for (let i = 0; i < givers.length; i++) {
    graph.addEdge({
      address: EdgeAddress.fromParts(["bench", "credit", `${i}`]),
      src: accounts[givers[i]],
      dst: accounts[recipients[i]],
      timestampMs: 0,
    });
  }
  const weights = core.weights.empty();
  for (let member = 0; member < members; member++) weights.nodeWeights.set(mint(member), Number(reputation[member]));
  for (const kind of ["seed", "credit"]) {
    weights.edgeWeights.set(EdgeAddress.fromParts(["bench", kind]), { forwards: 1, backwards: 0 });
  }
  return {
    pluginGraphs: [{ graph, weights }],
    ledger: book,
    dependencies: [],
    weightOverrides: core.weights.empty(),
    pluginsBudget: null,
    personalAttributions: [],
  };
}

for await (const damping of createInterface(process.stdin)) {
  const given = input();
  const start = performance.now();
  const { credGrainView } = await api.credrank.credrank(given);
  const seconds = (performance.now() - start) / 1000;
  const first = Math.max(...credGrainView.participants().map(({ cred }) => cred));
  console.log(JSON.stringify({ damping: Number(damping), seconds, peakKib: process.resourceUsage().maxRSS, first }));
}
