// State as plain data: how a chain is written down, and read back to the same bits.

import type { Plain } from "./contract.ts";

/** A copy that shares no memory with `value`. Throws a TypeError for what is not plain: a function, a map, undefined. */
export function plainCopy(value: unknown): Plain {
  if (value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean") {
    return value;
  }
  if (value instanceof Float64Array) return value.slice();
  if (Array.isArray(value)) return value.map(plainCopy);
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainCopy(part)]));
  }
  throw new TypeError(`${typeof value} is not plain data`);
}

/** The state that `plainCopy` wrote down, in memory of its own. */
export function restored<State>(saved: Plain): State {
  // A sampler reads only what it wrote itself; whoever kept it has checked that it is whole.
  return plainCopy(saved) as State;
}
