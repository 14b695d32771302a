// Replays the recorded calls of summer through the project's own builder; summer's ways are settled here.

import { issueText, type Issue } from "../../../base/issue.ts";
import { constant } from "../../../model/formula.ts";
import { labelOf } from "../../../model/label.ts";
import type { Mixing } from "../../../model/model.ts";
import { adjustSplit } from "../../../model/stratify-split.ts";
import { stratify } from "../../../model/stratify.ts";
import { addFlow } from "../../../model/structure-flows.ts";
import { arrange } from "../../../model/structure-order.ts";
import { start, type Adjustment, type Structure } from "../../../model/structure.ts";
import { ageingRates, serialised, strataOf, whereOf } from "./ends.ts";
import { flowSpecs } from "./flows.ts";
import type {
  ByStratum,
  SummerAdjustment,
  SummerCall,
  SummerMatrix,
  SummerRequest,
  SummerStratification,
} from "./format.ts";
import { CallFormulas } from "./formulas.ts";
import { summerRules } from "./rules.ts";

export interface Replayed {
  readonly structure: Structure;
  readonly times: readonly [number, number];
  readonly timestep: number;
  readonly requests: readonly SummerRequest[];
  readonly whitelist: readonly string[] | undefined;
  readonly formulas: CallFormulas;
}

type Call<Op extends SummerCall["op"]> = Extract<SummerCall, { readonly op: Op }>;

/** Errors: issues of the builder, by throwing them; a call that summer does not have. */
export function replay(calls: readonly SummerCall[]): Replayed {
  return new Replay(calls).run();
}

function refuse(issue: Issue): void {
  if (issue.severity === "error") throw new Error(issueText(issue, "calls"));
}

class Replay {
  private structure: Structure;
  private readonly calls: readonly SummerCall[];
  private readonly formulas: CallFormulas;
  private readonly opening: Call<"CompartmentalModel">;
  private path = "";

  constructor(calls: readonly SummerCall[]) {
    this.calls = calls;
    const opening = calls.find((call) => call.op === "CompartmentalModel");
    if (opening === undefined) throw new Error("no call makes a CompartmentalModel");
    this.opening = opening;
    const { compartments: bases } = opening;
    const shapes = calls.flatMap((call) =>
      call.op === "stratify_with" ? [{ ...call.strat, strata: strataOf(call.strat) }] : [],
    );
    this.formulas = new CallFormulas(calls, arrange(bases, shapes, "document"));
    const initial = calls.find((call) => call.op === "set_initial_population")?.distribution ?? {};
    const infectious = new Set(opening.infectious_compartments);
    this.structure = start(
      bases.map((name) => ({
        label: labelOf(name, undefined, "persons"),
        initial: constant(initial[name] ?? 0),
        ...(infectious.has(name) ? { weight: constant(1) } : {}),
      })),
    );
  }

  run(): Replayed {
    const requests: SummerRequest[] = [];
    let whitelist: readonly string[] | undefined;
    this.calls.forEach((call, index) => {
      this.path = `${index}.${call.op}`;
      if (isRequest(call)) requests.push(call);
      else if (call.op === "set_derived_outputs_whitelist") whitelist = call.whitelist;
      else if (call.op === "stratify_with") this.stratify(call.strat);
      else if (call.op === "adjust_population_split") this.adjustSplit(call);
      else if (!SETTLED.has(call.op)) this.flows(call);
    });
    const { times, timestep = 1 } = this.opening;
    return { structure: this.structure, times, timestep, requests, whitelist, formulas: this.formulas };
  }

  private flows(call: SummerCall): void {
    const specs = flowSpecs(call, this.formulas, this.structure.bases);
    const before = this.structure.flows.length;
    for (const spec of specs)
      this.structure = addFlow(this.structure, { ...spec, byOrder: true, path: this.path }, refuse);
    const expected = "expected_flow_count" in call ? call.expected_flow_count : undefined;
    const found = this.structure.flows.length - before;
    if (expected !== undefined && expected !== found)
      throw new Error(`${this.path} makes ${found} flows; ${expected} were expected`);
  }

