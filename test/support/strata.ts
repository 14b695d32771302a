// A good document with strata, tables, series and matrices, to be spoilt in tests, and the files that it names.
import { read } from "../../src/model/build.ts";

/** A good document that has one of each thing. */
export const GOOD = `midsummer: 1
title: Strata
time: { unit: day, start: 0, end: 10 }
parameters: { contact_rate: 0.3, share: 0.4 }
tables:
  factor: { by: age, values: [1, 2] }
  risk: { by: [age, place], values: { young: [1, 2], old: { north: 3, south: 4 } } }
  counted: { by: age, file: ages.csv, columns: persons, stratum_column: age }
series:
  open: { times: [0, 5], values: [1, 0.5], transform: x / 2 }
  work: { file: work.csv, time: day, column: share }
  deaths: { by: age, times: [0, 10], values: { young: [0, 1], old: [1, 2] } }
matrices:
  home: [[2, 1], [1, 2]]
  school: { file: school.csv }
quantities:
  present: factor[age] * open
  bent: interp(t, [0, 5], [1, share]) + piecewise(t, [3], [0, 1])
compartments: [s, i, r]
initial: { s: 990, i: 10 }
infectious: [i]
flows:
  infection: { kind: infection, from: s, to: i, rate: "contact_rate * bent * work" }
  recovery: { from: i, to: r, rate: "0.1 * risk[age, place] * present" }
  death: { kind: death, rate: "0.001 * deaths[age] * counted[age] / 100" }
  vaccination: { from: { compartment: s, where: { dose: none } }, to: { compartment: s, where: { dose: one } }, rate: 0.1 }
  import: { kind: entry, to: i, rate: 0.01 * flow(recovery) }
stratify:
  - { name: age, strata: [young, old], split: { young: share, old: rest }, mixing: home + open * school, reciprocal: false }
  - { name: place, strata: [north, south], adjust: { infection: { multiply: { north: "factor[age]" } } } }
  - { name: dose, strata: [none, one], split: [1, 0] }
  - { name: grade, strata: [mild, severe], compartments: [i], adjust: { infection: { multiply: [0.7, 0.3] } }, infectiousness: { i: { multiply: [1, 2] } } }
outputs:
  cases: { flow: infection }
  by_age: { flow: infection, by: age }
  ill: { compartments: i, where: { age: old, grade: severe }, per: 1000 }
  total: { of: cases, cumulative: 3 }
  later: { of: cases, delay: "gamma(mean=5, sd=2)" }
  weekly: { of: [cases, total], rolling: { mean: 7 } }
  r: { reproduction_number: true }
`
  .replace("reproduction_number: true", "reproduction_number: true }\n  x: { expression: 'by_age[age = old]'")
  .replace("\n  r:", "\n  number:");

export const FILES: Readonly<Record<string, string>> = {
  "ages.csv": "age,persons\nyoung,40\nold,60\n",
  "work.csv": "day,share\n0,1\n5,0.5\n",
  "school.csv": "young,old\n1,0\n0,1\n",
  "bad.csv": "day,share\n0,1\n5,much\n",
  "late.csv": "day,share\nsoon,1\n",
  "empty.csv": "",
  "none.csv": "day,share\n0,\n",
};

/** Codes and paths of the errors and warnings of a text. */
export const issuesOf = (text: string): [string, string][] =>
  read(text, { files: (path) => FILES[path] })
    .issues.filter(({ severity }) => severity !== "notice")
    .map(({ code, path }) => [code, path]);
