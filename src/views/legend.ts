// The legend of a chart: a mark, what it means, and the value under the cursor.
import { html, svg, nothing, type TemplateResult } from "lit";
import { dashOf, type ChartSpec, type Values } from "./chart-spec.ts";
import { formatNumber, formatObserved } from "./format.ts";

/** @param cursor position whose values are read out, or null */
export function legend(spec: ChartSpec, cursor: number | null): TemplateResult {
  const at = cursor === null ? undefined : spec.x[cursor];
  const reading = (values: Values, format = (value: number) => formatNumber(value)): string => {
    const value = cursor === null ? null : values[cursor];
    return value === null || value === undefined ? "" : format(value);
  };
  return html`<ul class="legend">
    ${spec.lines.map((line) => {
      const isFaded = spec.faded && line.style === "median";
      return item(lineGlyph(line.style), line.label, reading(line.values), isFaded);
    })}
    ${spec.bands.map((band) => {
      const low = reading(band.lower);
      return item(bandGlyph(band.level), band.label, low === "" ? "" : `${low} to ${reading(band.upper)}`, spec.faded);
    })}
    ${spec.dots.map((dots) => item(dotGlyph(dots.fitted), dots.label, reading(dots.values, formatObserved), false))}
    ${at === undefined ? nothing : html`<li class="when">${spec.axis.format(at)}</li>`}
  </ul>`;
}

function item(glyph: TemplateResult, label: string, reading: string, isFaded: boolean): TemplateResult {
  return html`<li class=${isFaded ? "is-faded" : ""}>
    ${glyph}<span>${label}</span>${reading === "" ? nothing : html`<span class="reading">${reading}</span>`}
  </li>`;
}

/** The mark of a line in a legend. */
export function lineGlyph(style: ChartSpec["lines"][number]["style"]): TemplateResult {
  if (typeof style !== "number") {
    const name = style === "ghost" || style === "baseline" ? `glyph-${style}` : "glyph-model";
    return glyph(svg`<line x1="0" x2="24" y1="6" y2="6" class=${name} />`);
  }
  const dash = dashOf(style).join(" ");
  const name = `glyph-chain-${(style % 6) + 1}`;
  return glyph(
    svg`<line x1="0" x2="24" y1="6" y2="6" class=${name} stroke-dasharray=${dash === "" ? "none" : dash} />`,
  );
}

function bandGlyph(level: 50 | 95): TemplateResult {
  return glyph(svg`<rect x="0" y="0" width="24" height="12" class=${`glyph-${level}`} />`);
}

function dotGlyph(isFitted: boolean): TemplateResult {
  return glyph(svg`<circle cx="12" cy="6" r="3.5" class=${isFitted ? "glyph-fitted" : "glyph-hollow"} />`);
}

function glyph(content: TemplateResult<2>): TemplateResult {
  return html`<svg viewBox="0 0 24 12" aria-hidden="true">${content}</svg>`;
}
