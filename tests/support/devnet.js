// A chain of its own for a test: `hardhat node` in a process beside it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const longestStart = 120_000;

/** @returns {Promise<{ url: string, stop: () => Promise<void> }>} */
export async function startDevnet() {
  const port = await freePort();
  const args = ["node_modules/hardhat/dist/src/cli.js", "node", "--hostname", "127.0.0.1", "--port", String(port)];
  const env = { ...process.env, HARDHAT_DISABLE_TELEMETRY_PROMPT: "true" };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  const stop = async () => {
    child.kill();
    await ended;
  };
  try {
    await started(child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, stop };
}

function started(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    const fail = why => reject(new Error(`hardhat node ${why}:\n${said}`));
    const limit = setTimeout(() => fail(`did not start within ${longestStart / 1000} s`), longestStart);
    const settle = then => {
      clearTimeout(limit);
      then();
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", text => {
        said += text;
        if (said.includes("Started HTTP")) settle(resolve);
      });
    }
    child.once("exit", code => settle(() => fail(`ended with exit code ${code}`)));
  });
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
