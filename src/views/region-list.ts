// The regions one can open, a quiet row each.
import "./lists.css";
import { html, type TemplateResult } from "lit";

export interface RegionEntry {
  /** Below `regions/`: `england-1978/influenza.yaml`. */
  readonly path: string;
  readonly title: string;
  readonly summary: string;
}

/** Outbreaks first, then the models that they are built on. */
export function regionList(regions: readonly RegionEntry[]): TemplateResult {
  const isModel = (region: RegionEntry): boolean => region.path.startsWith("models/");
  const outbreaks = regions.filter((region) => !isModel(region));
  const models = regions.filter(isModel);
  return html`<ul class="rows">
    ${[...outbreaks, ...models].map(
      (region) =>
        html`<li>
          <a class="row-link" href=${regionAddress(region.path)}>
            <span class="row-title">${region.title}</span>
            ${isModel(region) ? html`<span class="badge">Model</span>` : ""}
            <span class="muted row-text">${region.summary}</span>
          </a>
        </li>`,
    )}
  </ul>`;
}

/** `#/region/england-1978/influenza` */
export function regionAddress(path: string): string {
  return `#/region/${path
    .replace(/\.yaml$/, "")
    .split("/")
    .map(encodeURIComponent)
    .join("/")}`;
}
