// What the data cannot tell about the parameters, in words, before anything is sampled.

import type { Issue } from "../../base/issue.ts";
import { listInWords } from "../../base/text.ts";
import type { Placed } from "../../kernel/placed.ts";
import type { Balance } from "../../optimise/weak-directions.ts";
import { transformOf } from "../../program/inference.ts";

/** A parameter belongs to a direction where it moves by at least this share of what the first one does. */
const TAKES_PART = 0.3;
/** Exponents within this of one another count as equal: then a product or a quotient is what the data fix. */
const ALIKE = 1.25;
/** By how much the parameter that moves most is moved in a message. */
const EXAMPLE = 0.1;

/** How one parameter moves along a direction. */
interface Move {
  readonly name: string;
  /** Relative to its value, or absolute where that may be zero. */
  readonly change: number;
  readonly isRelative: boolean;
}

/**
 * One issue for each direction of which the data say less than the priors: S140, a warning, for parameters that the data
 * tell together only; S141, a notice, for one that they hardly tell at all.
 *
 * @param z  [n] the best fit, on the real line
 */
export function unidentified(placed: Placed, z: Float64Array, balance: Balance): Issue[] {
  return balance.weak.map((direction) => {
    const moves = movesOf(placed, z, direction, balance.sd);
    const [only, ...others] = moves;
    return others.length === 0 || only === undefined ? untold(only?.name ?? "") : inseparable(moves);
  });
}

/** The parameters that take part in a direction. @param sd  [n] of the prior, by which their shares are measured */
function movesOf({ kernel, program }: Placed, z: Float64Array, direction: Float64Array, sd: Float64Array): Move[] {
  const { priors, parameters } = program.model;
  const sizes = direction.map((value, i) => Math.abs(value / (sd[i] ?? NaN)));
  const largest = Math.max(...sizes);
  return priors.flatMap(({ parameter, lower, upper }, i): Move[] => {
    if (!((sizes[i] ?? 0) >= TAKES_PART * largest)) return [];
    const kind = transformOf(lower, upper);
    const at = z[i] ?? NaN;
    const natural = kernel.exports.toNatural(kind, at, lower, upper);
    const slope = kernel.numeric.exp(kernel.exports.logJacobian(kind, at, lower, upper));
    const isRelative = lower >= 0 && natural > 0;
    const change = ((direction[i] ?? 0) * slope) / (isRelative ? natural : 1);
    return [{ name: parameters[parameter]?.name ?? "", change, isRelative }];
  });
}

function untold(name: string): Issue {
  return {
    code: "S141",
    severity: "notice",
    path: `priors.${name}`,
    message: `the data say next to nothing about ${name}: what comes out for it is what its prior puts in.`,
    advice: "Nothing to do if the prior is what you know; otherwise add data that depend on it, or fix it.",
  };
}

function inseparable(moves: readonly Move[]): Issue {
  return {
    code: "S140",
    severity: "warning",
    path: "priors",
    message: `${fixedTogether(moves)}: ${exampleOf(moves)} fits the data as well.`,
    advice:
      "Fix one of them at a value from elsewhere, or narrow its prior; otherwise use only what the data fix, " +
      "and expect each alone to follow its prior.",
  };
}

/** "the data fix a × b, but not each alone", or that they cannot tell them apart. */
function fixedTogether(moves: readonly Move[]): string {
  const [one, other] = moves;
  const names = listInWords(moves.map(({ name }) => name));
  if (moves.length !== 2 || one === undefined || other === undefined || !one.isRelative || !other.isRelative) {
    return `the data cannot tell ${names} apart`;
  }
  const ratio = Math.abs(one.change / other.change);
  if (ratio > ALIKE || ratio < 1 / ALIKE) return `the data cannot tell ${names} apart`;
  // Along the direction the product stays where one falls as the other rises, and the quotient where both rise.
  const sign = one.change * other.change < 0 ? "×" : "/";
  return `the data fix ${one.name} ${sign} ${other.name}, but not each alone`;
}

/** "raising a by 10 % and lowering b by 9 %". */
function exampleOf(moves: readonly Move[]): string {
  const most = Math.max(...moves.filter(({ isRelative }) => isRelative).map(({ change }) => Math.abs(change)));
  // Where none is relative, a standard deviation of the prior is a step of its own.
  const scale = most > 0 && Number.isFinite(most) ? EXAMPLE / most : 1;
  const sign = (moves[0]?.change ?? 1) < 0 ? -1 : 1;
  const steps = moves.map(({ name, change, isRelative }) => {
    const by = sign * scale * change;
    const amount = isRelative ? `${digits(100 * Math.abs(by))} %` : digits(Math.abs(by));
    return `${by < 0 ? "lowering" : "raising"} ${name} by ${amount}`;
  });
  return listInWords(steps);
}

function digits(value: number): string {
  return String(Number(value.toPrecision(2)));
}
