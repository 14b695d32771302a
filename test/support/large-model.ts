// A synthetic model of the size of the largest regional ones: ages innermost, so many kinds of compartments outside.

import type { Formula, Model } from "../../src/model/model.ts";
import { constant, flowOf, grid, modelOf, moved, op, parameter, size, time, times, type Sketch } from "./models.ts";

const AGES = 16;

/**
 * `kinds` kinds of compartments in 16 ages. Kind 0 is susceptible and kinds 1 to `kinds` − 1 are passed through one
 * after the other, each at its own rate for each age; the first ten are infectious and mix by a matrix that varies in
 * time. All die, and as many are born; everybody ages. Four flows in ten vary in time.
 */
export function largeModel(kinds: number): Model {
  const row = (kind: number, age: number): number => kind * AGES + age;
  const ages = Array.from({ length: AGES }, (_, age) => age);
  const all = Array.from({ length: kinds }, (_, kind) => kind);
  const matrix = (share: number): number[][] => ages.map((i) => ages.map((j) => share / (1 + Math.abs(i - j))));
  const season = op("add", constant(1), times(constant(0.25), op("divide", time, constant(400))));
  const passing = (kind: number, age: number): Formula => {
    const own = times(constant(0.1 + 0.01 * age), parameter(1));
    return kind % 5 < 2 ? times(own, season) : own;
  };
  const flows: Sketch["flows"] = [
    ...all.flatMap((kind) => ages.map((age) => ({ from: row(kind, age), rate: parameter(2), name: "death" }))),
    { to: 0, rate: flowOf(...Array.from({ length: AGES * kinds }, (_, flow) => flow)), name: "births" },
    ...ages.map((age) => ({
      from: age,
      to: row(1, age),
      rate: times(constant(0.5 + 0.05 * age), parameter(0)),
      force: [0, age] as const,
      name: "infection",
    })),
    ...all.slice(1).flatMap((kind) =>
      ages.map((age) => ({
        from: row(kind, age),
        to: row((kind + 1) % kinds, age),
        rate: passing(kind, age),
        name: "passing",
      })),
    ),
    ...ages.slice(1).map((age) => ({ from: row(2, age - 1), to: row(2, age), rate: 0.0003, name: "ageing" })),
  ];
  const infectious = all.slice(1, 11);
  return modelOf({
    time: grid(400),
    parameters: { contact: 0.08, pace: 1, mortality: 0.0001 },
    initial: all.flatMap((kind) => ages.map(() => (kind === 0 ? 1e5 : kind === 1 ? 10 : 0))),
    forces: [
      {
        name: "infection",
        mode: "frequency",
        groups: ages.map((age) => ({
          population: all.map((kind) => row(kind, age)),
          infectious: infectious.map((kind) => ({
            compartment: row(kind, age),
            weight: constant(kind === 1 ? 0.5 : 1),
          })),
        })),
        mixing: {
          kind: "sum",
          terms: [
            { matrix: matrix(3), scale: constant(1) },
            { matrix: matrix(1), scale: season },
          ],
        },
      },
    ],
    flows,
    outputs: [
      {
        name: "infectious",
        title: "",
        measure: "prevalence",
        kind: "formula",
        formula: size(...infectious.flatMap((kind) => ages.map((age) => row(kind, age)))),
      },
      moved("count", ...ages.map((age) => AGES * kinds + 1 + age)),
      moved("rate", ...ages),
    ],
  });
}
