// Scenarios of an opened document: each read, lowered and placed once, then run beside the baseline at any values.

import { hasErrors, type Answer, type Issue } from "../base/issue.ts";
import { listInWords, quote } from "../base/text.ts";
import type { Document } from "../document/document.ts";
import type { Placed } from "../kernel/placed.ts";
import { read } from "../model/build.ts";
import type { Model } from "../model/model.ts";
import { lower } from "../program/lower.ts";
import { simulateContinued, simulateScenario } from "../trajectory/continue.ts";
import { differencesOf } from "../trajectory/scenario.ts";
import { stiffTwin } from "../trajectory/stiff.ts";
import type { RunOptions, Trajectory } from "../trajectory/trajectory.ts";
import { locate, placeBeside, type Opened } from "./open.ts";
import type { ScenarioRun } from "./worker-api.ts";

export interface OpenedScenario {
  readonly name: string;
  /** Of the scenario: the document with its layer. */
  readonly model: Model;
  readonly placed: Placed;
  readonly document: Document;
  /** Position of the output time at which it takes over from the baseline. */
  readonly row: number;
  /** Positions of the parameters that it sets itself. */
  readonly own: ReadonlySet<number>;
  readonly issues: readonly Issue[];
}

const known = new WeakMap<Opened, Map<string, Answer<OpenedScenario>>>();

/**
 * A scenario of a document that is open, by its name.
 * Errors: those of its sections, with their places; S109 where its state cannot be the baseline's; K110 where both do not
 * fit into memory. S110 is a notice.
 */
export function openScenario(opened: Opened, name: string): Answer<OpenedScenario> {
  const scenarios = known.get(opened) ?? new Map<string, Answer<OpenedScenario>>();
  known.set(opened, scenarios);
  const answer = scenarios.get(name) ?? placeScenario(opened, name);
  scenarios.set(name, answer);
  return answer;
}

function placeScenario(opened: Opened, name: string): Answer<OpenedScenario> {
  const answer = read(opened.text, { files: opened.document.files, scenario: name });
  if (!answer.ok) return answer;
  const { document, model } = answer.value;
  const { row, issues: found } = takeover(opened.model, name);
  const lowered = lower(model);
  const issues = [...answer.issues, ...locate(document, [...found, ...lowered.issues])].filter(matters);
  if (!lowered.ok || hasErrors(issues)) return { ok: false, issues };
  const differences = row === 0 ? namesThatDiffer(opened.model, model) : statesThatDiffer(opened.model, model);
  if (differences.length > 0)
    return { ok: false, issues: [...issues, ...locate(document, [cannotContinue(name, differences)])] };
  const placed = placeBeside(opened.placed.kernel, lowered.value);
  if (!placed.ok) return { ok: false, issues: [...issues, ...placed.issues] };
  const method = sameMethod(opened.placed, placed.value);
  const value = { name, model, placed: method, document, row, own: ownParameters(opened, name), issues };
  return { ok: true, value, issues };
}

/** What a scenario replaces may leave a name of the document without a use: no slip of anybody. */
function matters({ code }: Issue): boolean {
  return code !== "E314";
}

/** Where all runs of a document are made with the stiff method, those of its scenarios are as well. */
function sameMethod(baseline: Placed, scenario: Placed): Placed {
  const isStiff = baseline.program.model.integrator.method === "rodas5p";
  return isStiff ? (stiffTwin(scenario) ?? scenario) : scenario;
}

/** The output time at which a scenario begins; the one before where it begins between two. */
function takeover({ scenarios, time }: Model, name: string): { row: number; issues: Issue[] } {
  const from = scenarios?.find((scenario) => scenario.name === name)?.from;
  if (from === undefined) return { row: 0, issues: [] };
  const steps = (from - time.start) / time.step;
  // A time that is an output time but for rounding counts as one.
  const row = Math.floor(steps + 1e-9);
  if (Math.abs(steps - row) <= 1e-9) return { row, issues: [] };
  return {
    row,
    issues: [
      {
        code: "S110",
        severity: "notice",
        path: `scenarios.${name}.from`,
        message: `the scenario begins at ${from}, between two output times; it takes over at ${time.start + row * time.step}.`,
        advice: "Let it begin at an output time, or shorten time.step.",
      },
    ],
  };
}

/** Positions of the parameters that stand in a scenario's own section, with a value. */
function ownParameters({ document, model }: Opened, name: string): ReadonlySet<number> {
  const section = document.content.scenarios[name]?.parameters;
  const entries = typeof section === "object" && section !== null ? Object.entries(section) : [];
  const set = entries.flatMap(([parameter, entry]: [string, unknown]) => {
    const isText = typeof entry === "object" && entry !== null && !Object.hasOwn(entry, "value");
    return isText ? [] : [model.parameters.findIndex((each) => each.name === parameter)];
  });
  return new Set(set);
}

/** [P] The scenario's own values, and for all else those of the baseline. */
export function scenarioValues({ model, own }: OpenedScenario, values: ArrayLike<number>): Float64Array {
  return Float64Array.from(model.parameters, ({ value }, index) => (own.has(index) ? value : (values[index] ?? value)));
}

/** Runs a scenario alone. @param values  [P] of the baseline, natural scale */
export function runScenarioAlone(
  opened: Opened,
  scenario: OpenedScenario,
  values: ArrayLike<number>,
  options: RunOptions = {},
): Trajectory {
  const { placed, row, document } = scenario;
  const own = scenarioValues(scenario, values);
  const trajectory = simulateScenario({ baseline: opened.placed, scenario: placed, row, options }, values, own);
  return { ...trajectory, issues: locate(document, trajectory.issues) };
}

/** Runs a scenario and the baseline that it takes over from. @param values  [P] of the baseline, natural scale */
export function runScenario(
  opened: Opened,
  scenario: OpenedScenario,
  values: ArrayLike<number>,
  options: RunOptions = {},
): ScenarioRun {
  const { name, placed, row, document } = scenario;
  const own = scenarioValues(scenario, values);
  const runs = simulateContinued({ baseline: opened.placed, scenario: placed, row, options }, values, own);
  const baseline = { ...runs.baseline, issues: locate(opened.document, runs.baseline.issues) };
  const trajectory = { ...runs.scenario, issues: locate(document, runs.scenario.issues) };
  const { outputs, time } = opened.model;
  const differences = differencesOf(outputs, baseline.outputs, trajectory.outputs, row);
  return { name, from: time.start + row * time.step, row, trajectory, baseline, values: own, differences };
}

/** What a scenario that takes over must have in common with the baseline, and has not. */
function statesThatDiffer(baseline: Model, scenario: Model): string[] {
  const names = (model: Model): string => model.compartments.map(({ name }) => name).join("\n");
  return [
    ...namesThatDiffer(baseline, scenario),
    ...(names(baseline) === names(scenario) ? [] : ["compartments"]),
    ...(baseline.integrator.method === scenario.integrator.method ? [] : ["integrator.method"]),
  ];
}

/** Differences are taken output by output. */
function namesThatDiffer(baseline: Model, scenario: Model): string[] {
  const names = (model: Model): string => model.outputs.map(({ name, kind }) => `${name} ${kind}`).join("\n");
  return names(baseline) === names(scenario) ? [] : ["outputs"];
}

function cannotContinue(name: string, differences: readonly string[]): Issue {
  return {
    code: "S109",
    severity: "error",
    path: `scenarios.${name}`,
    message: `the scenario ${quote(name)} has other ${listInWords(differences)} than the document, so it cannot go on from its baseline.`,
    advice: "Change values, series and rates in a scenario; give outputs and stratifications to the document itself.",
  };
}
