// Splits compartments and flows by one stratification. Rules that collide are an issue that names both.
import { didYouMean, formatNumber, listInWords, quote } from "../base/text.ts";
import { constant, evaluate } from "./formula.ts";
import { checkMixing } from "./mixing.ts";
import type { Formula } from "./model.ts";
import { ageingFlows, splitFlows } from "./stratify-flows.ts";
import { checkStrata, divider, failure, ONE, UNDIVIDED } from "./structure.ts";
import type { InfectiousnessRule, Report, Stratification, Structure, StructureCompartment } from "./structure.ts";
import { Adjuster } from "./structure-rates.ts";

/** Each split compartment is replaced in place by one for each stratum; flows follow their ends. */
export function stratify(structure: Structure, spec: Stratification, report: Report): Structure {
  if (!isSound(structure, spec, report)) return structure;
  const adjuster = new Adjuster();
  const split = new Set(spec.compartments);
  const shares = spec.split ?? spec.strata.map(() => constant(1 / spec.strata.length));
  const rules = infectiousnessRules(spec, report);
  const divide = divider(spec);
  const compartments: StructureCompartment[] = [];
  /** New position of each old compartment: of its first stratum where it is split. */
  const firsts = structure.compartments.map((compartment) => {
    const first = compartments.length;
    if (!split.has(compartment.base)) {
      compartments.push(compartment);
      return first;
    }
    const rule = rules.get(compartment.base);
    const parts = divide(compartment.strata);
    spec.strata.forEach((stratum, index) => {
      compartments.push({
        base: compartment.base,
        strata: parts[index] ?? UNDIVIDED,
        initial: adjuster.scale(compartment.initial, shares[index] ?? ONE),
        weight: weightOf(compartment.weight, rule, stratum, adjuster),
      });
    });
    return first;
  });
  const isSplit = structure.compartments.map(({ base }) => split.has(base));
  const flows = splitFlows(structure, spec, { firsts, isSplit }, adjuster, report);
  flows.push(...ageingFlows(structure, spec, firsts));
  return { ...structure, compartments, flows, stratifications: [...structure.stratifications, spec] };
}

function weightOf(
  weight: Formula | undefined,
  rule: InfectiousnessRule | undefined,
  stratum: string,
  adjuster: Adjuster,
): Formula | undefined {
  const adjustment = rule?.adjust[stratum];
  if (adjustment === null || adjustment === undefined) return weight;
  if ("set" in adjustment) return adjustment.set;
  return weight === undefined ? undefined : adjuster.scale(weight, adjustment.multiply);
}

function infectiousnessRules(spec: Stratification, report: Report): Map<string, InfectiousnessRule> {
  const rules = new Map<string, InfectiousnessRule>();
  for (const rule of spec.infectiousness) {
    checkStrata(rule.adjust, spec, rule.path, report);
    if (!spec.compartments.includes(rule.compartment)) {
      const advice = `It splits ${listInWords(spec.compartments)}.${didYouMean(rule.compartment, spec.compartments)}`;
      const message = `The stratification does not split ${quote(rule.compartment)}.`;
      report(failure("E241", rule.path, message, advice));
    }
    if (rules.has(rule.compartment)) {
      const message = `The infectiousness of ${quote(rule.compartment)} is adjusted twice.`;
      report(failure("E234", rule.path, message, `Keep this or ${rules.get(rule.compartment)?.path ?? "the other"}.`));
    }
    rules.set(rule.compartment, rule);
  }
  return rules;
}

/** Rounding of a sum of shares. */
const SPLIT_TOLERANCE = 1e-9;

function isSound(structure: Structure, spec: Stratification, report: Report): boolean {
  const { path, strata, name } = spec;
  let sound = true;
  const refuse = (code: string, message: string, advice: string): void => {
    sound = false;
    report(failure(code, path, message, advice));
  };
  if (structure.stratifications.some((other) => other.name === name))
    refuse("E240", `There are two stratifications ${quote(name)}.`, "Give one of them another name.");
  if (strata.length === 0) refuse("E240", "There are no strata.", "Write some, such as strata: [young, old].");
  const double = strata.find((stratum, index) => strata.indexOf(stratum) !== index);
  if (double !== undefined) refuse("E240", `The stratum ${quote(double)} is listed twice.`, "Name it once.");
  for (const base of spec.compartments.filter((wanted) => !structure.labels.has(wanted))) {
    const advice = `The compartments are ${listInWords(structure.bases)}.${didYouMean(base, structure.bases)}`;
    refuse("E230", `There is no compartment ${quote(base)}.`, advice);
  }
  const isWhole = new Set(spec.compartments).size === structure.bases.length;
  const isSecond = (kind: string): boolean =>
    spec.kind === kind && structure.stratifications.some((other) => other.kind === kind);
  if (spec.kind === "age" && !isWhole)
    refuse("E240", "A stratification by age splits all compartments.", "Leave “compartments” out, or “kind: age”.");
  for (const kind of ["age", "strain"])
    if (isSecond(kind)) refuse("E240", `There is a second stratification by ${kind}.`, "Make this one plain.");
  if (spec.mixing !== undefined && (!isWhole || spec.kind === "strain")) {
    const message = "The mixing matrix has no place here: everybody must be in one stratum of those who mix.";
    refuse("E237", message, "Put the matrix on a stratification of all compartments that is not by strain.");
  }
  if (spec.mixing !== undefined && !checkMixing(spec.mixing, strata, `${path}.mixing`, report)) sound = false;
  return checkSplit(spec, refuse) && sound;
}

function checkSplit(
  { split, strata, splitTolerance }: Stratification,
  refuse: (code: string, message: string, advice: string) => void,
): boolean {
  if (split === undefined) return true;
  if (split.length !== strata.length) {
    refuse("E236", `There are ${split.length} shares for ${strata.length} strata.`, "Write one for each stratum.");
    return false;
  }
  const shares = split.map((share) => evaluate(share, []));
  const known = shares.filter((share) => share !== undefined);
  if (known.some((share) => !(share >= 0))) {
    refuse("E236", `A share is ${formatNumber(Math.min(...known))}.`, "Shares lie between 0 and 1.");
    return false;
  }
  const sum = known.reduce((total, share) => total + share, 0);
  if (known.length < shares.length || Math.abs(sum - 1) <= (splitTolerance ?? SPLIT_TOLERANCE)) return true;
  refuse("E236", `The shares of the strata add up to ${formatNumber(sum)}.`, "They must add up to 1.");
  return false;
}
