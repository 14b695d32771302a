// Compares the kernel's distributions with a folder of reference values (format: test/reference/distributions/README.md).

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  distributions,
  FAMILIES,
  isFamilyName,
  type Distributions,
  type FamilyName,
} from "../../kernel/distribution.ts";
import type { KernelExports } from "../../kernel/exports.ts";

/** One line of the table that the command prints: a file passes when `worst` is at most `limit`. */
export interface ReferenceRow {
  readonly file: string;
  /** Largest error of the file, here in units of the tolerance that holds for that number. */
  readonly worst: number;
  readonly limit: number;
  readonly note?: string;
}

/** A recorded number; JSON has no infinities, so they and NaN stand as words, and null is a bound that is not there. */
type Recorded = number | string | null;

interface ReferenceFile {
  readonly distribution: string;
  readonly cases: readonly {
    readonly parameters: Readonly<Record<string, Recorded>>;
    readonly points?: readonly Readonly<Record<string, Recorded>>[];
    readonly quantiles?: readonly { readonly p: Recorded; readonly x: Recorded }[];
  }[];
}

type Group = "log density" | "probabilities" | "their logs" | "quantiles";

/** Largest error allowed in each group; that of a discrete quantile is 0. */
const TOLERANCE: Readonly<Record<Group, number>> = {
  "log density": 1e-10,
  probabilities: 1e-10,
  "their logs": 1e-10,
  quantiles: 1e-8,
};

/** The columns of a point, the function that computes each, and the group it is judged in. */
const COLUMNS: Readonly<Record<string, readonly [keyof Distributions, Group]>> = {
  log_density: ["logDensity", "log density"],
  log_mass: ["logDensity", "log density"],
  cdf: ["cdf", "probabilities"],
  ccdf: ["ccdf", "probabilities"],
  log_cdf: ["logCdf", "their logs"],
  log_ccdf: ["logCcdf", "their logs"],
};

/** Below the smallest normal number a double has few digits left, and no relative error has a meaning. */
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Checks every `*.json` file of a folder against a kernel, in the order of their names. */
export function checkDistributions(
  folder: string,
  kernel: { readonly exports: Pick<KernelExports, "distribution"> },
): ReferenceRow[] {
  const compute = distributions(kernel.exports);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.sort().map((file) => {
    try {
      return { file, ...checkFile(readFileSync(join(folder, file), "utf8"), compute) };
    } catch (error) {
      return { file, worst: Infinity, limit: 1, note: error instanceof Error ? error.message : String(error) };
    }
  });
}

function checkFile(text: string, compute: Distributions): Omit<ReferenceRow, "file"> {
  // The columns are looked up one by one below; what is missing or foreign is reported there.
  const { distribution, cases } = JSON.parse(text) as ReferenceFile;
  if (!isFamilyName(distribution)) throw new Error(`There is no distribution “${distribution}”.`);
  const worst = new Map<Group, number>();
  let compared = 0;
  const note = (group: Group, error: number): void => {
    compared += 1;
    worst.set(group, Math.max(worst.get(group) ?? 0, Number.isNaN(error) ? Infinity : error));
  };
  for (const { parameters, points = [], quantiles = [] } of cases) {
    const args = FAMILIES[distribution].args.map((name) => argument(distribution, name, parameters[name]));
    for (const point of points) checkPoint(distribution, point, args, compute, note);
    checkQuantiles(distribution, quantiles, args, compute, note);
  }
  if (compared === 0) throw new Error("The file holds no numbers to compare.");
  const scaled = [...worst].map(([group, error]) => error / tolerance(distribution, group));
  const errors = [...worst].map(([group, error]) => `${group} ${error.toExponential(0)}`);
  return { worst: Math.max(...scaled), limit: 1, note: `${compared} numbers; ${errors.join(", ")}` };
}

/** What an error is measured in. A discrete quantile is right or wrong: one integer off is an error of Infinity. */
function tolerance(name: FamilyName, group: Group): number {
  return group === "quantiles" && FAMILIES[name].discrete ? Number.MIN_VALUE : TOLERANCE[group];
}

function checkPoint(
  name: FamilyName,
  point: Readonly<Record<string, Recorded>>,
  args: readonly number[],
  compute: Distributions,
  note: (group: Group, error: number) => void,
): void {
  const x = toNumber(point.x);
  for (const [column, value] of Object.entries(point)) {
    if (column === "x") continue;
    const known = COLUMNS[column];
    if (known === undefined) throw new Error(`The column “${column}” is not known.`);
    const [quantity, group] = known;
    // A log near 0 is the small difference of its probability from one, of which only the absolute size is recorded
    // (and counts): see the README beside the files. Log densities add up, so there too 1 is the scale.
    const floor = group === "probabilities" ? SMALLEST_NORMAL : 1;
    note(group, errorOf(compute[quantity](name, x, args), toNumber(value), floor));
  }
}

function checkQuantiles(
  name: FamilyName,
  quantiles: readonly { readonly p: Recorded; readonly x: Recorded }[],
  args: readonly number[],
  compute: Distributions,
  note: (group: Group, error: number) => void,
): void {
  const sizes = quantiles.map(({ x }) => Math.abs(toNumber(x))).sort((a, b) => a - b);
  const typical = sizes[Math.floor(sizes.length / 2)] ?? 1;
  // Where values of both signs occur, a quantile next to 0 is a difference of larger numbers, known to their digits.
  const floor = FAMILIES[name].support(args)[0] < 0 ? 1e-6 * typical : SMALLEST_NORMAL;
  for (const { p, x } of quantiles) {
    note(
      "quantiles",
      errorOf(compute.quantile(name, toNumber(p), args), toNumber(x), Math.max(floor, SMALLEST_NORMAL)),
    );
  }
}

/** |found − expected| in units of |expected|, or of `floor` where that is larger. */
function errorOf(found: number, expected: number, floor: number): number {
  if (Object.is(found, expected) || found === expected) return 0;
  if (!Number.isFinite(found) || !Number.isFinite(expected)) return Infinity;
  return Math.abs(found - expected) / Math.max(Math.abs(expected), floor);
}

function argument(distribution: FamilyName, name: string, value: Recorded | undefined): number {
  if (value === undefined) throw new Error(`A case of ${distribution} lacks the parameter “${name}”.`);
  if (value !== null) return toNumber(value);
  if (name === "lower") return -Infinity;
  if (name === "upper") return Infinity;
  throw new Error(`The parameter “${name}” of ${distribution} is null; only a bound may be.`);
}

function toNumber(value: Recorded | undefined): number {
  if (typeof value === "number") return value;
  if (value === "Infinity" || value === "-Infinity" || value === "NaN") return Number(value);
  throw new Error(`${JSON.stringify(value)} stands where a number is expected.`);
}
