// `simulate FILE`: runs a document, or a scenario of it, at its own values and prints its outputs, one row per output time.

import { hasErrors } from "../base/issue.ts";
import { documentValues } from "../run/desk.ts";
import type { Opened } from "../run/open.ts";
import { fanOfReplicates } from "../run/replicate-fan.ts";
import { openScenario, runScenarioAlone, type OpenedScenario } from "../run/scenario.ts";
import { openFile, printIssues, runAtOwnValues } from "./files.ts";
import { print } from "./print.ts";

/**
 * Numbers are printed with all their digits: what is read back is the same number. Of a stochastic document replicate 0,
 * and beside it the median and the bounds of 95 % of its replicates. @returns the exit code
 */
export async function simulateFile(file: string, asJson: boolean, scenarioName?: string): Promise<number> {
  const { opened } = await openFile(file);
  if (opened === undefined) return 1;
  const scenario = scenarioName === undefined ? undefined : openScenario(opened, scenarioName);
  if (scenario !== undefined) printIssues(scenario.issues, file);
  if (scenario?.ok === false) return 1;
  const { model, program } =
    scenario === undefined ? opened : { model: opened.model, program: scenario.value.placed.program };
  const {
    times,
    outputs: own,
    issues,
  } = scenario === undefined
    ? runAtOwnValues(opened, file)
    : runScenarioAlone(opened, scenario.value, documentValues(opened));
  if (scenario !== undefined) printIssues(issues, file);
  const fan = bandsOf(opened, scenario?.value);
  const shown = model.outputs.flatMap(({ name, intermediate }, index) =>
    intermediate === true ? [] : [{ name, values: own[index] ?? new Float64Array() }],
  );
  const names = [...shown, ...fan].map(({ name }) => name);
  const outputs = [...shown, ...fan].map(({ values }) => values);
  if (asJson) {
    const series = Object.fromEntries(names.map((name, output) => [name, [...(outputs[output] ?? [])]]));
    print(JSON.stringify({ title: model.title, programDigest: program.digest, times: [...times], outputs: series }));
  } else {
    print(["time", ...names].join(","));
    times.forEach((time, row) => print([time, ...outputs.map((output) => output[row] ?? NaN)].join(",")));
  }
  return hasErrors(issues) ? 1 : 0;
}

function bandsOf(
  opened: Opened,
  scenario: OpenedScenario | undefined,
): { readonly name: string; readonly values: Float64Array }[] {
  if (opened.model.integrator.method !== "tau-leap") return [];
  const answer = fanOfReplicates(opened, documentValues(opened), scenario);
  if (!answer.ok) return [];
  return answer.value.flatMap(({ output, median, lower95, upper95 }) => {
    const { name = "", intermediate } = opened.model.outputs[output] ?? {};
    if (intermediate === true) return [];
    return Object.entries({ median, lower95, upper95 }).map(([band, values]) => ({ name: `${name}.${band}`, values }));
  });
}
