// Wide regions: hundreds of compartments, many parameters and outputs, and scenarios beside the baseline.
import type { Page } from "@playwright/test";
import { chartColumn, expect, test } from "./page.ts";

const KIRIBATI = "#/region/kiribati/tuberculosis";
const MALAYSIA = "#/region/malaysia/covid-19-core";

async function open(page: Page, address: string, title: string, chart: string): Promise<void> {
  await page.goto(`./${address}`);
  await expect(page.getByRole("heading", { name: title, level: 1 })).toBeVisible();
  await expect(page.getByRole("heading", { name: chart, exact: true })).toBeVisible({ timeout: 20_000 });
}

async function moveFirstSlider(page: Page): Promise<void> {
  await page.getByRole("slider").first().press("PageUp");
}

test("charts begin where the document says, and show all of the run when asked", async ({ page }) => {
  await open(page, KIRIBATI, "Tuberculosis in Kiribati", "Population");
  const showAll = page.getByRole("button", { name: "Show all" });
  await expect(showAll.first()).toBeVisible();
  await showAll.first().click();
  await expect(showAll).toHaveCount(0);
  // Whoever saw the whole keeps it while the sliders move.
  const before = await chartColumn(page, "Population", "Model");
  await moveFirstSlider(page);
  await expect.poll(() => chartColumn(page, "Population", "Model"), { timeout: 20_000 }).not.toEqual(before);
  await expect(showAll).toHaveCount(0);
});

test("outputs beyond the observed ones are drawn when they are asked for", async ({ page }) => {
  await open(page, MALAYSIA, "COVID-19 in Malaysia, core variant", "Reported cases");
  const title = page.getByRole("heading", { name: "Admissions to hospital" });
  await expect(title).toHaveCount(0);
  await page.getByRole("heading", { name: "More outputs" }).click();
  await expect(title).toBeVisible();
  // Sixteen ages stand in one chart, and one of them can be chosen.
  const family = page.getByRole("combobox", { name: "Shown in Reported cases" }).last();
  await expect(family.getByRole("option")).toHaveCount(17);
});

test("a search finds parameters by name among dozens, and the note says where a value comes from", async ({ page }) => {
  await open(page, MALAYSIA, "COVID-19 in Malaysia, core variant", "Reported cases");
  await page.getByRole("searchbox", { name: "Search parameters" }).fill("coverage");
  const sliders = page.getByRole("slider");
  await expect(sliders).toHaveCount(2);
  await expect(sliders.first()).toHaveAccessibleDescription(/Value: 0\.89 from regions\/malaysia\/covid-19-core\.yaml/);
  await page.getByRole("searchbox", { name: "Search parameters" }).fill("nothing like this");
  await expect(page.getByText("No parameter has “nothing like this” in its name.")).toBeVisible();
});

test("a scenario leaves the baseline where it begins, and the table says what it averts", async ({ page }) => {
  await open(page, KIRIBATI, "Tuberculosis in Kiribati", "Population");
  const chart = "Cases notified in the year before";
  const alone = await chartColumn(page, chart, "Model");
  const scenario = page.getByRole("checkbox", { name: "Less crowded homes by 2030" });
  await scenario.check();
  await expect(page.getByRole("heading", { name: `${chart}: difference from the baseline` })).toBeVisible();

  const figure = page.getByRole("figure").filter({ has: page.getByRole("heading", { name: chart, exact: true }) });
  await expect(figure.getByRole("columnheader", { name: "Baseline" })).toBeVisible();
  const rows = await figure.locator("tbody tr").evaluateAll((all) =>
    all.map((row) => ({
      time: row.querySelector("th")?.textContent.trim() ?? "",
      figures: [...row.querySelectorAll("td")].map((cell) => cell.querySelector("data")?.getAttribute("value") ?? null),
    })),
  );
  const at = (time: string) => rows.find((row) => row.time === time)?.figures ?? [];
  // Observed, baseline, scenario: nothing of the scenario before it begins, the baseline's own value when it does.
  expect(at("2020")[2]).toBeNull();
  expect(Number(at("2025")[2])).toBeCloseTo(Number(at("2025")[1]), 6);
  expect(Number(at("2050")[2])).toBeLessThan(0.9 * Number(at("2050")[1]));
  expect(rows.map((row) => Number(row.figures[1]))).toEqual(alone);

  const table = page.getByRole("table", { name: "Averted against the baseline" });
  const row = table.getByRole("row").filter({ hasText: chart });
  const [baseline = 0, with_ = 0, averted = 0] = await row
    .locator("data")
    .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("value"))));
  expect(averted).toBeGreaterThan(0);
  // The three are rounded apart from each other, to the last of 53 bits.
  expect(averted).toBeCloseTo(baseline - with_, 6);

  await scenario.uncheck();
  await expect(table).toHaveCount(0);
  await expect(figure.getByRole("columnheader", { name: "Model" })).toBeVisible();
});

test("a stochastic document shows a fan of its runs and how likely the infection dies out", async ({ page }) => {
  await page.goto("./#/document");
  await page.getByRole("textbox", { name: /document/i }).fill(VILLAGE);
  await expect(page.getByText("Median of the runs")).toBeVisible({ timeout: 20_000 });
  const share = page.getByText(/Infection died out by 29 Jun 2020/).locator("..");
  await expect(share).toContainText("standard error");
  await expect(share).toContainText("of 100 runs");
  // A branching process with R₀ = 1.5 from one case dies out early with probability 1 / 1.5; ten standard errors of slack
  // upwards, for large outbreaks that have ended by then.
  const value = Number(await share.locator("data").getAttribute("value"));
  expect(value).toBeGreaterThan(2 / 3 - 4 * Math.sqrt(2 / 9 / 100));
  expect(value).toBeLessThanOrEqual(1);
});

test("390 pixels: scenarios come in a sheet of their own, and nothing scrolls sideways", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, KIRIBATI, "Tuberculosis in Kiribati", "Population");
  await page.getByRole("button", { name: "Scenarios", exact: true }).click();
  await page.getByRole("checkbox", { name: "Less crowded homes by 2030" }).check();
  await page.getByRole("button", { name: "Close scenarios" }).click();
  await expect(page.getByRole("table", { name: "Averted against the baseline" })).toBeVisible();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

const VILLAGE = `midsummer: 1
title: Outbreak in a village
time: { unit: day, start: 0, end: 120, step: 1, epoch: 2020-03-01 }
integrator: { method: tau-leap, step: 0.1, replicates: 100, seed: 7 }
parameters:
  contact_rate: { value: 0.3, unit: per day, min: 0, max: 1 }
compartments: [susceptible, infectious, recovered]
initial: { population: 2000, infectious: 1, susceptible: rest }
infectious: [infectious]
flows:
  infection: { kind: infection, from: susceptible, to: infectious, rate: contact_rate }
  recovery: { from: infectious, to: recovered, rate: 0.2 }
outputs:
  ill: { compartments: infectious, unit: persons, title: Ill at a time }
`;
