// summer's calls that add flows, as the builder's flows.

import { constant } from "../../../model/formula.ts";
import type { FlowSpec } from "../../../model/structure-flows.ts";
import { bothEnds, endOf, entryEnd } from "./ends.ts";
import type { SummerCall } from "./format.ts";
import type { CallFormulas } from "./formulas.ts";

type Spec = Omit<FlowSpec, "path">;

/** The flows of a call: one, or one per compartment of `bases` for universal deaths. Errors: a call that adds none. */
export function flowSpecs(call: SummerCall, formulas: CallFormulas, bases: readonly string[]): Spec[] {
  if (call.op === "add_universal_death_flows") {
    const rate = formulas.formula(call.death_rate);
    return bases.map((base): Spec => {
      const family = `${call.base_name}_for_${base}`;
      return { family, kind: "exit", from: endOf(base, undefined), to: null, rate };
    });
  }
  const spec = move(call, formulas) ?? entry(call, formulas);
  if (spec === undefined) throw new Error(`there is no call ${call.op}`);
  return [spec];
}

function move(call: SummerCall, formulas: CallFormulas): Spec | undefined {
  switch (call.op) {
    case "add_transition_flow": {
      const rate = formulas.formula(call.fractional_rate);
      return { family: call.name, kind: "transition", ...bothEnds(call), rate };
    }
    case "add_infection_frequency_flow":
    case "add_infection_density_flow": {
      const mode = call.op === "add_infection_density_flow" ? "density" : "frequency";
      return {
        family: call.name,
        kind: "infection",
        mode,
        ...bothEnds(call),
        rate: formulas.formula(call.contact_rate),
      };
    }
    case "add_function_flow": {
      const rate = formulas.late(call.flow_rate);
      return { family: call.name, kind: "absolute", ...bothEnds(call), rate, undivided: true };
    }
    case "add_death_flow": {
      const from = endOf(call.source, call.source_strata);
      return { family: call.name, kind: "exit", from, to: null, rate: formulas.formula(call.death_rate) };
    }
    default:
      return undefined;
  }
}

function entry(call: SummerCall, formulas: CallFormulas): Spec | undefined {
  switch (call.op) {
    case "add_crude_birth_flow":
      return { family: call.name, kind: "births", ...entryEnd(call), rate: formulas.formula(call.birth_rate) };
    case "add_replacement_birth_flow":
      return { family: call.name, kind: "replacement", ...entryEnd(call), rate: constant(1) };
    case "add_importation_flow": {
      const share = call.split_imports === true ? "split" : "each";
      const rate = formulas.formula(call.num_imported);
      return { family: call.name, kind: "entry", ...entryEnd(call), rate, share };
    }
    default:
      return undefined;
  }
}
