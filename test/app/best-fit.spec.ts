// The best fit on the page: found, put in the sliders, saved as a layer; and the warning about what data cannot tell.
import { readFile } from "node:fs/promises";
import { expect, openEngland, test } from "./page.ts";

const PRODUCT = `midsummer: 1
title: Growth
time: { unit: day, start: 0, end: 5, step: 1 }
integrator: { method: rk4, step: 0.5 }
parameters:
  contacts: { value: 0.7, min: 0, max: 2 }
  risk: { value: 0.7, min: 0, max: 2 }
compartments: [cases]
initial: { cases: 10 }
flows:
  births: { kind: entry, to: cases, rate: contacts * risk * cases }
outputs:
  size: { compartments: cases }
targets:
  seen: { output: size, times: [1, 2, 3, 4, 5], values: [16, 27, 45, 74, 122], likelihood: poisson }
priors:
  contacts: lognormal(-0.35, 0.5)
  risk: lognormal(-0.35, 0.5)
calibration: { chains: 1, warmup: 100, draws: 10 }
`;

test("the best fit goes to the sliders and to a document of its own", async ({ page }) => {
  await openEngland(page);
  const panel = page.getByRole("region", { name: "Best fit" });
  await panel.getByRole("button", { name: "Find best fit" }).click();
  await expect(panel.getByText("The data can tell all of them apart.")).toBeVisible({ timeout: 30_000 });
  const value = await panel.getByRole("row", { name: "Contact rate" }).locator("data").getAttribute("value");
  await panel.getByRole("button", { name: "Put in the sliders" }).click();
  await expect(page.getByRole("spinbutton", { name: "Contact rate" })).toHaveValue(
    String(Number(Number(value).toPrecision(6))),
  );
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel.getByRole("button", { name: "Save as a layer" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("influenza-best-fit.yaml");
  const layer = await readFile(await download.path(), "utf8");
  expect(layer).toContain('extends: "influenza.yaml"');
  expect(layer).toContain(`contact_rate: { value: ${value}, source: "best fit, Midsummer`);
});

test("a calibration says beside its chains what the data cannot tell", async ({ page }) => {
  await page.goto("./");
  await page.evaluate((text) => localStorage.setItem("midsummer.draft.own", text), PRODUCT);
  await page.goto("./#/document");
  await page.getByRole("button", { name: "Calibrate", exact: true }).click();
  const panel = page.getByRole("region", { name: "Best fit" });
  await expect(panel.getByText("the data fix contacts × risk, but not each alone")).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText("S140")).toBeVisible();
});
