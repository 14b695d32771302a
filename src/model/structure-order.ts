// The order of compartments in the finished model, known from the stratifications alone.
import { divider, UNDIVIDED } from "./structure.ts";
import type { Strata, Stratification, StructureCompartment } from "./structure.ts";

/** `document`: each stratification splits in place. `fast`: the longest stratification innermost, as the kernel likes. */
export type Order = "document" | "fast";

export type Shape = Pick<Stratification, "name" | "strata" | "compartments">;

export type ArrangedCompartment = Pick<StructureCompartment, "base" | "strata">;

/**
 * The compartments of the finished model, by position: what formulas of rates, splits and adjustments refer to.
 * `select` in structure.ts finds positions among them.
 */
export function arrange(bases: readonly string[], shapes: readonly Shape[], order: Order): ArrangedCompartment[] {
  let compartments: ArrangedCompartment[] = bases.map((base) => ({ base, strata: UNDIVIDED }));
  for (const shape of shapes) {
    const isSplit = new Set(shape.compartments);
    const divide = divider(shape);
    compartments = compartments.flatMap((compartment) => {
      const { base, strata } = compartment;
      return isSplit.has(base) ? divide(strata).map((part) => ({ base, strata: part })) : [compartment];
    });
  }
  return positionsIn(compartments, bases, shapes, order).map(
    (position) => compartments[position] ?? { base: "", strata: UNDIVIDED },
  );
}

/** [C] the position among `compartments` of each compartment in the wanted order. */
export function positionsIn(
  compartments: readonly ArrangedCompartment[],
  bases: readonly string[],
  shapes: readonly Shape[],
  order: Order,
): number[] {
  const positions = compartments.map((_, position) => position);
  if (order === "document" || shapes.length === 0) return positions;
  const baseIndex = new Map(bases.map((base, index) => [base, index]));
  const digits = longestLast(shapes).map(({ name, strata }) => ({
    name,
    radix: strata.length + 1,
    index: new Map(strata.map((stratum, index) => [stratum, index + 1])),
  }));
  const radix = digits.reduce((product, digit) => product * digit.radix, 1);
  const ofStrata = new Map<Strata, number>();
  const keys = compartments.map(({ base, strata }) => {
    let key = ofStrata.get(strata);
    if (key === undefined) {
      key = digits.reduce((sum, { name, radix: each, index }) => sum * each + (index.get(strata[name] ?? "") ?? 0), 0);
      ofStrata.set(strata, key);
    }
    return (baseIndex.get(base) ?? 0) * radix + key;
  });
  return positions.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}

/** The stratifications in their order, but for the longest (of equal ones that which splits most), which goes last. */
export function longestLast<T extends Shape>(shapes: readonly T[]): T[] {
  const longest = shapes.reduce<T | undefined>((best, shape) => {
    if (best === undefined || shape.strata.length > best.strata.length) return shape;
    const isEqual = shape.strata.length === best.strata.length;
    return isEqual && shape.compartments.length > best.compartments.length ? shape : best;
  }, undefined);
  if (longest === undefined) return [];
  return [...shapes.filter((shape) => shape !== longest), longest];
}
