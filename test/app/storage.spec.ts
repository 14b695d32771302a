// A browser that refuses to keep anything: the page says so, works in memory, and offers the record as a file.
import { calibrate, expect, openEngland, posteriorRows, test } from "./page.ts";

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
  });
});

test("a run is kept until the tab closes, with the reason, and can be downloaded", async ({ page }) => {
  await openEngland(page);
  await calibrate(page, { chains: 2, warmup: 100, draws: 100 });
  await expect(page.getByText(/^Kept until this tab is closed\./)).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the record" }).click();
  const record = await download;
  expect(record.suggestedFilename()).toMatch(/^influenza-in-an-english-boarding-school-1978-.*\.midsummer-run$/);
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await expect(page.locator(".notice")).toBeVisible();
  await page.getByRole("link", { name: /boarding school/ }).click();
  const table = page.getByRole("table", { name: "Posterior" });
  await expect(table).toBeVisible();
  const rows = await posteriorRows(table);

  // What was kept in memory is gone after a reload; the downloaded record brings it back.
  const path = test.info().outputPath("run.midsummer-run");
  await record.saveAs(path);
  await page.goto("./");
  await page.reload();
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await page.getByLabel("Open a file").setInputFiles(path);
  await expect(table).toBeVisible();
  expect(await posteriorRows(table)).toEqual(rows);
});

test("the gallery says that nothing can be kept", async ({ page }) => {
  await page.goto("./");
  await expect(page.locator(".notice.warn")).not.toBeEmpty();
  await expect(page.getByRole("link", { name: /boarding school/ })).toBeVisible();
});
