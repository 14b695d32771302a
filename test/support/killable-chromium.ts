// A Chromium of its own with a profile that outlives it, to be killed with all of its processes; used by the kill tests.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { chromium, type Page } from "@playwright/test";

export interface Killable {
  readonly page: Page;
  /** SIGKILL to every process of this browser. */
  kill(): Promise<void>;
}

/** How a browser is started: its program, and the words that the other browser tests give it. */
export interface Start {
  readonly executablePath?: string | undefined;
  readonly args?: readonly string[] | undefined;
}

/** @param profile  folder; the same one again is the next visit of the same user */
export async function launch(profile: string, { executablePath = "", args = [] }: Start): Promise<Killable> {
  const note = join(profile, "DevToolsActivePort");
  rmSync(note, { force: true });
  const page = ["--lang=en-GB", "--window-size=1280,900"];
  const words = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, ...page, ...args];
  // A group of its own, so that all of its processes can be killed at once.
  const child = spawn(executablePath, [...words, "about:blank"], { detached: true, stdio: "ignore" });
  while (!existsSync(note) || !readFileSync(note, "utf8").includes("\n")) {
    if (child.exitCode !== null) throw new Error(`Chromium left with ${child.exitCode}.`);
    await pause(50);
  }
  const [port = ""] = readFileSync(note, "utf8").split("\n");
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  if (!context) throw new Error("Chromium has no context.");
  return { page: await context.newPage(), kill: () => killed(child, profile) };
}

async function killed(child: ChildProcess, profile: string): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const gone = once(child, "exit");
  process.kill(-pid, "SIGKILL");
  await gone;
  // A process that had left the group would still hold the profile, and would not have been killed.
  for (const left of processesOf(profile)) process.kill(left, "SIGKILL");
  while (processesOf(profile).length > 0) await pause(20);
}

/** Processes whose words name the profile. */
function processesOf(profile: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, "utf8").includes(`--user-data-dir=${profile}`);
      } catch {
        return false; // it has ended meanwhile
      }
    })
    .map(Number);
}
