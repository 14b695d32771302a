// What the browser tests share: a page that fails on any error of its own, and the steps that many of them take.
import { expect, test as base, type Locator, type Page } from "@playwright/test";

/** A page whose errors, and whose breaches of the content security policy, fail the test. */
export const test = base.extend<{ page: Page }>({
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await use(page);
    expect(errors).toEqual([]);
  },
});

export { expect };

export const ENGLAND = "#/region/england-1978/influenza";

/** Opens the English boarding school, with its first curve on screen. */
export async function openEngland(page: Page, query = ""): Promise<void> {
  await page.goto(`./${query}${ENGLAND}`);
  await expect(
    page.getByRole("heading", { name: "Influenza in an English boarding school, 1978", level: 1 }),
  ).toBeVisible();
  await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
}

/** The numbers of one column of the table behind a chart, which is opened where it is not. */
export async function chartColumn(page: Page, chart: string, column: string): Promise<number[]> {
  const figure = page.getByRole("figure").filter({ has: page.getByRole("heading", { name: chart }) });
  const button = figure.getByRole("button", { name: "Table" });
  if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
  const headers = await figure.locator("thead th").allInnerTexts();
  const position = headers.findIndex((header) => header.startsWith(column));
  expect(position, `there is a column “${column}” among ${headers.join(", ")}`).toBeGreaterThan(0);
  const cells = figure.locator(`tbody td:nth-child(${position + 1}) data`);
  return cells.evaluateAll((all) => all.map((cell) => Number(cell.getAttribute("value"))));
}

export interface Settings {
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
}

/** Fills in the Calibrate panel, and starts. */
export async function begin(page: Page, settings: Settings): Promise<void> {
  const panel = page.getByRole("region", { name: "Calibrate", exact: true });
  await panel.getByLabel("Chains").fill(String(settings.chains));
  await panel.getByLabel("Warmup").fill(String(settings.warmup));
  await panel.getByLabel("Draws").fill(String(settings.draws));
  await panel.getByRole("button", { name: "Calibrate", exact: true }).click();
}

/** Runs a calibration from the panel, and waits for the posterior. */
export async function calibrate(page: Page, settings: Settings): Promise<Locator> {
  await begin(page, settings);
  const table = page.getByRole("table", { name: "Posterior" });
  await expect(table).toBeVisible({ timeout: 90_000 });
  return table;
}

/** The unrounded figures of the posterior table: one list per parameter, in the order of the columns. */
export async function posteriorRows(table: Locator): Promise<number[][]> {
  return table
    .locator("tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("data")].map((figure) => Number(figure.getAttribute("value")))),
    );
}

/** Positions of figures in a row of the posterior table. */
export const MEAN = 0;
export const RHAT = 5;
export const ERROR_OF_MEAN = 8;

/** The digest of the draws, as the page states it. */
export async function drawsDigest(page: Page): Promise<string> {
  await page.getByText("Where this comes from").click();
  const row = page.locator(".details dl > div").filter({ hasText: "Draws digest" });
  return (await row.locator("code").innerText()).trim();
}
