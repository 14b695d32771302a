// Tabs that close in the middle of a calibration, a damaged checkpoint, another version, and runs that are made longer.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { nodeHost } from "../../src/node/host.ts";
import { calibrate as calibrateInNode } from "../../src/run/calibrate.ts";
import { begin, calibrate, drawsDigest, ENGLAND, expect, openEngland, test } from "./page.ts";

const REGION = new URL("../../regions/england-1978/influenza.yaml", import.meta.url);
/** Long enough that it is still running while another tab opens. */
const LONG = { chains: 2, warmup: 300, draws: 12_000 };
const OFTEN = "?checkpoint=50&workers=2";

/** The digest of the draws of a run that nothing interrupted. */
async function digestInNode(settings: typeof LONG): Promise<string> {
  const answer = await calibrateInNode({
    text: readFileSync(REGION, "utf8"),
    settings: { sampler: "auto", ...settings, seed: 1978 },
    region: "england-1978/influenza.yaml",
    host: await nodeHost(2),
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value.drawsDigest;
}

/** A page of the same origin that runs nothing of ours. */
async function openPlain(page: Page): Promise<void> {
  await page.goto("./document.schema.json");
}

/** Flips one bit of what was kept last of the first chain. */
async function damageCheckpoint(page: Page): Promise<void> {
  await page.evaluate(
    async () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("midsummer");
        opening.onsuccess = () => {
          const transaction = opening.result.transaction("marks", "readwrite");
          const marks = transaction.objectStore("marks");
          const cursor = marks.openCursor(null, "prev");
          cursor.onsuccess = () => {
            const found = cursor.result;
            if (!found) return;
            const bytes = found.value as Uint8Array;
            bytes[20] = (bytes[20] ?? 0) ^ 1;
            marks.put(bytes, found.key);
          };
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
          transaction.onerror = () => reject(new Error("the checkpoint was not written"));
        };
      }),
  );
}

/** Makes the unfinished run one that an earlier version of the software has begun. */
async function ageJob(page: Page): Promise<void> {
  await page.evaluate(
    async () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("midsummer");
        opening.onsuccess = () => {
          const transaction = opening.result.transaction("jobs", "readwrite");
          const cursor = transaction.objectStore("jobs").openCursor();
          cursor.onsuccess = () => {
            const found = cursor.result;
            if (found) found.update({ ...(found.value as object), version: "0.0.1" });
          };
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
}

/** Waits until chain 1 has draws, which are kept at most 50 ms later. */
async function untilDraws(page: Page): Promise<void> {
  await expect(page.getByText(/^[\d,]+ of 12,000 draws$/).first()).toBeVisible({ timeout: 60_000 });
}

test("a tab that closes is followed by another one, past a damaged checkpoint, to the same draws", async ({ page }) => {
  await openEngland(page, OFTEN);
  await begin(page, LONG);
  await untilDraws(page);
  const second = await page.context().newPage();
  await second.goto(`./${OFTEN}${ENGLAND}`);
  await expect(second.getByText("Running in another tab. If that tab closes, this one takes over.")).toBeVisible();
  await page.close();
  await expect(second.getByText(/^It was interrupted at \d+ % and goes on from there\.$/)).toBeVisible();
  const third = await page.context().newPage();
  await openPlain(third);
  await second.close();
  await damageCheckpoint(third);
  // On any page: the first one leads to the region.
  await third.goto(`./${OFTEN}`);
  await third.getByRole("link", { name: /^Calibrating/ }).click();
  await expect(third.getByText(/What was kept last of chain 2 was damaged/)).toBeVisible();
  await expect(third.getByRole("table", { name: "Posterior" })).toBeVisible({ timeout: 90_000 });
  await expect(third.getByText(/the latest checkpoint of chain 2 was damaged/)).toBeVisible();
  expect(await drawsDigest(third)).toBe(await digestInNode(LONG));
});

test("a run of another version is not gone on with, and its draws can be kept", async ({ page }) => {
  await openEngland(page, OFTEN);
  await begin(page, LONG);
  await untilDraws(page);
  const later = await page.context().newPage();
  await openPlain(later);
  await page.close();
  await ageJob(later);
  await later.goto("./#/runs");
  await expect(later.getByText(/^Begun with another version of Midsummer/)).toBeVisible();
  await expect(later.getByRole("button", { name: "Go on" })).toHaveCount(0);
  await later.getByRole("button", { name: "Keep the draws so far" }).click();
  await expect(later.getByText(/stopped early/)).toBeVisible();
  await expect(later.getByText(/^Begun with another version/)).toHaveCount(0);
  await later.getByRole("link", { name: /boarding school/ }).click();
  await expect(later.getByText(/^No draws can be added: this run was begun with Midsummer 0\.0\.1/)).toBeVisible();
});

test("a finished run that gets more draws is the longer run, on its own page too", async ({ page }) => {
  const short = { chains: 2, warmup: 100, draws: 100 };
  await openEngland(page);
  await calibrate(page, short);
  const field = page.getByLabel("Draws to add to each chain");
  await field.fill("0");
  await expect(page.getByText("A whole number from 1 to 999,900.")).toBeVisible();
  await field.fill("50");
  await page.getByRole("button", { name: "Add draws" }).click();
  await expect(page.getByText(/^300 draws from 2 chains/)).toBeVisible({ timeout: 60_000 });
  await page.goto("./#/runs");
  await page.getByRole("link", { name: /boarding school/ }).click();
  await page.getByLabel("Draws to add to each chain").fill("50");
  await page.getByRole("button", { name: "Add draws" }).click();
  await expect(page.getByText(/^400 draws from 2 chains/)).toBeVisible({ timeout: 60_000 });
  expect(await drawsDigest(page)).toBe(await digestInNode({ ...short, draws: 200 }));
});
