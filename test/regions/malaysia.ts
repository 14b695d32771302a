// The documents of Malaysia with further outputs, and the mixing between ages that they come to.

import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "../../src/document/parse.ts";
import { build } from "../../src/model/build.ts";
import type { Model } from "../../src/model/model.ts";
import { layeredModel, RegionRun } from "./flagship.ts";

/** The model of a region document with expressions as outputs beside its own. */
export function withExpressions(path: string, expressions: Readonly<Record<string, string>>): Model {
  const file = join("regions", path);
  const files = (name: string): string => readFileSync(join(dirname(file), name), "utf8");
  const parsed = parse(readFileSync(file, "utf8"), { files });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues, null, 2));
  const added: Record<string, { expression: string }> = {};
  for (const [name, expression] of Object.entries(expressions)) added[name] = { expression };
  const { content } = parsed.value;
  const outputs = { ...content.outputs, ...added };
  const answer = build({ ...parsed.value, content: { ...content, outputs } });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues, null, 2));
  return answer.value;
}

/**
 * A layer over a document that turns its steps into plain ones of half a day, blind to when something begins between
 * them or at their end: times written as 2 * t are not put on the grid, and a millionth of a day earlier they are within
 * the step that ends there.
 */
const blind = (path: string): string => `
midsummer: 1
extends: ${basename(path)}
integrator: { method: rk4, step: 0.5, rtol: ~, atol: ~ }
quantities:
  vaccination_rate: "where(2 * t >= 962 - 1e-6 and 2 * t < 2 * vaccination_end, -log(1 - coverage) / (vaccination_end - 481), 0)"
flows:
  alpha_beta_imports:
    rate: "where(2 * t > 2 * alpha_beta_start and 2 * t < 2 * (alpha_beta_start + 10), 16 * strain_imports, 0)"
  delta_imports:
    rate: "where(2 * t > 2 * delta_start and 2 * t < 2 * (delta_start + 10), 16 * strain_imports, 0)"
`;

/** The complete model by blind steps of half a day, up to October 2021; of one of its scenarios. */
export function blindRun(path: string, scenario?: string): RegionRun {
  return new RegionRun(layeredModel(path, blind(path), scenario));
}

/** The sum of the mixing matrices of ages, each times the value of its scale. */
export function mixingAt(model: Model, scales: readonly number[]): number[][] {
  const mixing = model.forces[0]?.mixing;
  if (mixing?.kind !== "sum" || mixing.terms.length !== scales.length) throw new Error("four places were expected");
  const [first] = mixing.terms;
  return (first?.matrix ?? []).map((row, i) =>
    row.map((_, j) =>
      mixing.terms.reduce((sum, { matrix }, term) => sum + (scales[term] ?? NaN) * (matrix[i]?.[j] ?? NaN), 0),
    ),
  );
}

/** The largest eigenvalue of a positive matrix, by power iteration until it stands still. */
export function spectralRadius(matrix: readonly (readonly number[])[]): number {
  let vector = matrix.map(() => 1);
  let radius = 0;
  for (let round = 0; round < 500; round += 1) {
    const next = matrix.map((row) => row.reduce((sum, entry, index) => sum + entry * (vector[index] ?? 0), 0));
    radius = Math.max(...next);
    vector = next.map((value) => value / radius);
  }
  return radius;
}
