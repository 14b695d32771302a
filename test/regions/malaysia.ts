// The documents of Malaysia with further outputs, and the mixing between ages that they come to.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "../../src/document/parse.ts";
import { build } from "../../src/model/build.ts";
import type { Model } from "../../src/model/model.ts";

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
