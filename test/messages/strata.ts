// Messages about strata, tables, matrices and files, each with a document that provokes it.
import { spoil } from "../support/document.ts";
import { DIVIDED, dividedWith, provoked, sirAnd, type Provoked } from "./provoked.ts";

const AGES = dividedWith("strata: [young, old]", "kind: age, strata: [young, old]")
  .replaceAll("young", "0")
  .replaceAll("old", "15");
const STRAINS = `midsummer: 1
title: Strains
time: { unit: day, start: 0, end: 10 }
compartments: [s, e, i]
initial: { s: 9, i: 1 }
infectious: i
flows: { infection: { kind: infection, from: s, to: e, rate: 1 }, onset: { from: e, to: i, rate: 1 } }
stratify: [{ name: variant, kind: strain, strata: [a, b], compartments: [i] }]
`;
const output = (entry: string): string => `${DIVIDED}  x: { ${entry} }\n`;
const series = (entry: string): string => sirAnd(`series: { s: { ${entry} } }`);
const FILES = {
  "a.csv": "day,share\n0,1\n5,0.5\n",
  "none.csv": "",
  "words.csv": "day,share\n0,1\n5,much\n",
  "gap.csv": "day,share\n0,1\n5,\n8,2\n",
};
const MIXING = "mixing: home + school";
const RULE = "{ multiply: [0.7, 0.3] }";

export const STRATA: readonly Provoked[] = [
  provoked("E230", "stratify.2", dividedWith("compartments: [i], adjust", "compartments: [x], adjust")),
  provoked("E231", "outputs.x.where.aeg", output("compartments: i, where: { aeg: young }")),
  provoked("E232", "outputs.x.where.age", output("compartments: i, where: { age: 6 }")),
  provoked(
    "E233",
    "flows.move",
    dividedWith(
      "stratify:",
      "  move: { from: { compartment: s, where: { age: young } }, to: { compartment: s, where: { age: old, place: north } }, rate: 1 }\nstratify:",
    ),
  ),
  provoked(
    "E234",
    "stratify.2.adjust.infection.1",
    dividedWith(RULE, "[{ multiply: [0.7, 0.3] }, { set: [1, ~], from: { age: old } }]"),
  ),
  provoked(
    "E235",
    "stratify.1.adjust.infection",
    dividedWith(
      "name: place, strata: [north, south] }",
      "name: place, strata: [north, south], compartments: [r], adjust: { infection: { multiply: [1, 2] } } }",
    ),
  ),
  provoked("E236", "stratify.0", dividedWith("split: [0.4, 0.6]", "split: [0.4, 0.5]")),
  provoked("E237", "stratify.2", dividedWith("compartments: [i], adjust", "compartments: [i], mixing: home, adjust")),
  provoked("E238", "stratify.0.mixing", dividedWith("home: [[2, 1]", "home: [[2, -1]")),
  provoked("E239", "stratify.0", STRAINS),
  provoked("E240", "stratify.2", dividedWith("strata: [mild, severe]", "strata: [mild, mild]")),
  provoked("E241", "stratify.2.infectiousness.s", dividedWith("infectiousness: { i:", "infectiousness: { s:")),
  provoked("E242", "stratify.0", dividedWith("split: [0.4, 0.6]", "split: [0, 1]")),
  provoked("E250", "flows.infection.rate", dividedWith("rate: contact_rate", "rate: contact_rate * factor")),
  provoked("E251", "tables.factor.values", dividedWith("values: [1, 2] }", "values: [1] }")),
  provoked("E252", "matrices.home", dividedWith("home: [[2, 1], [1, 2]]", "home: [[2, 1], [1]]")),
  provoked("E253", "stratify.0.mixing", dividedWith(MIXING, "mixing: home * school")),
  provoked("E254", "stratify.2.adjust.infection", dividedWith(RULE, "{ multiply: { mild: 0.7 } }")),
  provoked("E255", "stratify.0", AGES),
  provoked(
    "E256",
    "stratify.0.mixing",
    spoil(", reciprocal: false", "", dividedWith("home: [[2, 1], [1, 2]]", "home: [[2, 1], [3, 2]]")),
  ),
  provoked("E257", "series.s.values", series("file: a.csv, column: share, values: [1]"), FILES),
  provoked("E258", "series.s.transform", series("times: [0, 1], values: [1, 2], transform: y / 2")),
  provoked("E259", "series.s.file", series("file: gap.csv, time: day, column: share"), FILES),
  provoked("E260", "outputs.x", output("compartments: s, where: { grade: severe }")),
  provoked("E261", "outputs.x.delay", output("of: ill, delay: 'uniform(0, 1)'")),
  provoked(
    "E262",
    "targets.x",
    sirAnd(
      "  x: { compartments: infectious, hidden: true }",
      "targets: { x: { times: [1], values: [1], likelihood: poisson } }",
    ),
  ),
  provoked("E263", "scenarios.x.initial", sirAnd("scenarios: { x: { title: x, initial: { infectious: 5 } } }")),
  provoked("E130", "series.s.file", series("file: nowhere.csv, time: day, column: share"), FILES),
  provoked("E131", "series.s.file", series("file: none.csv, time: day, column: share"), FILES),
  provoked("E132", "series.s.column", series("file: a.csv, time: day, column: shar"), FILES),
  provoked("E133", "series.s.file", series("file: words.csv, time: day, column: share"), FILES),
];
