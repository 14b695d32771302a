// On a narrow screen the controls come from below: a bar of buttons, and the head of the sheet with its way back.
import { html, nothing, type TemplateResult } from "lit";

export type Sheet = "scenarios" | "parameters" | "calibrate" | "document";

const SHEETS: readonly (readonly [Sheet, string])[] = [
  ["scenarios", "Scenarios"],
  ["parameters", "Parameters"],
  ["calibrate", "Calibrate"],
  ["document", "Document"],
];

/** The bar at the foot of a narrow screen. @param hasScenarios the document has any to show */
export function bar(open: Sheet | null, hasScenarios: boolean, show: (sheet: Sheet | null) => void): TemplateResult {
  const sheets = SHEETS.filter(([sheet]) => hasScenarios || sheet !== "scenarios");
  return html`<div class="sheet-bar" role="group" aria-label="Sheets">
    ${sheets.map(
      ([sheet, title]) =>
        html`<button
          aria-expanded=${open === sheet ? "true" : "false"}
          @click=${() => show(open === sheet ? null : sheet)}
        >
          ${title}
        </button>`,
    )}
  </div>`;
}

export function sheetHead(open: Sheet | null, close: () => void): TemplateResult | typeof nothing {
  if (open === null) return nothing;
  const title = SHEETS.find(([sheet]) => sheet === open)?.[1] ?? "";
  return html`<div class="sheet-head">
    <span class="spoken">${title}</span>
    <button class="quiet" aria-label=${`Close ${title.toLowerCase()}`} @click=${close}>Close</button>
  </div>`;
}
