// A Chromium that is killed with SIGKILL in the middle of a calibration: at the next visit it goes on to the same bytes.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { contentBytes, decodeRecord } from "../../src/store/codec.ts";
import { launch, type Killable, type Start } from "../support/killable-chromium.ts";
import { moments } from "../support/moments.ts";
import { begin, ENGLAND, expect, test } from "./page.ts";

/** `npm run kill -- 20 --browser` makes it 20. */
const KILLS = Number(process.env["MIDSUMMER_KILLS"] ?? 2);
/** Each saves a state of its own kind. Draws: about as many as take equally long. */
const SAMPLERS = [
  ["auto", 3000],
  ["adaptive_metropolis", 900],
  ["imis", 3000],
  ["de_mcz", 500],
  ["nuts", 250],
  ["independence", 800],
] as const;
/** In the short version both kills are of one sampler, whose uninterrupted run then serves twice. */
const KILLS_OF_EACH = 3;
const REGION = readFileSync(new URL("../../regions/england-1978/influenza.yaml", import.meta.url), "utf8");

let folder = "";
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "midsummer-chromium-"));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

type Sampler = (typeof SAMPLERS)[number][0];

/** Opens the region with another sampler, as the reader's own draft of its text. */
async function open(page: Page, address: string, sampler: Sampler): Promise<void> {
  const text = REGION.replace(/sampler: \w+/, `sampler: ${sampler}`);
  await page.addInitScript((draft) => localStorage.setItem("midsummer.draft.england-1978/influenza.yaml", draft), text);
  await page.goto(address);
}

async function start(page: Page, address: string, sampler: Sampler): Promise<void> {
  await open(page, address, sampler);
  const draws = SAMPLERS.find(([name]) => name === sampler)?.[1] ?? 0;
  await begin(page, { chains: 2, warmup: 300, draws });
}

/** The bytes of the finished run, apart from the wall clock; as the page keeps it, on whatever page it is shown. */
async function contentOf(page: Page): Promise<Uint8Array> {
  const result = page.getByRole("table", { name: "Posterior" });
  // What was saved before the kill is shown on its own page; what was not goes on here.
  const saved = page.getByRole("link", { name: /usable$/ });
  await expect(result.or(saved).first()).toBeVisible({ timeout: 120_000 });
  if (!(await result.isVisible())) await saved.click();
  await expect(result).toBeVisible();
  // The file that the page offers, without a download, which the profile of a killed browser may refuse.
  const bytes = await page.evaluate(async () => {
    const clicked = new Promise<Blob>((resolve) => {
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob) => {
        if (blob instanceof Blob) resolve(blob);
        return make(blob);
      };
    });
    [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Download the record")?.click();
    return [...new Uint8Array(await (await clicked).arrayBuffer())];
  });
  const answer = decodeRecord(Uint8Array.from(bytes));
  if (!answer.ok) throw new Error(answer.issues[0]?.message);
  return contentBytes(answer.value);
}

/**
 * Kills the browser once this share of the run is done, and a moment of at most 100 ms later, so that it is hit at any
 * point of its work: before its first row, while a checkpoint is written, between two.
 */
async function killAt({ page, kill }: Killable, share: number): Promise<void> {
  const running = page.locator("a.running");
  const table = page.getByRole("table", { name: "Posterior" });
  const done = async () => Number(/(\d+) %/.exec((await running.allTextContents())[0] ?? "")?.[1] ?? 0);
  while ((await done()) < 100 * share && !(await table.isVisible())) await pause(10);
  await pause(100 * ((share * 997) % 1));
  await kill();
}

async function wholeOf(address: string, sampler: Sampler, how: Start): Promise<Uint8Array> {
  const { page, kill } = await launch(join(folder, `whole-${sampler}`), how);
  await start(page, address, sampler);
  const bytes = await contentOf(page);
  await kill();
  return bytes;
}

test("a Chromium that is killed goes on to the bytes of a run that was not", async ({ baseURL, launchOptions }) => {
  test.setTimeout(240_000 * (KILLS + 1));
  const wholes = new Map<Sampler, Uint8Array>();
  for (const [kill, moment] of moments(1977, KILLS).entries()) {
    // The page tells whole per cents, and the last of them are over too soon.
    const share = 0.95 * moment;
    const [sampler] = SAMPLERS[Math.floor(kill / KILLS_OF_EACH) % SAMPLERS.length] ?? SAMPLERS[0];
    // Every other run does little else than write checkpoints, so that some kills fall into one.
    const address = `${baseURL ?? ""}?workers=2&checkpoint=${kill % 2 === 0 ? 50 : 1}${ENGLAND}`;
    const whole = wholes.get(sampler) ?? (await wholeOf(address, sampler, launchOptions));
    wholes.set(sampler, whole);
    const profile = join(folder, String(kill));
    const before = await launch(profile, launchOptions);
    await start(before.page, address, sampler);
    await killAt(before, share);
    const after = await launch(profile, launchOptions);
    await open(after.page, address, sampler);
    const note = after.page.getByText(/It was interrupted at \d+ % and goes on from there\./);
    const isGoingOn = await note.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    expect(await contentOf(after.page), `${sampler}, killed at ${share.toFixed(3)}`).toEqual(whole);
    console.log(`${sampler} killed at ${share.toFixed(3)}: ${isGoingOn ? "went on" : "was done"}, same bytes`);
    await after.kill();
  }
});
