// Every region of this project in the page: it opens, its curve follows a slider, and a scenario is compared with it.
import { expect, test } from "./page.ts";

const REGIONS = [
  { path: "england-1978/influenza", chart: "Confined to bed", scenario: "Boys kept apart two days earlier" },
  { path: "kiribati/tuberculosis", chart: "Cases notified in the year before", scenario: "Less crowded homes by 2030" },
  {
    path: "marshall-islands/tuberculosis",
    chart: "Cases notified in the year before, Majuro",
    scenario: "As if there had been no campaigns",
  },
  { path: "philippines/covid-19", chart: "Reported cases, mean of seven days", scenario: "No vaccination" },
  { path: "sri-lanka/covid-19", chart: "Reported cases, mean of seven days", scenario: "No vaccination" },
  { path: "italy-2020/covid-19", chart: "Reported cases, mean of seven days", scenario: "Lockdown one week later" },
  { path: "malaysia/covid-19-core", chart: "Reported cases", scenario: "No vaccination" },
  { path: "malaysia/covid-19", chart: "Reported cases", scenario: "No vaccination" },
];

for (const { path, chart, scenario } of REGIONS) {
  test(`${path} opens, follows a slider, and compares “${scenario}”`, async ({ page }) => {
    await page.goto(`./#/region/${path}`);
    await expect(page.getByRole("heading", { name: chart, exact: true })).toBeVisible({ timeout: 30_000 });
    const figure = page.getByRole("figure").filter({ has: page.getByRole("heading", { name: chart, exact: true }) });
    // The picture itself: tables of thousands of rows take seconds.
    const picture = () => figure.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await figure.scrollIntoViewIfNeeded();
    let before = "";
    await expect.poll(async () => before === (before = await picture()), { message: "the chart is drawn" }).toBe(true);
    await page.getByRole("slider").first().press("PageUp");
    await expect.poll(picture, { timeout: 30_000 }).not.toBe(before);
    await page.getByRole("checkbox", { name: scenario, exact: true }).check();
    const averted = page.getByRole("table", { name: "Averted against the baseline" });
    await expect(averted.getByRole("rowheader", { name: scenario })).toBeVisible({ timeout: 30_000 });
    // What is averted is no reproduction number, and some of it differs from nothing.
    await expect(averted.getByRole("rowheader", { name: "Reproduction number" })).toHaveCount(0);
    const changes = await averted
      .locator("td:last-child data")
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("value"))));
    expect(changes.some((change) => Math.abs(change) > 0.01)).toBe(true);
    await expect(averted.getByRole("row").filter({ hasText: "NaN" })).toHaveCount(0);
  });
}
