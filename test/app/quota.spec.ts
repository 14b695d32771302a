// A browser without room: the run stays on the page, the reason is told, and the record can be downloaded.
import { calibrate, expect, openEngland, posteriorRows, test } from "./page.ts";

test("a run that does not fit is told so, with what would do, and is not lost", async ({ page, baseURL }) => {
  await openEngland(page);
  const browser = await page.context().newCDPSession(page);
  await browser.send("Storage.overrideQuotaForOrigin", { origin: new URL(baseURL ?? "").origin, quotaSize: 1000 });
  const table = await calibrate(page, { chains: 2, warmup: 100, draws: 2000 });
  const outcome = page.getByRole("region", { name: "Calibration", exact: true });
  await expect(outcome.getByText(/^Not saved: T104 .*no room left for this run/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Download the record" })).toBeVisible();
  expect((await posteriorRows(table)).length).toBe(3);
});
