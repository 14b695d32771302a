// What each chain says of itself: acceptance, divergences, energy, trees, weights; only what its sampler has.
import "./results.css";
import { html, nothing, type TemplateResult } from "lit";
import type { ChainDraws, RunRecord } from "../store/record.ts";
import { formatCount, formatFixed, formatShare } from "./format.ts";

interface Column {
  readonly title: string;
  readonly meaning: string;
  /** Undefined where the sampler has no notion of it. */
  words(chain: ChainDraws): string | undefined;
}

const count = (value: number | undefined): string | undefined => (value === undefined ? undefined : formatCount(value));
const fixed = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : Number.isFinite(value) ? formatFixed(value, 2) : value < 0 ? "even" : "too few";

const COLUMNS: readonly Column[] = [
  { title: "Accepted", meaning: "Share of proposals accepted", words: ({ acceptance }) => formatShare(acceptance) },
  {
    title: "Divergences",
    meaning: "Trajectories whose energy went astray; a few in a thousand do no harm",
    words: ({ divergences }) => count(divergences),
  },
  {
    title: "E-BFMI",
    meaning: "Do fresh momenta reach all energies? Good from 0.3",
    words: ({ energy }) => fixed(energy),
  },
  {
    title: "Tree depth",
    meaning: "Mean; a trajectory has two to this power steps",
    words: ({ meanTreeDepth }) => fixed(meanTreeDepth),
  },
  {
    title: "At most depth",
    meaning: "Trajectories that ended at the greatest depth",
    words: ({ deepest }) => count(deepest),
  },
  {
    title: "Pareto k",
    meaning: "Tail of the importance weights; good below 0.7",
    words: ({ paretoK }) => fixed(paretoK),
  },
  {
    title: "Log evidence",
    meaning: "With its standard error",
    words: ({ logEvidence }) =>
      logEvidence && `${formatFixed(logEvidence.value, 2)} ± ${formatFixed(logEvidence.standardError, 2)}`,
  },
  {
    title: "Evaluations",
    meaning: "Of the log posterior without its gradient, warmup included",
    words: ({ evaluations }) => count(evaluations === 0 ? undefined : evaluations),
  },
  { title: "Gradients", meaning: "Of the log posterior, warmup included", words: ({ gradients }) => count(gradients) },
  {
    title: "Failed",
    meaning: "Proposals at which the model had no finite answer",
    words: ({ failures }) => count(failures),
  },
];

export function chainTable({ chains }: RunRecord): TemplateResult {
  const columns = COLUMNS.filter(({ words }) => chains.some((chain) => words(chain) !== undefined));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Chains">
    <table>
      <thead>
        <tr>
          <th scope="col">Chain</th>
          ${columns.map(({ title, meaning }) => html`<th scope="col"><abbr title=${meaning}>${title}</abbr></th>`)}
        </tr>
      </thead>
      <tbody>
        ${chains.map(
          (chain) =>
            html`<tr>
              <th scope="row">${chain.chain + 1}</th>
              ${columns.map(({ words }) => html`<td>${words(chain) ?? nothing}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
