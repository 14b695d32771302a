// Messages of lowering and of runs, each with a document that provokes it, for the library and for the command line.
import { provoked, sirAnd, sirWith, type Provoked } from "./provoked.ts";

const RECOVERY = "rate: recovery_rate";
const HALF_DAYS = "integrator: { method: rk4, step: 0.5 }";
const LEAPS = "integrator: { method: tau-leap, step: 0.5 }";

const plain = (title: string, ...lines: readonly string[]): string =>
  ["midsummer: 1", `title: ${title}`, "time: { unit: day, start: 0, end: 10 }", ...lines, ""].join("\n");

const SLOW_AND_FAST = (rate: string, more: string): string =>
  plain(
    "Stiff",
    "compartments: [a, b, c]",
    "initial: { a: 1000 }",
    `flows: { slow: { from: a, to: b, rate: 0.01 }, fast: { from: b, to: c, rate: ${rate} } }`,
    more,
  ).replace("end: 10", "end: 365, step: 5");
const GROWTH = plain(
  "Growth",
  "compartments: [a]",
  "initial: { a: 0.25 }",
  "flows: { growth: { kind: entry, to: a, rate: a * a } }",
);
const MANY = plain(
  "Many",
  "compartments: [a]",
  "initial: { a: 1 }",
  "flows: { out: { kind: exit, from: a, rate: 1 } }",
  `stratify: [${["x", "y"].map((name) => `{ name: ${name}, strata: [${Array.from({ length: 26 }, (_, n) => n).join(", ")}] }`).join(", ")}]`,
  "integrator: { method: rodas5p }",
);

const CLOSED = "where(t < closing, 0.1, 0.2)";

/** The small epidemic with another rate of recovery and a calibrated `closing`, where a target looks at an output. */
const calibratedTo = (output: string, rate: string, more: string): string =>
  sirWith(RECOVERY, `rate: "${rate}"`).replace("parameters:", "parameters:\n  closing: 4") +
  [
    "  recoveries: { flow: recovery, as: rate }",
    'priors: { closing: "uniform(0, 10)" }',
    `targets: { ${output}: { times: [2, 8], values: [3, 40], likelihood: poisson } }`,
    `${more}\n`,
  ].join("\n");

export const LOWERED_OR_RUN: readonly Provoked[] = [
  provoked(
    "E401",
    "series.open.times",
    sirAnd("series: { open: { times: [3.3], values: [1] } }", HALF_DAYS).replace(
      RECOVERY,
      "rate: recovery_rate * open",
    ),
  ),
  provoked("E402", "flows.recovery.rate", sirWith(RECOVERY, 'rate: "where(2 * t < 6, 0.1, 0.2)"')),
  provoked("K101", "flows.recovery.rate", sirWith(RECOVERY, "rate: 1 / (5 - t)") + `${HALF_DAYS}\n`),
  provoked("K102", "integrator", SLOW_AND_FAST("100", "integrator: { max_steps: 5 }")),
  provoked("K103", "flows.growth.rate", GROWTH),
  provoked("K104", "initial.susceptible", sirWith("susceptible: 999", "susceptible: 100 - 200 * exp(contact_rate)")),
  provoked("K105", "outputs.ratio", sirAnd("  ratio: { expression: 1 / recovered }")),
  provoked(
    "K106",
    "compartments.recovered",
    sirWith("outputs:", "  lost: { kind: absolute, from: recovered, to: susceptible, rate: 3 }\noutputs:"),
  ),
  provoked(
    "K107",
    "flows.recovery.rate",
    sirWith(RECOVERY, 'rate: "where(t < closing, 0.1, 0.2)"').replace("parameters:", "parameters:\n  closing: 4.2") +
      `${HALF_DAYS}\n`,
  ),
  provoked("K108", "integrator.method", MANY),
  provoked("S131", "flows.recovery.rate", calibratedTo("in_bed", "where(closing < 5, 0.1, 0.2)", "")),
  provoked("S132", "flows.recovery.rate", calibratedTo("in_bed", CLOSED, HALF_DAYS)),
  provoked("S133", "flows.recovery.rate", calibratedTo("recoveries", CLOSED, "")),
  provoked("S134", "integrator.method", calibratedTo("in_bed", CLOSED, "integrator: { method: rodas5p }")),
  provoked("K109", "integrator", SLOW_AND_FAST("1.0e+6", "")),
  provoked("K112", "flows.recovery.rate", sirWith(RECOVERY, "rate: recovery_rate - 1") + `${LEAPS}\n`),
  provoked("K113", "initial", sirWith("infectious: 1 }", "infectious: 10.75 }") + `${LEAPS}\n`),
];
