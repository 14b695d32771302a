// Messages about the text, its schema, its layers and its expressions, each with a document that provokes it.
import { provoked, sirAnd, sirWith, type Provoked } from "./provoked.ts";

const LIST_OF_FLOWS = Array.from({ length: 300 }, (_, n) => `  f${n}: { from: a${n}, to: infectious, rate: 1 }`);

export const TEXT: readonly Provoked[] = [
  provoked("E101", "", "x".repeat(1_100_000)),
  provoked("E102", "title", "title: *b\n"),
  provoked("E103", "", "title: a: b\n"),
  provoked("E104", "", "time:\n\tunit: day\n"),
  provoked("E105", "title", sirAnd("title: again")),
  provoked("E106", `title${".0".repeat(40)}`, `title: ${"[".repeat(60)}${"]".repeat(60)}\n`),
  provoked("E107", "", sirWith("title: SIR", "title: !tag x")),
  provoked("E108", "", ""),
  provoked("E109", "midsummer", sirWith("midsummer: 1", "midsummer: 2")),
  provoked("E110", "paramters", sirWith("parameters:", "paramters:")),
  provoked("E111", "title", sirWith("title: SIR\n", "")),
  provoked("E112", "time.step", sirWith("step: 1 }", "step: often }")),
  provoked("E113", "flows.infection.kind", sirWith("kind: infection", "kind: infectoin")),
  provoked("E114", "calibration.chains", sirAnd("calibration: { chains: 0 }")),
  provoked("E120", "flows.recovery.rate", sirWith("rate: recovery_rate", "rate: recovery_rate & 1")),
  provoked("E121", "flows.recovery.rate", sirWith("rate: recovery_rate", "rate: (1 + 2")),
  provoked("E122", "flows.recovery.rate", sirWith("rate: recovery_rate", `rate: ${"1+".repeat(5001)}1`)),
  provoked("E123", "flows.recovery.rate", sirWith("rate: recovery_rate", "rate: 1 < t < 3")),
  provoked("E130", "extends", "midsummer: 1\nextends: nowhere.yaml\n"),
  provoked("E134", "extends", "midsummer: 1\nextends: other.yaml\n", { "other.yaml": "extends: other.yaml\n" }),
  { code: "E135", path: "scenarios", document: sirAnd("scenarios: { closed: { title: x } }"), scenario: "close" },
  provoked("E318", "", sirWith("outputs:", `${LIST_OF_FLOWS.join("\n")}\noutputs:`)),
];
