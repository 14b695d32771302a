// The built application in a headless Chromium, for cases that measure the page: a server, a page, and a trace of its main thread.

import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "@playwright/test";

const PROJECT = fileURLToPath(new URL("..", import.meta.url));
/** As the tests start it: without a graphics card and without calls of its own. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Application {
  /** Of the start page, with a slash at its end. */
  readonly address: string;
  readonly browser: Browser;
}

/** Builds the application where it is older than its sources, serves it, and starts a browser, while `work` runs. */
export async function withApplication<T>(work: (application: Application) => Promise<T>): Promise<T> {
  const ready = spawnSync(process.execPath, ["setup/prepare.mjs", "test"], { cwd: PROJECT, encoding: "utf8" });
  if (ready.status !== 0) throw new Error(`the application was not built: ${ready.stdout}${ready.stderr}`);
  const port = await freePort();
  const server = spawn(process.execPath, ["setup/serve.mjs"], {
    cwd: PROJECT,
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await firstWords(server);
    const executablePath = readFileSync(`${PROJECT}/build/chromium-path`, "utf8").trim();
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    try {
      return await work({ address: `http://localhost:${port}/`, browser });
    } finally {
      await browser.close();
    }
  } finally {
    server.kill();
  }
}

/** A browser profile of its own: nothing is cached, stored or installed. */
export function freshContext(browser: Browser): Promise<BrowserContext> {
  return browser.newContext({ locale: "en-GB", timezoneId: "UTC", viewport: { width: 1280, height: 800 } });
}

/** One task of the page's main thread, in milliseconds. */
export interface Task {
  readonly wall: number;
  /** Processor time: what the task itself needed, however busy the machine was. */
  readonly processor: number;
}

/** The tasks of the page's main thread while `work` runs, the longest first. */
export async function tasksDuring(browser: Browser, page: Page, work: () => Promise<void>): Promise<Task[]> {
  await browser.startTracing(page, { categories: ["toplevel", "devtools.timeline", "__metadata"] });
  await work();
  // The browser writes this format; its fields are those of the Trace Event Format.
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const main = traceEvents.find(({ name, args }) => name === "TracingStartedInBrowser" && args?.data !== undefined);
  const renderer = traceEvents.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const wanted = main?.args?.data?.frames?.map(({ processId }) => processId) ?? [];
  const threads = renderer.filter(({ pid }) => wanted.length === 0 || wanted.includes(pid));
  return traceEvents
    .filter(
      ({ name, pid, tid }) => TASKS.has(name) && threads.some((thread) => thread.pid === pid && thread.tid === tid),
    )
    .map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, processor: tdur / 1000 }))
    .sort((a, b) => b.processor - a.processor);
}

const TASKS: ReadonlySet<string> = new Set(["RunTask", "ThreadControllerImpl::RunTask"]);

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly frames?: readonly { readonly processId: number }[] };
  };
}

function firstWords(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    server.stdout?.once("data", () => resolve());
    server.once("exit", (code) => reject(new Error(`the server ended with code ${code}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "localhost", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
