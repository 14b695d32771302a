// Simulation-based calibration in pictures: for each parameter a histogram of ranks with the band that uniform ones keep to.
import "./results.css";
import { html, svg, type TemplateResult } from "lit";
import { evennessWords, isUniform, type ShownRanks } from "./evenness-words.ts";
import { formatNumber } from "./format.ts";

export interface ShownEvenness {
  readonly parameters: readonly ShownRanks[];
  /** Counts between which 99 % of all cells lie where ranks are uniform. */
  readonly lower: number;
  readonly upper: number;
}

const WIDTH = 200;
const HEIGHT = 72;

/** @param titles  by names of parameters */
export function rankHistograms(evenness: ShownEvenness, titles: ReadonlyMap<string, string>): TemplateResult {
  const top = Math.max(evenness.upper, ...evenness.parameters.flatMap(({ histogram }) => histogram)) * 1.05;
  return html`<p class="verdict-words">${evennessWords(evenness.parameters)}</p>
    <div class="ranks">
      ${evenness.parameters.map((each) => picture(each, evenness, top, titles.get(each.name) ?? each.name))}
    </div>
    <p class="muted small">
      Bars: how often the true value came to this place among the draws. The shaded band holds 99 % of the bars where
      the sampler is right.
    </p>`;
}

function picture(ranks: ShownRanks, { lower, upper }: ShownEvenness, top: number, title: string): TemplateResult {
  const { name, histogram, chiSquaredChance, bandChance } = ranks;
  const y = (count: number): number => HEIGHT - (count / top) * HEIGHT;
  const width = WIDTH / histogram.length;
  const isGood = isUniform(ranks);
  const label = `Ranks of ${title}: counts ${histogram.join(", ")}, expected between ${lower} and ${upper}`;
  return html`<figure>
    <figcaption>
      ${title} <span class="identifier muted">${name}</span>
      <span class=${isGood ? "muted small" : "short small"}>
        ${isGood ? "✓ uniform" : "! not uniform"} (chance ${formatNumber(chiSquaredChance, 2)} by chi-squared,
        ${formatNumber(bandChance, 2)} by the band)
      </span>
    </figcaption>
    <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label=${label}>
      <rect class="band" x="0" width=${WIDTH} y=${y(upper).toFixed(1)} height=${(y(lower) - y(upper)).toFixed(1)} />
      ${histogram.map(
        (count, cell) =>
          svg`<rect class="bar" x=${(cell * width + 1).toFixed(1)} width=${(width - 2).toFixed(1)} y=${y(count).toFixed(1)} height=${(HEIGHT - y(count)).toFixed(1)} />`,
      )}
    </svg>
  </figure>`;
}
