// Processor time of a piece of work, pinned to one core, in rounds that take turns with the comparator.

import { spawnSync } from "node:child_process";

/** Pins this process, and with it the programs it starts, to one core. Returns the core, or undefined without taskset. */
export function pin(): number | undefined {
  const chosen = process.env["CPU"];
  const all = spawnSync("taskset", ["-cp", String(process.pid)], { encoding: "utf8" });
  const last = /(\d+)\s*$/.exec(all.stdout ?? "")?.[1];
  const core = chosen ?? last;
  if (core === undefined) return undefined;
  const pinned = spawnSync("taskset", ["-acp", core, String(process.pid)], { encoding: "utf8" });
  return pinned.status === 0 ? Number(core) : undefined;
}

/** Microseconds of processor time of this process, per call of `work`, over at least `leastMs` of it. */
export function microseconds(work: () => void, leastMs: number): number {
  let calls = 0;
  const start = process.cpuUsage();
  let used = 0;
  do {
    work();
    calls += 1;
    const { user, system } = process.cpuUsage(start);
    used = user + system;
  } while (used < leastMs * 1000);
  return used / calls;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** Half the distance between the quartiles, as a share of the median: how far rounds scatter. */
export function spread(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const quartile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return (quartile(0.75) - quartile(0.25)) / 2 / median(values);
}
