// Addresses that lead nowhere, errors that nobody caught, a broken line: calm sentences, and a way on.
import { test as bare, type Page } from "@playwright/test";
import { expect, openEngland, test } from "./page.ts";

test("an address without a page says so and leads to the regions", async ({ page }) => {
  await page.goto("./#/nowhere/at/all");
  await expect(page.getByRole("heading", { name: "There is no page at this address" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "All regions" }).click();
  await expect(page.getByRole("link", { name: /boarding school/ })).toBeVisible();
});

// The browser itself reports the missing file on the console, so these two watch no errors.
bare("a region that does not exist says so", async ({ page }) => {
  await page.goto("./#/region/atlantis-1600/plague");
  await expect(page.getByRole("alert")).toContainText("There is no region “atlantis-1600/plague”.");
});

bare("an error that nothing caught shows one sentence and no stack", async ({ page }) => {
  await openEngland(page);
  await page.evaluate(() => {
    setTimeout(() => {
      JSON.parse("{");
    }, 0);
  });
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Something in this page went wrong.");
  await expect(alert).not.toContainText(/SyntaxError|JSON|at .*:\d+/);
  await alert.getByRole("button", { name: "Load the page again" }).click();
  await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test("a run that is not in this browser says so", async ({ page }) => {
  await page.goto("./#/run/20260101T000000000Z-00000000");
  await expect(page.getByRole("heading", { name: "This run is not in this browser" })).toBeVisible();
});

test("once all is kept, the page works on without a network and says so", async ({ page, context }) => {
  await openEngland(page);
  await expect(page.getByText("offline ready")).toBeVisible({ timeout: 30_000 });
  await context.setOffline(true);
  await expect(page.getByText("Offline: all of this works without the net")).toBeVisible();
  await moveContactRate(page);
});

test.describe("where the browser keeps no files for later", () => {
  test.use({ serviceWorkers: "block" });

  test("what is open works on without a network, and the page says that it is offline", async ({ page, context }) => {
    await openEngland(page);
    await context.setOffline(true);
    await expect(page.getByText("Offline: what is open here works on")).toBeVisible();
    await moveContactRate(page);
  });
});

async function moveContactRate(page: Page): Promise<void> {
  await page.getByRole("slider", { name: "Contact rate" }).press("ArrowRight");
  await expect(page.getByRole("button", { name: /^Reset Contact rate/ })).toBeVisible();
}

test("the choice of colours outlives a reload", async ({ page }) => {
  await page.goto("./");
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByLabel("Colours").selectOption("dark");
  const dark = await paper();
  expect(dark).not.toBe(light);
  await page.reload();
  expect(await paper()).toBe(dark);
  await expect(page.getByLabel("Colours")).toHaveValue("dark");
});

test("a chart is saved as a picture with its title and source", async ({ page }) => {
  await openEngland(page);
  for (const format of ["SVG", "PNG"]) {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: `Save Confined to bed as ${format}` }).click();
    expect((await download).suggestedFilename()).toMatch(new RegExp(`confined-to-bed\\.${format.toLowerCase()}$`));
  }
});
