// The main job, end to end: open the boarding school, drag a parameter, calibrate, reload, find the run again.
import { readFileSync } from "node:fs";
import { calibrate, chartColumn, ERROR_OF_MEAN, expect, MEAN, openEngland, posteriorRows, RHAT, test } from "./page.ts";

const REFERENCE = new URL("../reference/posteriors/boarding_school_sir.json", import.meta.url);
const FULL = { chains: 4, warmup: 1000, draws: 2000 };

/** Posterior means by quadrature, free of Monte Carlo error, in the order of the document's priors. */
function exactMeans(): number[] {
  // The form of the file is that of its README.
  const reference = JSON.parse(readFileSync(REFERENCE, "utf8")) as {
    exact_by_quadrature: { mean: Record<"beta" | "gamma" | "phi_inv", number> };
  };
  const { beta, gamma, phi_inv } = reference.exact_by_quadrature.mean;
  return [beta, gamma, phi_inv];
}

test("dragging a slider moves the curve before the mouse is let go", async ({ page }) => {
  await openEngland(page);
  const before = await chartColumn(page, "Confined to bed", "Model");
  const slider = page.getByRole("slider", { name: "Contact rate" });
  const box = await slider.boundingBox();
  if (!box) throw new Error("The slider is not on screen.");
  await page.mouse.move(box.x + box.width * 0.425, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 12 });
  await expect.poll(async () => await chartColumn(page, "Confined to bed", "Model")).not.toEqual(before);
  // A faster contact rate brings an earlier and higher peak.
  await expect
    .poll(async () => Math.max(...(await chartColumn(page, "Confined to bed", "Model"))))
    .toBeGreaterThan(Math.max(...before));
  await page.mouse.up();
  await page.getByRole("button", { name: /^Reset Contact rate/ }).click();
  await expect.poll(async () => await chartColumn(page, "Confined to bed", "Model")).toEqual(before);
});

test("a calibration agrees with the exact posterior, is saved, and opens again after a reload", async ({ page }) => {
  await openEngland(page);
  const table = await calibrate(page, FULL);
  await expect(page.locator(".verdict")).toContainText("Usable");
  const rows = await posteriorRows(table);
  expect(rows).toHaveLength(3);
  exactMeans().forEach((exact, parameter) => {
    const row = rows[parameter] ?? [];
    expect(row[RHAT]).toBeLessThan(1.01);
    // Four Monte Carlo standard errors: for three means a sound sampler falls outside about once in 5,000 runs.
    expect(Math.abs((row[MEAN] ?? NaN) - exact)).toBeLessThanOrEqual(4 * (row[ERROR_OF_MEAN] ?? NaN));
  });
  await expect(page.getByText("Saved in this browser.").first()).toBeVisible();
  const median = await chartColumn(page, "Confined to bed", "Median of the draws");
  expect(median.every(Number.isFinite)).toBe(true);

  await page.reload();
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Runs" }).click();
  await page.getByRole("link", { name: /Influenza in an English boarding school/ }).click();
  const again = page.getByRole("table", { name: "Posterior" });
  await expect(again).toBeVisible();
  expect(await posteriorRows(again)).toEqual(rows);
  // The fan is computed anew from the stored draws, with the same seed: the same digits.
  await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
  expect(await chartColumn(page, "Confined to bed", "Median of the draws")).toEqual(median);
});

test("a result whose parameter has moved since stays on screen and says why it is old", async ({ page }) => {
  await openEngland(page);
  await calibrate(page, { chains: 2, warmup: 100, draws: 100 });
  await page.getByRole("slider", { name: "Recovery rate" }).press("ArrowRight");
  await expect(page.getByText("Recovery rate changed; the fit below belongs to the document's values.")).toBeVisible();
  await expect(page.getByRole("table", { name: "Posterior" })).toBeVisible();
  await page.getByRole("button", { name: "Reset all" }).click();
  await expect(page.getByText("the fit below belongs to")).toHaveCount(0);
});

test("a calibration that is stopped keeps the draws so far", async ({ page }) => {
  await openEngland(page);
  const panel = page.getByRole("region", { name: "Calibrate", exact: true });
  await panel.getByLabel("Draws").fill("200000");
  await panel.getByRole("button", { name: "Calibrate", exact: true }).click();
  // Chain 1 has draws once it says how many.
  await expect(page.getByText(/^[\d,]+ of 200,000 draws$/).first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Stop and keep the draws so far" }).click();
  await expect(page.getByRole("table", { name: "Posterior" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/^Stopped early: [\d,]+ draws/)).toBeVisible();
});

test("a run is deleted only after a question", async ({ page }) => {
  await openEngland(page);
  await calibrate(page, { chains: 2, warmup: 100, draws: 100 });
  await page.goto("./#/runs");
  await page.getByRole("button", { name: /^Delete the run/ }).click();
  await page.getByRole("button", { name: "Keep" }).click();
  await expect(page.getByRole("link", { name: /boarding school/ })).toBeVisible();
  await page.getByRole("button", { name: /^Delete the run/ }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await expect(page.getByText("No runs yet.")).toBeVisible();
});
