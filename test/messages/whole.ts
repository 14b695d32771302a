// Messages about the document as a whole, each with a document that provokes it.
import { provoked, sirAnd, sirWith, type Provoked } from "./provoked.ts";

const TIME = "unit: day, start: 0, end: 10";
const seen = (entry: string): string => sirAnd(`targets: { ${entry}, likelihood: poisson } }`);

const weekly = (times: string): string =>
  sirWith(TIME, "unit: day, start: 2020-02-24, end: 2020-04-30") +
  `targets: { new_cases: { times: ${times}, values: [1], likelihood: poisson, aggregate: iso_week } }\n`;

export const WHOLE: readonly Provoked[] = [
  provoked("E304", "flows.infection", sirWith("infectious: [infectious]", "infectious: []")),
  provoked(
    "E305",
    "compartments",
    "midsummer: 1\ntitle: x\ntime: { unit: day, start: 0, end: 1 }\ncompartments: []\ninitial: {}\n",
  ),
  provoked("E306", "initial.susceptible", sirWith("susceptible: 999", "susceptible: -1")),
  provoked("E306", "infectious.infectious", sirWith("infectious: [infectious]", "infectious: { infectious: -1 }")),
  provoked("E307", "priors.contact_rate", sirAnd("priors: { contact_rate: 'uniform(0, 0.4)' }")),
  provoked("E308", "time.step", sirWith("step: 1 }", "step: 3 }")),
  provoked("E309", "time.end", sirWith("end: 10", "end: -1")),
  provoked("E310", "integrator.step", sirAnd("integrator: { method: rk4, step: 0.3 }")),
  provoked("E311", "targets.in_bed.times.0", seen("in_bed: { times: [-1], values: [1]")),
  provoked("E312", "targets.in_bed.times.0", seen("in_bed: { times: [2.4], values: [1]")),
  provoked("E313", "targets.new_cases.times.0", seen("new_cases: { times: [0], values: [1]")),
  provoked("E314", "parameters.unused", sirWith("parameters:", "parameters:\n  unused: 1")),
  provoked("E315", "time.epoch", sirWith(TIME, "unit: year, start: 2020-01-01, end: 2021-01-01, epoch: 2020-01-01")),
  provoked("E316", "initial.susceptible", sirWith("susceptible: 999", "susceptible: rest")),
  provoked("E320", "targets.in_bed", seen("in_bed: { times: [1], values: [1], from: 2")),
  provoked("E321", "targets.in_bed.weight", seen("in_bed: { times: [1], values: [1], weight: -1")),
  provoked("E322", "targets.new_cases.times.0", weekly("[2020-W08]")),
  provoked("E323", "targets.new_cases.times.0", weekly("[2020-W54]")),
  provoked("E324", "targets.in_bed", seen("in_bed: { times: [1]")),
  provoked("E326", "targets.in_bed.over_points", seen("in_bed: { times: [1], values: [1], over_points: mean")),
];
