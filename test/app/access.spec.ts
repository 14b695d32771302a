// Every page for everyone: no violation that axe can find, in light and dark; the main job by keyboard alone.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { calibrate, expect, openEngland, test } from "./page.ts";

/** Rule and place of each violation, so that a failure says what to mend. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} (${node.failureSummary ?? ""})`),
  );
}

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("the gallery has no violation", async ({ page }) => {
      await page.goto("./");
      await expect(page.getByRole("link", { name: /boarding school/ })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test("region, result, runs and run have no violation", async ({ page }) => {
      await openEngland(page);
      expect(await violations(page)).toEqual([]);
      await calibrate(page, { chains: 2, warmup: 100, draws: 100 });
      await page.getByRole("button", { name: "Table" }).first().click();
      await page.getByText("Where this comes from").click();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("slider", { name: "Contact rate" }).press("ArrowRight");
      await expect(page.getByText("the fit below belongs to")).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("link", { name: "Runs", exact: true }).click();
      await expect(page.getByRole("link", { name: /boarding school/ })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      await page.getByRole("link", { name: /boarding school/ }).click();
      await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test("a wide region with scenarios and all its outputs has no violation", async ({ page }) => {
      await page.goto("./#/region/kiribati/tuberculosis");
      await page.getByRole("checkbox", { name: "Less crowded homes by 2030" }).check();
      await page.getByRole("heading", { name: "More outputs" }).click();
      await page.getByText("Where the numbers come from").click();
      await expect(page.getByRole("table", { name: "Averted against the baseline" })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test("a running calibration has no violation", async ({ page }) => {
      await openEngland(page);
      const panel = page.getByRole("region", { name: "Calibrate", exact: true });
      await panel.getByLabel("Draws").fill("500000");
      await panel.getByRole("button", { name: "Calibrate", exact: true }).click();
      await expect(page.getByRole("progressbar", { name: "Chain 1" })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test("the editor with messages has no violation", async ({ page }) => {
      await page.goto("./#/document");
      await page.getByRole("textbox", { name: "Document" }).fill("midsummer: 1\ntitel: x");
      await expect(page.getByRole("list", { name: /message/ })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}

test("the main job can be done by keyboard alone", async ({ page }) => {
  await page.goto("./");
  await expect(page.getByRole("link", { name: /boarding school/ })).toBeVisible();
  await tabTo(page, "Influenza in an English boarding school");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
  await tabTo(page, "Contact rate");
  const slider = page.getByRole("slider", { name: "Contact rate" });
  while (!(await slider.evaluate((element) => element === document.activeElement))) await page.keyboard.press("Tab");
  const before = Number(await slider.inputValue());
  await page.keyboard.press("ArrowRight");
  expect(Number(await slider.inputValue())).toBeGreaterThan(before);
  await tabTo(page, "Warmup");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("100");
  await tabTo(page, "Draws");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("100");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("table", { name: "Posterior" })).toBeVisible({ timeout: 60_000 });
});

test("the values of a chart can be read with arrow keys", async ({ page }) => {
  await openEngland(page);
  const chart = page.getByRole("img", { name: /^Confined to bed/ });
  await chart.focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  // The third position is day 2, where 8 boys were in bed.
  await expect(page.getByRole("figure").first().getByText("23 Jan 1978").first()).toBeVisible();
  await expect(page.getByRole("figure").first().locator(".reading").last()).toHaveText("8");
});

/** Presses Tab until an element is focused whose name begins with these words. */
async function tabTo(page: Page, words: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.innerText ?? "") : "";
      return (element?.getAttribute("aria-label") ?? (label || element?.textContent) ?? "").trim();
    });
    if (name.startsWith(words)) return;
  }
  throw new Error(`No press of Tab reaches “${words}”.`);
}
