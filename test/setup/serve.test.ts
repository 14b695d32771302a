// The server of the built application gives what is in its folder, with the right headers, and nothing else.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const FILES = { "index.html": "<p>index", "kernel.wasm": "\0asm", "a.js": "1", "data/a.yaml": "a: 1", "b.json": "{}" };
let base = "";
let server: ChildProcess;
let address = "";

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "midsummer-serve-"));
  mkdirSync(join(base, "dist/data"), { recursive: true });
  mkdirSync(join(base, "dist-other"));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(base, "dist", name), text);
  writeFileSync(join(base, "secret.txt"), "secret");
  writeFileSync(join(base, "dist-other/secret.txt"), "secret");
  const words = ["setup/serve.mjs", join(base, "dist")];
  // Port 0: any that is free.
  const child = spawn(process.execPath, words, {
    env: { ...process.env, PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  server = child;
  address = await new Promise((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => resolve(/http:\S+/.exec(text)?.[0] ?? ""));
  });
});

afterAll(() => {
  server.kill();
  rmSync(base, { recursive: true });
});

/** Asks without tidying the path, as fetch would. */
function ask(
  path: string,
  method = "GET",
): Promise<{ status: number | undefined; headers: IncomingMessage["headers"]; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    const asking = request({ hostname, port, path, method }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asking.on("error", reject).end();
  });
}

describe("the server of the application", () => {
  test.each([
    ["/", "text/html; charset=utf-8"],
    ["/index.html?a=1", "text/html; charset=utf-8"],
    ["/a.js", "text/javascript; charset=utf-8"],
    ["/kernel.wasm", "application/wasm"],
    ["/data/a.yaml", "application/yaml; charset=utf-8"],
    ["/b.json", "application/json; charset=utf-8"],
  ])("gives %s as %s", async (path, type) => {
    const { status, headers, body } = await ask(path);
    expect([status, headers["content-type"]]).toEqual([200, type]);
    expect(Object.values(FILES)).toContain(body);
  });

  test.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/data/../../secret.txt",
    "/../dist-other/secret.txt",
  ])("gives nothing outside its folder for %s", async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(404);
    expect(body).not.toContain("secret");
  });

  test.each(["/gone.js", "/data", "/%zz", "/%00", "/data/"])("knows no page at %s", async (path) => {
    expect((await ask(path)).status).toBe(404);
  });

  test("sends the content security policy with each answer", async () => {
    for (const path of ["/", "/a.js", "/gone.js"]) {
      const policy = (await ask(path)).headers["content-security-policy"];
      expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toContain("unsafe-inline");
    }
  });

  test("answers HEAD without a body and refuses what would change something", async () => {
    expect(await ask("/a.js", "HEAD")).toMatchObject({ status: 200, body: "" });
    expect((await ask("/", "POST")).status).toBe(405);
  });
});
