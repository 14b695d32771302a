// Scenarios at the draws of a calibration: a table with intervals, and a scenario's bands beside the baseline.
import { calibrate, expect, test } from "./page.ts";

// An infection that the scenario stops at once: what it averts are all cases from then on, in every draw.
const DOCUMENT = `midsummer: 1
title: A school with and without isolation
time: { unit: day, start: 0, end: 40, step: 1, epoch: 2020-03-01 }
integrator: { method: rk4, step: 0.5 }
parameters:
  contact_rate: { value: 0.8, unit: per day, min: 0, max: 3 }
  recovery_rate: { value: 0.4, unit: per day, min: 0, max: 1 }
compartments: [susceptible, infectious, recovered]
initial: { population: 1000, infectious: 2, susceptible: rest }
infectious: [infectious]
flows:
  infection: { kind: infection, from: susceptible, to: infectious, rate: contact_rate }
  recovery: { from: infectious, to: recovered, rate: recovery_rate }
outputs:
  ill: { compartments: infectious, unit: persons, title: Ill at a time }
  cases: { flow: infection, unit: persons, title: New cases }
targets:
  ill: { times: [5, 8, 11, 14], values: [13, 40, 97, 150], likelihood: poisson }
priors:
  contact_rate: uniform(0, 3)
scenarios:
  isolation: { title: All are isolated, from: 2020-03-11, parameters: { contact_rate: 0.001 } }
  masks: { title: Masks for all, from: 2020-03-11, parameters: { contact_rate: 0.3 } }
`;

test("scenarios run at the draws: what each averts, with its interval", async ({ page }) => {
  await page.goto("./#/document");
  await page.getByRole("textbox", { name: /document/i }).fill(DOCUMENT);
  await expect(page.getByRole("heading", { name: "Ill at a time", exact: true })).toBeVisible();
  await calibrate(page, { chains: 2, warmup: 200, draws: 200 });

  const section = page.getByRole("region", { name: "Scenarios with their uncertainty" });
  await section.getByRole("button", { name: "Run the scenarios at the draws" }).click();
  const table = section.getByRole("table", { name: "Averted against the baseline, over the draws" });
  await expect(table.getByRole("rowgroup").filter({ hasText: "Masks for all" })).toBeVisible({ timeout: 30_000 });
  const averted = async (scenario: string): Promise<[number, number, number]> => {
    const row = table.getByRole("rowgroup").filter({ hasText: scenario }).getByRole("row");
    const figures = row.filter({ hasText: "New cases" }).locator("data");
    const values = await figures.evaluateAll((all) => all.map((each) => Number(each.getAttribute("value"))));
    return [values[0] ?? NaN, values[1] ?? NaN, values[2] ?? NaN];
  };
  const [median, lower, upper] = await averted("All are isolated");
  // R₀ is near 2, and 1,000 persons: the final size is near 800, of whom less than 200 fell ill in the first ten days.
  expect(median).toBeGreaterThan(500);
  expect(median).toBeLessThan(850);
  expect(lower).toBeLessThan(median);
  expect(median).toBeLessThan(upper);
  expect((await averted("Masks for all"))[0]).toBeLessThan(median);

  await section.getByLabel("Scenario in the chart").selectOption({ label: "Masks for all" });
  await expect(section.getByRole("heading", { name: "Ill at a time: Masks for all" })).toBeVisible();
});
