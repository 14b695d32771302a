// Without the net: once a page says that it is ready, it opens again, and other regions too, with the server gone.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

interface Served {
  readonly address: string;
  stop(): Promise<void>;
}

/** A server of its own, because it is to be stopped. @param port 0 for a free one near the usual */
async function serve(folder: string, port = 0): Promise<Served> {
  const env = { ...process.env, ...(port === 0 ? {} : { PORT: String(port) }) };
  if (port === 0) delete env["PORT"];
  const server = spawn(process.execPath, [join(PROJECT, "setup/serve.mjs"), folder], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = await new Promise<string>((resolve, reject) => {
    server.stdout.setEncoding("utf8").on("data", (text: string) => {
      const found = /http:\S+/.exec(text)?.[0];
      if (found) resolve(found);
    });
    server.on("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { address, stop: () => stopped(server) };
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.removeAllListeners("exit").on("exit", () => resolve());
    server.kill();
  });
}

test("the page and all regions open again with the server stopped", async ({ page }) => {
  const server = await serve(fileURLToPath(new URL("../../dist", import.meta.url)));
  await page.goto(`${server.address}#/region/england-1978/influenza`);
  await expect(page.getByText("offline ready")).toBeVisible({ timeout: 20_000 });
  await server.stop();

  await page.reload();
  await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
  // A region that was not opened before, with the files that it reads.
  await page.goto(`${server.address}?workers=2#/region/malaysia/covid-19-core`);
  await expect(page.getByRole("heading", { name: "Reported cases", exact: true })).toBeVisible({ timeout: 20_000 });
  await page.getByRole("slider").first().press("PageUp");
  await expect(page.getByRole("button", { name: /^Reset Risk of infection/ })).toBeVisible();
});

test("a new build takes over when the page starts again", async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), "midsummer-offline-"));
  try {
    cpSync(join(PROJECT, "dist"), folder, { recursive: true });
    const server = await serve(folder);
    await page.goto(server.address);
    await expect(page.getByText("offline ready")).toBeVisible({ timeout: 20_000 });

    // As a build with other files would: another page, another digest.
    const index = join(folder, "index.html");
    writeFileSync(
      index,
      readFileSync(index, "utf8").replace("</head>", '<meta name="build" content="second" /></head>'),
    );
    const worker = join(folder, "service-worker.js");
    writeFileSync(worker, readFileSync(worker, "utf8").replace(/"digest":"\w+"/, '"digest":"second"'));

    // The browser may find the new build during one start or the other; a start that nobody has touched moves to it.
    await expect(async () => {
      await page.reload();
      await expect(page.locator('meta[name="build"]')).toHaveCount(1, { timeout: 4_000 });
    }).toPass({ timeout: 30_000 });
    const kept = async (): Promise<number> =>
      (await page.evaluate(() => caches.keys())).filter((name) => name.startsWith("midsummer ")).length;
    await expect.poll(kept).toBe(1);
    await server.stop();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
