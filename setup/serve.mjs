// Serves the built application on this machine: `node setup/serve.mjs [folder]`, `dist/` on port 4173 or $PORT.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { HEADERS } from "./headers.mjs";

const ROOT = resolve(process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url)));
const FIRST_PORT = 4173;
const LAST_PORT = FIRST_PORT + 100;

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
  ".yaml": "application/yaml; charset=utf-8",
};

const server = createServer(async (request, response) => {
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "Only GET and HEAD.");
  const file = await fileFor(request.url ?? "/");
  if (file === undefined) return refuse(response, 404, "There is no such page.");
  response.writeHead(200, {
    ...HEADERS,
    "Content-Type": TYPES[extname(file.path)] ?? "application/octet-stream",
    "Content-Length": file.size,
    "Cache-Control": "no-cache",
  });
  if (request.method === "HEAD") return response.end();
  createReadStream(file.path)
    .on("error", () => response.destroy())
    .pipe(response);
});

/**
 * The file in the folder that an address means, or nothing: also for an address that leads out of it.
 *
 * @param {string} url
 */
async function fileFor(url) {
  try {
    const address = decodeURIComponent(url.replace(/[?#].*/, ""));
    const path = join(ROOT, address.endsWith("/") ? `${address}index.html` : address);
    if (!path.startsWith(ROOT + sep) || path.includes("\0")) return undefined;
    const found = await stat(path);
    return found.isFile() ? { path, size: found.size } : undefined;
  } catch {
    return undefined; // not a valid address, or no such file: for the asker it is the same
  }
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {number} status
 * @param {string} text
 */
function refuse(response, status, text) {
  response.writeHead(status, { ...HEADERS, "Content-Type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

/**
 * Listens on `port`, or on the next free one unless the port was asked for by number.
 *
 * @param {number} port
 * @param {boolean} isFixed
 */
function listen(port, isFixed) {
  server.removeAllListeners("error");
  server.on("error", (error) => {
    if ("code" in error && error.code === "EADDRINUSE" && !isFixed && port < LAST_PORT)
      return listen(port + 1, isFixed);
    console.error(`The server cannot listen on port ${port}: ${error.message}.`);
    process.exit(1);
  });
  server.listen(port, "localhost");
}

server.on("listening", () => {
  const address = server.address();
  if (typeof address === "object" && address) console.log(`Midsummer is at http://localhost:${address.port}/`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(0));

const wished = process.env.PORT;
if (wished !== undefined && !/^\d+$/.test(wished)) {
  console.error(`PORT is “${wished}”; it must be a number, such as ${FIRST_PORT}.`);
  process.exit(1);
}
listen(wished === undefined ? FIRST_PORT : Number(wished), wished !== undefined);
