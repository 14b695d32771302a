// A small picture: the prior as a line, the posterior drawn over it.
import { svg, html, nothing, type TemplateResult } from "lit";
import type { Prior } from "../model/model.ts";
import { histogram, pictureRange, priorCurve } from "./density.ts";
import { formatNumber } from "./format.ts";

const WIDTH = 132;
const HEIGHT = 34;
const BINS = 33;

/** @param draws of one parameter, all chains together */
export function priorPicture(prior: Prior, draws: readonly number[], name: string): TemplateResult | typeof nothing {
  if (draws.length < 2) return nothing;
  const [min, max] = pictureRange(draws, prior);
  const bars = histogram(draws, min, max, BINS);
  const curve = priorCurve(prior, min, max, BINS * 2);
  const top = Math.max(...bars, Number.MIN_VALUE) * 1.05;
  const y = (height: number): number => Number((HEIGHT - 1 - Math.min(height / top, 1) * (HEIGHT - 2)).toFixed(1));
  const width = WIDTH / BINS;
  const line = curve.map((height, index) => `${((index * WIDTH) / (BINS * 2)).toFixed(1)},${y(height)}`).join(" ");
  const label = `${name}: prior ${priorWords(prior)}, posterior drawn over it from ${formatNumber(min)} to ${formatNumber(max)}`;
  return html`<svg class="prior-picture" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${label}>
    <title>${label}</title>
    ${bars.map(
      (height, bin) =>
        svg`<rect x=${(bin * width).toFixed(2)} width=${(width + 0.1).toFixed(2)} y=${y(height)} height=${(HEIGHT - 1 - y(height)).toFixed(1)} />`,
    )}
    <polyline points=${line} />
  </svg>`;
}

/** `truncated normal(2, 1, 0, ∞)`. */
export function priorWords(prior: Prior): string {
  return `${prior.family.replaceAll("_", " ")}(${prior.arguments.map((value) => formatNumber(value)).join(", ")})`;
}
