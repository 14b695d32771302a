// Messages about names and single elements, each with a document that provokes it.
import { provoked, sirAnd, sirWith, type Provoked } from "./provoked.ts";

const seen = (entry: string): string => sirAnd("targets:", `  in_bed: { ${entry} }`);
const prior = (text: string): string => sirAnd("priors:", `  contact_rate: ${text}`);
const RECOVERY = "rate: recovery_rate";

export const ELEMENT: readonly Provoked[] = [
  provoked("E112", "parameters.recovery_rate", sirWith("recovery_rate: 0.2", "recovery_rate: exp(1)")),
  provoked("E115", "compartments.2", sirWith("recovered]", "exp]")),
  provoked("E116", "time.end", sirWith("start: 0, end: 10", "start: 2021-02-20, end: 2021-02-30")),
  provoked("E201", "flows.infection.rate", sirWith("rate: contact_rate", "rate: contct_rate")),
  provoked("E202", "flows.recovery.rate", sirWith(RECOVERY, "rate: pwo(2)")),
  provoked("E203", "flows.recovery.rate", sirWith(RECOVERY, "rate: min(1)")),
  provoked("E204", "flows.infection.from", sirWith("from: susceptible", "from: susceptable")),
  provoked("E205", "outputs.new_cases.flow", sirWith("flow: infection", "flow: infecton")),
  provoked(
    "E206",
    "targets.x.output",
    sirAnd("targets: { x: { output: in_bet, times: [1], values: [1], likelihood: poisson } }"),
  ),
  provoked("E207", "priors.contact_rat", sirAnd("priors: { contact_rat: 'uniform(0, 1)' }")),
  provoked("E208", "initial.infectious", sirWith("infectious: 1 }", "infectious: t }")),
  provoked("E210", "flows.recovery.to", sirWith("to: recovered", "to: infectious")),
  provoked("E211", "flows.recovery.from", sirWith("{ from: infectious", "{ kind: entry, from: infectious")),
  provoked("E212", "outputs.in_bed", sirWith("{ compartments: infectious", "{ flow: infection, expression: 1")),
  provoked("E213", "series.s.values", sirAnd("series: { s: { times: [0, 1, 2], values: [1, 2] } }")),
  provoked("E214", "series.s.times.1", sirAnd("series: { s: { times: [2, 1], values: [1, 2] } }")),
  provoked("E215", "priors.contact_rate", prior("unifrm(0, 1)")),
  provoked("E216", "priors.contact_rate", prior("uniform(1, 0)")),
  provoked("E217", "parameters.contact_rate.max", sirWith("value: 0.5,", "value: 5, max: 4,")),
  provoked("E219", "targets.in_bed.values.0", seen("times: [1], values: [1.5], likelihood: poisson")),
  provoked("E220", "targets.in_bed.sd", seen("times: [1], values: [1], likelihood: poisson, sd: 1")),
  provoked("E221", "targets.in_bed.sd", seen("times: [1], values: [1], likelihood: normal, sd: -1")),
  provoked("E222", "integrator.rtol", sirAnd("integrator: { method: rk4, rtol: 1.0e-6 }")),
  provoked("E223", "targets.in_bed.values", seen("times: [1, 2], values: [1, null], likelihood: poisson")),
  provoked(
    "E264",
    "targets.r0",
    sirAnd(
      "  r0: { reproduction_number: true }",
      "targets: { r0: { times: [1], values: [1], likelihood: normal, sd: 1 } }",
    ),
  ),
  provoked("E301", "outputs.contact_rate", sirWith("in_bed:", "contact_rate:")),
  provoked("E303", "flows.recovery.rate", sirWith("rate: recovery_rate", "rate: flow(recovery) / 999")),
  provoked(
    "E208",
    "flows.infection",
    sirWith("infectious: [infectious]", "infectious: { infectious: 1 + flow(recovery) }"),
  ),
  provoked("E303", "quantities.q", sirAnd("quantities: { q: r, r: q }")),
  provoked(
    "E317",
    "quantities.q500",
    sirAnd("quantities:", ...Array.from({ length: 1100 }, (_, n) => `  q${n}: q${n + 1} + 1`), "  q1100: 1"),
  ),
  provoked("E265", "priors.contact_rate", prior("uniform(0, recovery_rate)")),
  provoked("E266", "priors.contact_rate", prior("normal(0, contact_rate)")),
];
