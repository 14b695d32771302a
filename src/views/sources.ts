// Where the numbers of a document come from: observations, series over time and parameters, each with source and note.
import { html, nothing, type TemplateResult } from "lit";
import type { Label } from "../model/model.ts";
import type { ShownModel } from "../model/shown.ts";
import { formatNumber, plural } from "./format.ts";

interface Entry {
  readonly title: string;
  readonly words: string;
}

/** @param origins [P] where each parameter's value stands, see the parameter panel; may be empty */
export function sourcesView(model: ShownModel, origins: readonly string[]): TemplateResult | typeof nothing {
  const observations = model.targets.map(({ title, name, source }): Entry => {
    return { title: title === "" ? name : title, words: sentences(source) };
  });
  const series = model.series.map((each): Entry => ({ title: each.title, words: wordsOf(each) }));
  const parameters = model.parameters.map((each, index): Entry => {
    const value = origins[index] ?? `${formatNumber(each.value)} ${each.unit ?? ""}`;
    return { title: each.title, words: sentences(value.trim(), each.note, each.source) };
  });
  return html`${group("Observations", observations)} ${group("Series over time", series)}
  ${group("Parameters", parameters)}`;
}

function group(title: string, entries: readonly Entry[]): TemplateResult | typeof nothing {
  if (entries.length === 0) return nothing;
  return html`<h3>${title}</h3>
    <dl>
      ${merged(entries).map(
        ({ titles, words }) =>
          html`<div>
            <dt>
              ${titles.length > 4 ? `${titles[0] ?? ""} and ${plural(titles.length - 1, "other")}` : titles.join(", ")}
            </dt>
            <dd>${words === "" ? "No source is stated." : words}</dd>
          </div>`,
      )}
    </dl>`;
}

/** What says the same of several, such as one table's columns, stands once. */
function merged(entries: readonly Entry[]): { readonly titles: readonly string[]; readonly words: string }[] {
  const byWords = new Map<string, string[]>();
  for (const { title, words } of entries) byWords.set(words, [...(byWords.get(words) ?? []), title]);
  return [...byWords].map(([words, titles]) => ({ words, titles: [...new Set(titles)] }));
}

function wordsOf({ note, source }: Label): string {
  return sentences(note, source);
}

function sentences(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined && part !== "")
    .map((part) => (/[.!?]$/.test(part ?? "") ? part : `${part ?? ""}.`))
    .join(" ");
}
