// A browser whose storage fails for a reason of its own: the run stays on the page, with the reason and a way to keep it.
import { begin, expect, openEngland, posteriorRows, test } from "./page.ts";

test("a run that the browser cannot write is told so, and is not lost", async ({ page }) => {
  await openEngland(page);
  // What Chromium says when the database file is damaged or the disk has gone.
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException("Internal error.", "UnknownError");
    };
  });
  await begin(page, { chains: 2, warmup: 100, draws: 100 });
  await expect(page.getByRole("alert").filter({ hasText: "T105: the browser could not read or write" })).toBeVisible();
  await page.getByRole("button", { name: "Go on without saving" }).click();
  const table = page.getByRole("table", { name: "Posterior" });
  await expect(table).toBeVisible({ timeout: 90_000 });
  const outcome = page.getByRole("region", { name: "Calibration", exact: true });
  await expect(
    outcome.getByText(/^Not saved: T105 .*could not read or write its saved runs \(UnknownError\)/),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Download the record" })).toBeVisible();
  expect((await posteriorRows(table)).length).toBe(3);
});
