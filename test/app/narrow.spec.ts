// On a phone: nothing runs out of the screen sideways, and every control is reached with a thumb.
import type { Page } from "@playwright/test";
import { chartColumn, expect, openEngland, test } from "./page.ts";

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

for (const width of [360, 390]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 780 }, hasTouch: true });

    test("no page scrolls sideways", async ({ page }) => {
      for (const address of ["./", "./#/runs", "./#/document"]) {
        await page.goto(address);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        expect(await overflow(page)).toBeLessThanOrEqual(0);
      }
    });

    test("parameters and calibration come in a sheet from below, over the charts", async ({ page }) => {
      await openEngland(page);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      const before = await chartColumn(page, "Confined to bed", "Model");
      await page.getByRole("button", { name: "Parameters" }).tap();
      const slider = page.getByRole("slider", { name: "Contact rate" });
      await expect(slider).toBeInViewport();
      expect((await slider.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await expect(page.getByRole("img", { name: /^Confined to bed/ })).toBeInViewport();
      await slider.press("ArrowRight");
      await expect.poll(async () => await chartColumn(page, "Confined to bed", "Model")).not.toEqual(before);

      const bar = page.getByRole("group", { name: "Sheets" });
      await bar.getByRole("button", { name: "Calibrate" }).tap();
      await page.getByLabel("Warmup").fill("100");
      await page.getByLabel("Draws").fill("100");
      const start = page
        .getByRole("region", { name: "Calibrate", exact: true })
        .getByRole("button", { name: "Calibrate" });
      expect((await start.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await start.tap();
      await expect(page.getByRole("table", { name: "Posterior" })).toBeVisible({ timeout: 60_000 });
      expect(await overflow(page)).toBeLessThanOrEqual(0);

      await bar.getByRole("button", { name: "Document" }).tap();
      await expect(page.getByRole("textbox", { name: "Document" })).toBeInViewport();
      expect(await overflow(page)).toBeLessThanOrEqual(0);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("textbox", { name: "Document" })).toHaveCount(0);
    });
  });
}
