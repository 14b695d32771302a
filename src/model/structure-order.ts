// The order of compartments in the finished model, known from the stratifications alone.
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
  let compartments: ArrangedCompartment[] = bases.map((base) => ({ base, strata: {} }));
  for (const { name, strata, compartments: split } of shapes) {
    const isSplit = new Set(split);
    compartments = compartments.flatMap((compartment) =>
      isSplit.has(compartment.base)
        ? strata.map((stratum) => ({
            base: compartment.base,
            strata: { ...compartment.strata, [name]: stratum } satisfies Strata,
          }))
        : [compartment],
    );
  }
  return positionsIn(compartments, bases, shapes, order).map(
    (position) => compartments[position] ?? { base: "", strata: {} },
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
  const keys = compartments.map(({ base, strata }) =>
    digits.reduce(
      (key, { name, radix, index }) => key * radix + (index.get(strata[name] ?? "") ?? 0),
      baseIndex.get(base) ?? 0,
    ),
  );
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
