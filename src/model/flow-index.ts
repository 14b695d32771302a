// Where the flows of each family are, and which of them touch a stratum: outputs ask for a few of thousands, many times.
import type { Flow } from "./model.ts";
import { fits } from "./structure.ts";
import type { Filter, Strata } from "./structure.ts";
import type { Finished } from "./structure-finish.ts";

/** Which flows an output counts: `where` looks at either end, the others at one. */
export interface FlowFilters {
  readonly where: Filter;
  readonly from: Filter;
  readonly to: Filter;
}

const OUTSIDE: Strata = {};

export class FlowIndex {
  private readonly structure: Finished;
  private readonly families = new Map<string, number[]>();
  /** Positions by family, stratification and stratum; of a stratification once something asks for it. */
  private readonly byStratum = new Map<string, ReadonlyMap<string, number[]>>();

  constructor(structure: Finished) {
    this.structure = structure;
    structure.flows.forEach(({ family }, position) => {
      const members = this.families.get(family);
      if (members === undefined) this.families.set(family, [position]);
      else members.push(position);
    });
  }

  get names(): readonly string[] {
    return [...this.families.keys()];
  }

  has(family: string): boolean {
    return this.families.has(family);
  }

  /** Positions of a family's flows that fit, in order. */
  fitting(family: string, { where, from, to }: FlowFilters): number[] {
    return this.candidates(family, where).filter((position) => {
      const flow = this.structure.flows[position];
      const source = this.at(flow?.from);
      const destination = this.at(flow?.to);
      return fitsEither(source, destination, where) && fits(source, from) && fits(destination, to);
    });
  }

  /** The flows among which those of a filter are: all, or those of the strata that fewest flows have. */
  private candidates(family: string, where: Filter): readonly number[] {
    const all = this.families.get(family) ?? [];
    let fewest = { count: all.length, parts: [all] };
    for (const name in where) {
      const members = this.strataOf(family, name);
      const parts = [...new Set(where[name])].map((stratum) => members.get(stratum) ?? []);
      const count = parts.reduce((sum, { length }) => sum + length, 0);
      if (count < fewest.count) fewest = { count, parts };
    }
    return fewest.parts.length === 1 ? (fewest.parts[0] ?? all) : fewest.parts.flat();
  }

  private strataOf(family: string, name: string): ReadonlyMap<string, number[]> {
    const key = `${family}\n${name}`;
    const known = this.byStratum.get(key);
    if (known !== undefined) return known;
    const members = new Map<string, number[]>();
    for (const position of this.families.get(family) ?? []) {
      const stratum = this.stratum(this.structure.flows[position], name);
      if (stratum === undefined) continue;
      const list = members.get(stratum);
      if (list === undefined) members.set(stratum, [position]);
      else list.push(position);
    }
    this.byStratum.set(key, members);
    return members;
  }

  private stratum(flow: Flow | undefined, name: string): string | undefined {
    return stratumOf(this.at(flow?.from), this.at(flow?.to), name);
  }

  private at(position: number | null | undefined): Strata {
    return this.structure.compartments[position ?? -1]?.strata ?? OUTSIDE;
  }
}

/** The stratum that persons leave, or the one they enter where they leave none. */
function stratumOf(source: Strata, destination: Strata, name: string): string | undefined {
  return source[name] ?? destination[name];
}

function fitsEither(source: Strata, destination: Strata, where: Filter): boolean {
  for (const name in where) {
    const stratum = stratumOf(source, destination, name);
    if (stratum === undefined || where[name]?.includes(stratum) !== true) return false;
  }
  return true;
}
