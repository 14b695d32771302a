// Many points of a log posterior at once, on lanes, with the bits of one after the other.

import { bytesOf } from "../kernel/place.ts";
import type { Lanes, Placed } from "../kernel/placed.ts";

/** Most memory for a program placed a second time, for lanes: a large model gets fewer of them. */
const ROOM = 64 * 2 ** 20;

/** A program as it is, and with lanes where its steps have one length and there is room. */
export class ManyLanes {
  private wide: Placed | undefined;
  private readonly placed: Placed;

  constructor(placed: Placed) {
    this.placed = placed;
  }

  /** The program with the most lanes that it is worth; placed at the first call, and kept. */
  get widest(): Placed {
    this.wide ??= widen(this.placed);
    return this.wide;
  }
}

function widen(placed: Placed): Placed {
  const { kernel, program } = placed;
  const { method } = program.model.integrator;
  if (method !== "rk4" && method !== "euler") return placed;
  const lanes = ([8, 4, 2] as const).find((width) => bytesOf(program, width) <= ROOM);
  return lanes === undefined ? placed : kernel.place(program, lanes);
}

/** How many of `left` points go side by side: few points are sooner done one by one than beside empty lanes. */
export function together(left: number, lanes: Lanes): number {
  return left >= lanes / 2 ? Math.min(left, lanes) : 1;
}

/**
 * Puts point `first + lane` into each lane's unconstrained vector; lanes without a point of their own repeat the last.
 *
 * @param points  [count][dimension]
 */
export function setPoints(placed: Placed, points: Float64Array, first: number, count: number): void {
  const { frame, lanes } = placed;
  const z = frame.unconstrained;
  const dimension = z.length / lanes;
  for (let lane = 0; lane < lanes; lane += 1) {
    const point = (first + Math.min(lane, count - 1)) * dimension;
    for (let n = 0; n < dimension; n += 1) z[n * lanes + lane] = points[point + n] ?? NaN;
  }
}
