// The forces of infection of a finished structure: groups that mix, who infects in each, one force per mode and strain.
import { listInWords, quote } from "../base/text.ts";
import { evaluate } from "./formula.ts";
import { kronecker } from "./mixing.ts";
import type { Flow, Force, Formula, Mixing } from "./model.ts";
import { failure, ONE } from "./structure.ts";
import type { Report, Strata, Stratification, StructureFlow } from "./structure.ts";
import { longestLast } from "./structure-order.ts";
import type { Order } from "./structure-order.ts";

interface Member {
  readonly base: string;
  readonly strata: Strata;
  readonly weight: Formula | undefined;
  readonly initial: Formula;
}

export interface ForceOptions {
  readonly order: Order;
  /** Values of the parameters, to see which groups are empty at the start; without them only constants tell. */
  readonly values?: readonly number[];
}

type Group = Force["groups"][number];

/** Forces are made as flows ask for them: `forceOf` each infection flow first, then `forces`. */
export class Forces {
  readonly forces: Force[] = [];
  private readonly index = new Map<string, number>();
  private readonly members: readonly Member[];
  private readonly strain: Stratification | undefined;
  private readonly mixing: Mixing;
  private readonly groupOf: readonly number[];
  private readonly populations: number[][];
  private readonly groups = new Map<string, readonly Group[]>();
  private readonly report: Report;
  private readonly mixed: readonly Stratification[];
  private readonly values: readonly number[];
  private hasTold = false;

  /** @param members  compartments in the order of the finished model */
  constructor(
    members: readonly Member[],
    stratifications: readonly Stratification[],
    { order, values = [] }: ForceOptions,
    report: Report,
  ) {
    this.members = members;
    this.values = values;
    this.report = report;
    this.strain = stratifications.find(({ kind }) => kind === "strain");
    const carriers = stratifications.filter(({ mixing }) => mixing !== undefined);
    const mixed = order === "fast" ? longestLast(carriers) : carriers;
    this.mixed = mixed;
    const alone: Mixing = { kind: "fixed", matrix: [[1]] };
    const matrices = mixed.flatMap(({ mixing }) => mixing ?? []);
    this.mixing = matrices.length === 0 ? alone : matrices.reduce(kronecker);
    const digits = mixed.map(({ name, strata }) => ({
      name,
      radix: strata.length,
      index: new Map(strata.map((stratum, index) => [stratum, index])),
    }));
    this.groupOf = members.map(({ strata }) =>
      digits.reduce((group, { name, radix, index }) => group * radix + (index.get(strata[name] ?? "") ?? 0), 0),
    );
    const count = digits.reduce((product, { radix }) => product * radix, 1);
    this.populations = Array.from({ length: count }, () => []);
    this.groupOf.forEach((group, position) => this.populations[group]?.push(position));
  }

  /** The force and group that a flow between these positions feels; undefined, reported, where it has no strain. */
  forceOf(flow: StructureFlow, from: number | null, to: number | null): Flow["force"] {
    const mode = flow.mode ?? "frequency";
    const strain = this.strain === undefined ? undefined : this.members[to ?? -1]?.strata[this.strain.name];
    if (this.strain !== undefined && strain === undefined) {
      this.refuse(flow, this.strain);
      return undefined;
    }
    const name = strain === undefined ? mode : `${mode}[${strain}]`;
    let force = this.index.get(name);
    if (force === undefined) {
      force = this.forces.length;
      if (force === 0) this.tellOfSilence(mode);
      this.forces.push({ name, mode, groups: this.groupsOf(strain), mixing: this.mixing });
      this.index.set(name, force);
    }
    return { force, group: this.groupOf[from ?? -1] ?? 0 };
  }

  private refuse(flow: StructureFlow, strain: Stratification): void {
    if (this.hasTold) return;
    this.hasTold = true;
    const message = `The infection ${quote(flow.family)} leads to a compartment without a strain.`;
    const advice = `Let the stratification ${quote(strain.name)} split the compartment that it leads to.`;
    this.report(failure("E239", strain.path, message, advice));
  }

  /** Who infects nobody, though one might think so: infectious compartments without a strain, and empty groups. */
  private tellOfSilence(mode: Force["mode"]): void {
    const { strain } = this;
    if (strain !== undefined) {
      const idle = this.members.filter(
        ({ weight, strata }) => weight !== undefined && strata[strain.name] === undefined,
      );
      const names = [...new Set(idle.map(({ base }) => base))];
      const message = `${listInWords(names.map(quote))} would infect, and carries no strain: it infects nobody.`;
      const advice = `Let the stratification ${quote(strain.name)} split it, or take it out of “infectious”.`;
      if (names.length > 0) this.report({ ...failure("E239", strain.path, message, advice), severity: "warning" });
    }
    if (mode === "density") return;
    const isEmpty = (group: readonly number[]): boolean =>
      group.every((position) => evaluate(this.members[position]?.initial ?? ONE, this.values) === 0);
    const empty = this.populations.filter(isEmpty).map((group) => this.groupName(group));
    if (empty.length === 0) return;
    const message = `Nobody is in ${listInWords(empty)} at the start; while a group is empty, its force of infection is 0.`;
    const path = this.mixed.at(-1)?.path ?? "";
    this.report({
      ...failure("E242", path, message, "Check the split, if somebody should be there."),
      severity: "notice",
    });
  }

  private groupName(group: readonly number[]): string {
    const strata = this.members[group[0] ?? -1]?.strata ?? {};
    return quote(this.mixed.map(({ name }) => `${name}=${strata[name] ?? ""}`).join(", ") || "the population");
  }

  private groupsOf(strain: string | undefined): readonly Group[] {
    const known = this.groups.get(strain ?? "");
    if (known !== undefined) return known;
    const infectious = this.populations.map((): { compartment: number; weight: Formula }[] => []);
    this.members.forEach(({ weight, strata }, compartment) => {
      if (weight === undefined) return;
      if (strain !== undefined && strata[this.strain?.name ?? ""] !== strain) return;
      infectious[this.groupOf[compartment] ?? 0]?.push({ compartment, weight });
    });
    const groups = this.populations.map((population, group): Group => ({
      population,
      infectious: infectious[group] ?? [],
    }));
    this.groups.set(strain ?? "", groups);
    return groups;
  }
}
