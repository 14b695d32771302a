// The regions one can open, a quiet row each.
import "./lists.css";
import { html, type TemplateResult } from "lit";

export interface RegionEntry {
  /** Below `regions/`: `england-1978/influenza.yaml`. */
  readonly path: string;
  readonly title: string;
  readonly summary: string;
}

/** Regions under the name of their place, in its order; below them the models that they are built on. */
export function regionList(regions: readonly RegionEntry[]): TemplateResult {
  const isModel = (region: RegionEntry): boolean => folderOf(region) === MODELS;
  const places = [...new Set(regions.filter((region) => !isModel(region)).map(folderOf))].toSorted();
  return html`${places.map((place) => group(placeName(place), titled(regions.filter((region) => folderOf(region) === place))))}
  ${group("Models", titled(regions.filter(isModel)))}`;
}

const MODELS = "models";

function titled(regions: readonly RegionEntry[]): RegionEntry[] {
  return regions.toSorted((a, b) => (a.title < b.title ? -1 : Number(a.title > b.title)));
}

function group(title: string, regions: readonly RegionEntry[]): TemplateResult {
  return html`<section class="place" aria-label=${title}>
    <h2>${title}</h2>
    <ul class="rows">
      ${regions.map(
        (region) =>
          html`<li>
            <a class="row-link" href=${regionAddress(region.path)}>
              <span class="row-title">${region.title}</span>
              <span class="muted row-text">${region.summary}</span>
            </a>
          </li>`,
      )}
    </ul>
  </section>`;
}

function folderOf({ path }: RegionEntry): string {
  return path.slice(0, Math.max(path.indexOf("/"), 0));
}

/** `Marshall Islands` for `marshall-islands`, `England` for `england-1978`: the titles say when. */
function placeName(folder: string): string {
  const words = folder.split("-").filter((word) => !/^\d+$/.test(word));
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ");
}

/** `#/region/england-1978/influenza` */
export function regionAddress(path: string): string {
  return `#/region/${path
    .replace(/\.yaml$/, "")
    .split("/")
    .map(encodeURIComponent)
    .join("/")}`;
}
