// Bad documents: what is wrong is said with line and code, the page stays awake, and nothing is lost.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { chartColumn, expect, openEngland, test } from "./page.ts";

const REGION = readFileSync(new URL("../../regions/england-1978/influenza.yaml", import.meta.url), "utf8");

/** Nine levels of nine: a thousand million words, if it were ever written out. */
const ALIAS_BOMB = [
  'a: &a ["x","x","x","x","x","x","x","x","x"]',
  ..."bcdefghi".split("").map((name, level) => {
    const below = "abcdefghi"[level] ?? "a";
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${below}`).join(",")}]`;
  }),
].join("\n");

async function editRegion(page: Page) {
  await openEngland(page);
  await page.getByRole("button", { name: "Edit document" }).click();
  return page.getByRole("textbox", { name: "Document" });
}

function lineOf(text: string, words: string): number {
  return text.slice(0, text.indexOf(words)).split("\n").length;
}

test("an unknown compartment is named with its line, and a press leads there", async ({ page }) => {
  const editor = await editRegion(page);
  const wrong = REGION.replace("from: infectious,", "from: infectous,");
  expect(wrong).not.toBe(REGION);
  await editor.fill(wrong);
  const issues = page.getByRole("list", { name: /message/ });
  await expect(issues).toContainText("infectous");
  await expect(issues).toContainText("infectious");
  await expect(issues).toContainText(/E2\d\d/);
  const line = lineOf(wrong, "infectous");
  await issues.getByRole("button", { name: new RegExp(`^Line ${line},`) }).click();
  await expect(editor).toBeFocused();
  const caret = await editor.evaluate(
    (area: HTMLTextAreaElement) => area.value.slice(0, area.selectionStart).split("\n").length,
  );
  expect(caret).toBe(line);
});

test("the last good curves stay while the text is broken, and the text outlives a reload", async ({ page }) => {
  const editor = await editRegion(page);
  const before = await chartColumn(page, "Confined to bed", "Model");
  const broken = `${REGION}\nflows: [unclosed`;
  await editor.fill(broken);
  await expect(page.getByText("the curves below are those of the last text without any")).toBeVisible();
  expect(await chartColumn(page, "Confined to bed", "Model")).toEqual(before);

  await page.reload();
  await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
  await page.getByRole("button", { name: "Edit document" }).click();
  await expect(editor).toHaveValue(broken);
  await page.getByRole("button", { name: "Back to the published text" }).click();
  await expect(editor).toHaveValue(REGION);
  await expect(page.getByText("the curves below are those")).toHaveCount(0);
});

test("an unknown key offers the nearest one", async ({ page }) => {
  const editor = await editRegion(page);
  await editor.fill(REGION.replace("\npriors:", "\npriorss:"));
  const issues = page.getByRole("list", { name: /message/ });
  await expect(issues).toContainText("priorss");
  await expect(issues).toContainText("Did you mean “priors”?");
  await expect(issues).toContainText(/E1\d\d/);
});

test("a rate that divides by zero is named with its time, and the last good curves stay", async ({ page }) => {
  const editor = await editRegion(page);
  const before = await chartColumn(page, "Confined to bed", "Model");
  await editor.fill(
    REGION.replace("rate: recovery_rate", 'rate: "where(t >= 5, recovery_rate / (t - t), recovery_rate)"'),
  );
  const issues = page.getByRole("list", { name: /message/ }).first();
  await expect(issues).toContainText("recovery");
  await expect(issues).toContainText(/\b5\b/);
  expect((await chartColumn(page, "Confined to bed", "Model")).length).toBe(before.length);
});

test("an alias bomb is refused and the page stays awake", async ({ page }) => {
  await page.goto("./#/document");
  const editor = page.getByRole("textbox", { name: "Document" });
  await editor.fill(ALIAS_BOMB);
  const issues = page.getByRole("list", { name: /message/ });
  await expect(issues).toContainText("E102", { timeout: 10_000 });
  await editor.fill(REGION);
  await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
});

test("a file of 10 MB is refused in words and what was open stays", async ({ page }) => {
  await page.goto("./#/document");
  const editor = page.getByRole("textbox", { name: "Document" });
  await editor.fill(REGION);
  await expect(page.getByRole("heading", { name: "Confined to bed" })).toBeVisible();
  await page.getByRole("link", { name: "Regions" }).click();
  const big = { name: "big.yaml", mimeType: "application/yaml", buffer: Buffer.alloc(10 * 2 ** 20, "# much ado\n") };
  await page.getByLabel("Open a file").setInputFiles(big);
  await expect(page.getByRole("alert")).toContainText("“big.yaml” was not opened");
  await expect(page.getByRole("alert")).toContainText("E101");
  await page.getByRole("link", { name: "Document", exact: true }).click();
  await expect(editor).toHaveValue(REGION);
});

test("a text of 10 MB that is pasted is refused and the document stays", async ({ page }) => {
  const editor = await editRegion(page);
  await editor.evaluate((area) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "# much ado\n".repeat(10 ** 6));
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText("That text was not put in")).toBeVisible();
  await expect(page.getByRole("list", { name: /message/ })).toContainText("E101");
  await expect(editor).toHaveValue(REGION);
});

test("a document from a file opens, and what it replaces can be brought back", async ({ page }) => {
  await page.goto("./#/document");
  const editor = page.getByRole("textbox", { name: "Document" });
  await editor.fill("midsummer: 1\ntitle: My notes");
  await page.getByRole("link", { name: "Regions" }).click();
  const file = { name: "school.yaml", mimeType: "application/yaml", buffer: Buffer.from(REGION) };
  await page.getByLabel("Open a file").setInputFiles(file);
  await expect(editor).toHaveValue(REGION);
  await page.getByRole("button", { name: "Bring back the previous text" }).click();
  await expect(editor).toHaveValue("midsummer: 1\ntitle: My notes");
});
