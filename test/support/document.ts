// A small valid document to spoil in tests, and what was reported about it.
import type { Issue } from "../../src/base/issue.ts";
import { read } from "../../src/model/build.ts";
import type { Model } from "../../src/model/model.ts";

export const SIR = `midsummer: 1
title: SIR
time: { unit: day, start: 0, end: 10, step: 1 }
parameters:
  contact_rate: { value: 0.5, unit: per day }
  recovery_rate: 0.2
compartments: [susceptible, infectious, recovered]
initial: { susceptible: 999, infectious: 1 }
infectious: [infectious]
flows:
  infection: { kind: infection, from: susceptible, to: infectious, rate: contact_rate }
  recovery: { from: infectious, to: recovered, rate: recovery_rate }
outputs:
  in_bed: { compartments: infectious }
  new_cases: { flow: infection }
`;

/** The text with one part replaced; fails where the part is not there. */
export function spoil(part: string | RegExp, by: string, text = SIR): string {
  const spoilt = text.replace(part, () => by);
  if (spoilt === text) throw new Error(`${String(part)} is not in the text`);
  return spoilt;
}

/** All issues of a text. */
export function issuesOf(text: string): readonly Issue[] {
  return read(text).issues;
}

/** The model of a text that must be good. */
export function modelOf(text: string): Model {
  const answer = read(text);
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues, null, 2));
  return answer.value.model;
}
