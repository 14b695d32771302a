// A browser without room: the run waits, says why and what would do; it goes on once there is room, or without saving.
import { expect, openEngland, posteriorRows, test } from "./page.ts";
import type { Page } from "@playwright/test";

async function setQuota(page: Page, origin: string, quotaSize?: number): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  await browser.send("Storage.overrideQuotaForOrigin", quotaSize === undefined ? { origin } : { origin, quotaSize });
}

/** Starts a short calibration in a browser that has no room for it. */
async function startWithoutRoom(page: Page, origin: string): Promise<void> {
  await openEngland(page);
  await setQuota(page, origin, 1000);
  const panel = page.getByRole("region", { name: "Calibrate", exact: true });
  await panel.getByLabel("Chains").fill("2");
  await panel.getByLabel("Warmup").fill("100");
  await panel.getByLabel("Draws").fill("2000");
  await panel.getByRole("button", { name: "Calibrate", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Paused" })).toBeVisible({ timeout: 60_000 });
  const notice = page.getByRole("alert").filter({ hasText: "T104: there is no room left for this run" });
  await expect(notice).toContainText("Nothing that was drawn is lost");
}

test("a run that does not fit waits, and goes on once there is room", async ({ page, baseURL }) => {
  const { origin } = new URL(baseURL ?? "");
  await startWithoutRoom(page, origin);
  await setQuota(page, origin);
  await page.getByRole("button", { name: "Try again and go on" }).click();
  await expect(page.getByText("Saved in this browser.").first()).toBeVisible({ timeout: 90_000 });
});

test("a run that does not fit can go on without saving, and is told so", async ({ page, baseURL }) => {
  await startWithoutRoom(page, new URL(baseURL ?? "").origin);
  await page.getByRole("button", { name: "Go on without saving" }).click();
  const table = page.getByRole("table", { name: "Posterior" });
  await expect(table).toBeVisible({ timeout: 90_000 });
  const outcome = page.getByRole("region", { name: "Calibration", exact: true });
  await expect(outcome.getByText(/^Not saved: T104 .*no room left for this run/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Download the record" })).toBeVisible();
  expect((await posteriorRows(table)).length).toBe(3);
});