  private stratify(strat: SummerStratification): void {
    const strata = strataOf(strat);
    const shares = strat.population_split;
    const adjusted = (adjustments: ByStratum<SummerAdjustment | null>): Record<string, Adjustment | null> =>
      Object.fromEntries(
        Object.entries(adjustments).map(([stratum, adjustment]) => [stratum, this.adjustment(adjustment)]),
      );
    const isAge = strat.kind === "AgeStratification";
    const kind = isAge ? "age" : strat.kind === "StrainStratification" ? "strain" : "plain";
    const rules = strat.flow_adjustments.map((rule, index) => ({
      flow: rule.flow,
      ...whereOf("from", rule.source_strata),
      ...whereOf("to", rule.dest_strata),
      adjust: adjusted(rule.adjustments),
      path: `${this.path}.flow_adjustments.${index}`,
    }));
    const before = this.structure.compartments;
    this.structure = stratify(
      this.structure,
      {
        name: strat.name,
        kind,
        strata,
        compartments: strat.compartments,
        ...(shares ? { split: strata.map((stratum) => constant(shares[stratum] ?? 0)), splitTolerance: 0.01 } : {}),
        ...(isAge ? { ageing: { flow: AGEING, rates: ageingRates(strata) } } : {}),
        rules: summerRules(this.structure, kind, rules),
        // summer takes no notice of those for other compartments.
        infectiousness: strat.infectiousness_adjustments
          .filter(({ compartment }) => strat.compartments.includes(compartment))
          .map(({ compartment, adjustments }) => ({ compartment, adjust: adjusted(adjustments), path: this.path })),
        ...(strat.mixing_matrix ? { mixing: this.mixing(strat.mixing_matrix) } : {}),
        path: this.path,
      },
      refuse,
    );
    if (isAge && before.length > 0) this.nameAgeing();
  }

  /** summer names each ageing flow after its ends. */
  private nameAgeing(): void {
    const { compartments } = this.structure;
    const name = (position: number | null): string => serialised(compartments[position ?? -1]);
    const flows = this.structure.flows.map((flow) =>
      flow.family === AGEING ? { ...flow, family: `ageing_${name(flow.from)}_to_${name(flow.to)}` } : flow,
    );
    this.structure = { ...this.structure, flows };
  }

  private adjustSplit(call: Call<"adjust_population_split">): void {
    const shares = Object.fromEntries(
      Object.entries(call.proportions).map(([stratum, share]) => [stratum, constant(share)]),
    );
    const adjustment = { stratification: call.strat, ...whereOf("where", call.dest_filter), shares, tolerance: 0.01 };
    this.structure = adjustSplit(this.structure, { ...adjustment, path: this.path }, refuse);
  }

  private adjustment(adjustment: SummerAdjustment | null): Adjustment | null {
    if (adjustment === null) return null;
    return "multiply" in adjustment
      ? { multiply: this.formulas.formula(adjustment.multiply) }
      : { set: this.formulas.formula(adjustment.overwrite) };
  }

  private mixing(matrix: SummerMatrix): Mixing {
    if ("sum_of" in matrix) {
      const terms = matrix.sum_of.map((term) => ({ matrix: term.matrix, scale: this.formulas.formula(term.scale) }));
      return { kind: "sum", terms };
    }
    const isFixed = matrix.every((row) => row.every((entry) => typeof entry === "number"));
    if (isFixed) return { kind: "fixed", matrix: matrix.map((row) => row.map(Number)) };
    return { kind: "entries", entries: matrix.map((row) => row.map((entry) => this.formulas.formula(entry))) };
  }
}

/** Not a name that summer could have: it is replaced at once. */
const AGEING = "ageing …";
/** Calls that are read beforehand, all at once. */
const SETTLED: ReadonlySet<string> = new Set([
  "CompartmentalModel",
  "set_initial_population",
  "add_computed_value_process",
]);

function isRequest(call: SummerCall): call is SummerRequest {
  return call.op.startsWith("request_");
}
