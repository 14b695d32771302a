// One chart of the page: an output with its fan and scenarios, or the strata of a family, all of them or one chosen.
import "./output-chart.ts";
import { html, nothing } from "lit";
import type { ShownModel } from "../model/shown.ts";
import type { Fan } from "./fan.ts";
import { isSameData, type Figure } from "./figure.ts";
import { outputAt } from "./output-spec.ts";
import type { OutputGroup } from "./output-groups.ts";
import type { ScenarioRun } from "./scenario.ts";
import { TurnElement } from "./turn-element.ts";

/** What all charts of a page share. */
export interface Curves {
  readonly model: ShownModel;
  /** [T] */
  readonly times: Float64Array;
  /** [output][T] at the present values, or null. */
  readonly outputs: readonly Float64Array[] | null;
  readonly fans: readonly Fan[] | null;
  readonly fanOf: "draws" | "runs";
  readonly scenarios: readonly ScenarioRun[];
  /** The fans belong to something that has changed since. */
  readonly isFaded: boolean;
  readonly asDates: boolean;
}

export class OutputGroupChart extends TurnElement {
  static override properties = {
    curves: { attribute: false, hasChanged: (next: unknown, before: unknown) => !isSameData(next, before) },
    group: { attribute: false },
    height: { type: Number },
    chosen: { state: true },
  };
  declare curves: Curves | null;
  declare group: OutputGroup | null;
  declare height: number;
  /** Name of the output of the stratum that is shown alone, or an empty text. */
  declare chosen: string;

  constructor() {
    super();
    this.curves = null;
    this.group = null;
    this.height = 240;
    this.chosen = "";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    const { curves, group, chosen } = this;
    if (!curves || !group) return nothing;
    const isFamily = group.members.length > 1;
    const strata = group.members.map((index) => outputAt(curves.model, index));
    const choices = strata.map(({ name, title, family }) => ({ value: name, title: family?.stratum ?? title }));
    return html`<epi-output-chart
      .figure=${figureOf(curves, group, chosen)}
      .height=${this.height}
      .choices=${isFamily ? [{ value: "", title: "All in one chart" }, ...choices] : []}
      .choice=${chosen}
      @figure-choice=${(event: CustomEvent<string>) => (this.chosen = event.detail)}
    ></epi-output-chart>`;
  }
}
customElements.define("epi-output-group", OutputGroupChart);

function figureOf(curves: Curves, { members }: OutputGroup, chosen: string): Figure {
  const { model, times, outputs, asDates } = curves;
  const one = members.find((index) => outputAt(model, index).name === chosen);
  if (members.length > 1 && one === undefined) {
    // A saved run has no present values: the medians of its draws stand in their place.
    const median = (index: number): Float64Array | undefined =>
      curves.fans?.find(({ output }) => output === index)?.median;
    const all = members.map((index) => outputs?.[index] ?? median(index) ?? new Float64Array());
    return { kind: "family", model, members, times, curves: all, asDates };
  }
  return outputFigure(curves, one ?? members[0]);
}

function outputFigure(curves: Curves, output: number): Figure {
  const { model, times, outputs, fans, fanOf, scenarios, isFaded, asDates } = curves;
  return {
    kind: "output",
    model,
    output,
    times,
    current: outputs?.[output] ?? null,
    fan: fans?.find((fan) => fan.output === output) ?? null,
    fanOf,
    scenarios: scenarios.map(({ title, style, from, outputs: all }) => {
      return { title, style, from, values: all[output] ?? new Float64Array() };
    }),
    faded: isFaded,
    asDates,
  };
}
