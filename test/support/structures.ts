// Structures for tests: short ways to start, add flows, stratify and finish, with the issues that came up.

import type { Issue } from "../../src/base/issue.ts";
import type { Model } from "../../src/model/model.ts";
import { stratify } from "../../src/model/stratify.ts";
import { addFlow, type FlowSpec } from "../../src/model/structure-flows.ts";
import { finish } from "../../src/model/structure-finish.ts";
import type { Order } from "../../src/model/structure-order.ts";
import { start, type FlowKind, type Rate, type Stratification, type Structure } from "../../src/model/structure.ts";
import { constant, grid, modelOf, prevalence } from "./models.ts";

/** Builds a structure step by step and keeps the issues. */
export class Build {
  structure: Structure;
  readonly issues: Issue[] = [];

  /** @param sizes  initial size of each compartment; `infectious` are those with weight 1 */
  constructor(sizes: Readonly<Record<string, number>>, infectious: readonly string[] = []) {
    this.structure = start(
      Object.entries(sizes).map(([name, size]) => ({
        label: { name, title: name },
        initial: constant(size),
        ...(infectious.includes(name) ? { weight: constant(1) } : {}),
      })),
    );
  }

  /** From and to: names of compartments, or null. */
  flow(
    family: string,
    kind: FlowKind,
    from: string | null,
    to: string | null,
    rate: Rate | number,
    more: Partial<FlowSpec> = {},
  ): this {
    const end = (name: string | null): FlowSpec["from"] => (name === null ? null : { compartments: [name] });
    const value = typeof rate === "number" ? constant(rate) : rate;
    const spec = { family, kind, from: end(from), to: end(to), rate: value, path: `flows.${family}`, ...more };
    this.structure = addFlow(this.structure, spec, (issue) => this.issues.push(issue));
    return this;
  }

  /** All compartments where none are named. */
  stratify(name: string, strata: readonly string[], more: Partial<Stratification> = {}): this {
    const compartments = this.structure.bases;
    const plain = { name, strata, compartments, kind: "plain", rules: [], infectiousness: [], path: name } as const;
    this.structure = stratify(this.structure, { ...plain, ...more }, (issue) => this.issues.push(issue));
    return this;
  }

  get codes(): string[] {
    return this.issues.map(({ code }) => code);
  }

  finish(order: Order = "document"): ReturnType<typeof finish> {
    return finish(this.structure, { order }, (issue) => this.issues.push(issue));
  }

  /** The finished model, each compartment an output. */
  model(changes: Partial<Model> = {}, order: Order = "document"): Model {
    const finished = this.finish(order);
    const { compartments } = finished;
    const outputs = compartments.map(({ name }, index) => prevalence(name, index));
    return { ...modelOf({ initial: [], flows: [] }), time: grid(4), ...finished, outputs, ...changes };
  }
}
