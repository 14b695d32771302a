// `scenarios FILE`: runs every scenario of a document beside its baseline and prints what each changes.

import { parseDay } from "../base/day.ts";
import { hasErrors } from "../base/issue.ts";
import { formatTime } from "../model/build-time.ts";
import type { Model, Scenario } from "../model/model.ts";
import { documentValues } from "../run/desk.ts";
import { openScenario, runScenario } from "../run/scenario.ts";
import type { ScenarioRun } from "../run/worker-api.ts";
import { openFile, printIssues } from "./files.ts";
import { print, table } from "./print.ts";

/** Counts are added up over the scenario's period, all else is compared at its end. @returns the exit code */
export async function scenariosOfFile(file: string, asJson: boolean): Promise<number> {
  const { opened } = await openFile(file);
  if (opened === undefined) return 1;
  const { model } = opened;
  const scenarios = model.scenarios ?? [];
  let failed = 0;
  const runs: { scenario: Scenario; run: ScenarioRun }[] = [];
  for (const scenario of scenarios) {
    const answer = openScenario(opened, scenario.name);
    const run = answer.ok ? runScenario(opened, answer.value, documentValues(opened)) : undefined;
    const issues = [...answer.issues, ...(run?.trajectory.issues ?? [])];
    printIssues(issues, file);
    if (run === undefined || hasErrors(issues)) failed += 1;
    else runs.push({ scenario, run });
  }
  if (asJson)
    print(
      JSON.stringify(
        runs.map(({ scenario, run }) => asPlain(scenario, run, model)),
        null,
        2,
      ),
    );
  else if (scenarios.length === 0) print(`${file} has no scenarios.`);
  else for (const { scenario, run } of runs) print(asText(scenario, run, model));
  return failed > 0 ? 1 : 0;
}

interface Row {
  readonly output: string;
  /** Over the scenario's period, or at the end of the run. */
  readonly over: "period" | "end";
  readonly baseline: number;
  readonly scenario: number;
  readonly averted: number;
  readonly relative: number;
}

function rowsOf({ baseline, trajectory, differences }: ScenarioRun, model: Model): Row[] {
  return differences.flatMap(({ output: position, averted, relative, total }): Row[] => {
    const output = model.outputs[position];
    if (output === undefined || output.intermediate === true) return [];
    if (total !== null) return [{ output: output.name, over: "period", ...total }];
    const last = (values: Float64Array | undefined): number => values?.at(-1) ?? NaN;
    return [
      {
        output: output.name,
        over: "end",
        baseline: last(baseline.outputs[position]),
        scenario: last(trajectory.outputs[position]),
        averted: last(averted),
        relative: last(relative),
      },
    ];
  });
}

function asPlain({ name, title }: Scenario, run: ScenarioRun, model: Model) {
  return { name, title, from: run.from, differences: rowsOf(run, model) };
}

function asText({ name, title }: Scenario, run: ScenarioRun, model: Model): string {
  const head = ["output", "", "baseline", "scenario", "averted", "change"];
  const digits = (value: number): string => String(Number(value.toPrecision(4)));
  const rows = rowsOf(run, model).map(({ output, over, baseline, scenario, averted, relative }) => [
    output,
    over === "period" ? "in all" : "at the end",
    ...[baseline, scenario, averted].map(digits),
    Number.isFinite(relative) ? `${(100 * relative).toFixed(1)} %` : "",
  ]);
  const { epoch, unit } = model.time;
  return `${title} (${name}), from ${timeText(run.from, unit, epoch)}\n\n${table(head, rows)}\n`;
}

function timeText(time: number, unit: Model["time"]["unit"], epoch: string | undefined): string {
  return formatTime(time, { unit, epoch: epoch === undefined ? undefined : parseDay(epoch) });
}
