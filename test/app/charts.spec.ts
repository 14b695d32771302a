// Charts: one zoom for all that share time, a log switch, days instead of dates, the reading under the cursor.
import type { Page } from "@playwright/test";
import { expect, openEngland, test } from "./page.ts";

function figure(page: Page, title: string) {
  return page.getByRole("figure").filter({ has: page.getByRole("heading", { name: title }) });
}

async function plotBox(page: Page, title: string) {
  const box = await figure(page, title).locator(".u-over").boundingBox();
  if (!box) throw new Error(`The chart “${title}” is not on screen.`);
  return box;
}

test("a zoom in one chart is the zoom of all, and a double click shows everything again", async ({ page }) => {
  await openEngland(page);
  const { x, y, width, height } = await plotBox(page, "Confined to bed");
  await page.mouse.move(x + width * 0.2, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 6 });
  await page.mouse.up();
  for (const title of ["Confined to bed", "New infections"]) {
    await expect(figure(page, title).getByRole("button", { name: "Show all" })).toBeVisible();
  }
  await page.mouse.dblclick(x + width / 2, y + height / 2);
  await expect(page.getByRole("button", { name: "Show all" })).toHaveCount(0);
});

test("a zoom stays while a slider moves", async ({ page }) => {
  await openEngland(page);
  const chart = page.getByRole("img", { name: /^Confined to bed/ });
  await chart.focus();
  await page.keyboard.press("+");
  await expect(figure(page, "Confined to bed").getByRole("button", { name: "Show all" })).toBeVisible();
  await page.getByRole("slider", { name: "Contact rate" }).press("PageUp");
  await expect(page.getByRole("button", { name: /^Reset Contact rate/ })).toBeVisible();
  await expect(figure(page, "Confined to bed").getByRole("button", { name: "Show all" })).toBeVisible();
  await chart.press("Escape");
  await expect(figure(page, "Confined to bed").getByRole("button", { name: "Show all" })).toHaveCount(0);
});

test("the cursor reads the values of the date below it, in all charts", async ({ page }) => {
  await openEngland(page);
  const { x, y, width, height } = await plotBox(page, "Confined to bed");
  await page.mouse.move(x + width / 2, y + height / 2);
  // Day 7 of 14, with 258 boys in bed.
  await expect(figure(page, "Confined to bed").locator(".legend")).toContainText("28 Jan 1978");
  await expect(figure(page, "Confined to bed").locator(".legend")).toContainText("258");
  await expect(figure(page, "New infections").locator(".legend")).toContainText("28 Jan 1978");
});

test("days stand in the place of dates when asked, and a log scale says what becomes of zeros", async ({ page }) => {
  await openEngland(page);
  const bed = figure(page, "Confined to bed");
  await bed.getByRole("button", { name: "Table" }).click();
  await expect(bed.getByRole("rowheader").first()).toHaveText("21 Jan 1978");
  await page.getByRole("button", { name: "Days" }).click();
  await expect(bed.getByRole("rowheader").first()).toHaveText("Day 0");
  await bed.getByLabel("Log scale").check();
  await expect(bed).toContainText("log scale, zeros at the foot");
  // The time axis is not shortened: all fifteen days are in the table.
  await expect(bed.getByRole("rowheader")).toHaveCount(15);
});

test("a browser whose language does not exist draws charts all the same", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "language", { value: "C", configurable: true });
  });
  await openEngland(page);
  await expect(figure(page, "Confined to bed").locator("canvas")).toBeVisible();
});

test("a page that is printed shows every chart, also those far below the screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 500 });
  await page.goto("./#/region/marshall-islands/tuberculosis");
  await expect(page.locator("figure canvas").first()).toBeVisible();
  const charts = await page.locator("figure").count();
  const drawn = page.locator("figure").filter({ has: page.locator("canvas") });
  expect(await drawn.count()).toBeLessThan(charts);
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect(drawn).toHaveCount(charts);
});
