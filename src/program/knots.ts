// Knots: times at which something bends or jumps. Fixed steps have them on their grid; adaptive steps stop at them.

import { OP_SNAP } from "../../assembly/layout.ts";
import type { Issue } from "../base/issue.ts";
import type { Integrator, TimeGrid } from "../model/model.ts";
import type { Slot, Tables } from "./tables.ts";

export class Knots {
  readonly issues: Issue[] = [];
  readonly found: { readonly path: string; readonly written: Slot; readonly used: Slot }[] = [];
  /** True where something jumps, so that steps must not look across their ends. */
  jumps = false;
  private readonly byId = new Map<number, Slot>();
  private readonly unlocatedPaths = new Set<string>();
  private readonly tables: Tables;
  private readonly time: TimeGrid;
  /** Length of a fixed step; undefined for adaptive ones. */
  private readonly step: number | undefined;

  constructor(tables: Tables, time: TimeGrid, integrator: Integrator) {
    this.tables = tables;
    this.time = time;
    this.step = "substeps" in integrator ? time.step / integrator.substeps : undefined;
  }

  /** The time as the run uses it: on the step grid where steps are fixed, as written otherwise. */
  locate(written: Slot, path: string, jumps: boolean): Slot {
    this.jumps ||= jumps;
    const known = this.byId.get(written.id);
    if (known !== undefined) return known;
    const used = this.step === undefined ? written : this.snapped(written, path, this.step);
    this.byId.set(written.id, used);
    this.found.push({ path, written, used });
    return used;
  }

  /** Further times at which adaptive steps end; fixed steps have no use for them. */
  stopAt(times: readonly number[]): void {
    if (this.step !== undefined) return;
    for (const time of times) this.locate(this.tables.constant(time), "stops", false);
  }

  /** A jump whose time is not known before the run, such as that of floor(t / 7). */
  unlocated(path: string): void {
    this.jumps = true;
    if (this.unlocatedPaths.has(path)) return;
    this.unlocatedPaths.add(path);
    this.issues.push({
      code: "E402",
      severity: "notice",
      path,
      message: "jumps at times that cannot be told before the run; a step may cross such a jump and lose accuracy.",
      advice:
        "Compare t itself with a number or a parameter (where(t < 30, a, b)), or use a series with `interpolation: step`.",
    });
  }

  private snapped(written: Slot, path: string, step: number): Slot {
    const { start, end } = this.time;
    if (written.value === undefined) {
      const snapped = this.tables.one("setup");
      this.tables.emit("setup", OP_SNAP, snapped, written, this.tables.constant(start), this.tables.constant(step));
      return snapped;
    }
    const time = written.value;
    if (time <= start || time >= end) return written;
    const nearest = start + Math.floor((time - start) / step + 0.5) * step;
    if (Math.abs(nearest - time) <= 1e-9 * step) return this.tables.constant(nearest);
    this.issues.push({
      code: "E401",
      severity: "notice",
      path,
      message: `the time ${time} lies between two steps of ${step}; it was moved to ${nearest}.`,
      advice: "Choose a step that divides it, or `integrator: { method: dopri5 }`, which stops at any time.",
    });
    return this.tables.constant(nearest);
  }
}
