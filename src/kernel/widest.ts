// The same program placed a second time, with as many lanes as it is worth: for many runs at once.

import { bytesOf } from "./place.ts";
import type { Lanes, Placed } from "./placed.ts";

/** Most memory for a program placed a second time: a large model gets fewer lanes. */
const ROOM = 64 * 2 ** 20;

const wide = new WeakMap<Placed, Placed>();

/**
 * The program with 8, 4 or 2 lanes where its steps have one length and there is room, and otherwise as it is. Placed at
 * the first call and kept; the bits of a run are the same with any number of lanes.
 */
export function widest(placed: Placed): Placed {
  const known = wide.get(placed) ?? widen(placed);
  wide.set(placed, known);
  return known;
}

function widen(placed: Placed): Placed {
  const { kernel, program } = placed;
  const { method } = program.model.integrator;
  if (placed.lanes !== 1 || method === "dopri5" || method === "rodas5p") return placed;
  const lanes = ([8, 4, 2] as const).find((width) => bytesOf(program, width) <= ROOM);
  return lanes === undefined ? placed : kernel.place(program, lanes);
}

/** How many of `left` runs go side by side: few runs are sooner done one by one than beside empty lanes. */
export function together(left: number, lanes: Lanes): number {
  return left >= lanes / 2 ? Math.min(left, lanes) : 1;
}
