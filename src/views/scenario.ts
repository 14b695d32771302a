// Scenarios beside the baseline: which colour each has, where it begins, and its curve.
import type { Scenario } from "../model/model.ts";
import type { ShownModel } from "../model/shown.ts";
import type { Difference } from "../trajectory/scenario.ts";
import type { Line, Rule } from "./chart-spec.ts";

/** One scenario's curve of one output. */
export interface ScenarioCurve {
  readonly title: string;
  /** Colour and dashes, see `styleOf`. */
  readonly style: number;
  /** In the document's unit; the start of the run where the scenario has none. */
  readonly from: number;
  /** [T] */
  readonly values: Float64Array;
}

/** A scenario that is shown, with all that is known of it. */
export interface ScenarioRun {
  readonly name: string;
  readonly title: string;
  readonly style: number;
  readonly from: number;
  /** [output][T] */
  readonly outputs: readonly Float64Array[];
  /** One per output, in the model's order. */
  readonly differences: readonly Difference[];
}

/** Colour and dashes of a scenario: by its place in the document, so that it keeps them whichever others are shown. */
export function styleOf(model: ShownModel, name: string): number {
  return Math.max(model.scenarios?.findIndex((scenario) => scenario.name === name) ?? 0, 0);
}

export function startOf(scenario: Scenario, model: ShownModel): number {
  return scenario.from ?? model.time.start;
}

/** Each from where it leaves the baseline. @param times [T] */
export function scenarioLines(scenarios: readonly ScenarioCurve[], times: Float64Array): Line[] {
  return scenarios.map(({ title, style, from, values }): Line => {
    const begun = Array.from(values, (value, row) => ((times[row] ?? from) < from ? null : value));
    return { label: title, values: begun, style, heavy: true };
  });
}

/** Where scenarios begin: one rule for each time, which names them all. */
export function scenarioRules(scenarios: readonly ScenarioCurve[]): Rule[] {
  const starts = [...new Set(scenarios.map(({ from }) => from))];
  return starts.map((at): Rule => {
    const [first, ...others] = scenarios.filter(({ from }) => from === at);
    if (!first || others.length > 0) return { axis: "x", at, label: `${others.length + 1} scenarios begin` };
    return { axis: "x", at, label: first.title, style: first.style };
  });
}
