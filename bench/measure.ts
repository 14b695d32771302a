// Processor time of a piece of work, and medians; the core that all of it runs on.

import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Pins this process, and with it the programs it starts, to one core. Returns the core, or undefined without taskset. */
export function pin(): number | undefined {
  const core = process.env["CPU"] ?? coresOfStart().at(-1);
  if (core === undefined) return undefined;
  return setCores(String(core)) ? Number(core) : undefined;
}

/** Gives this process back the cores it was started with. */
export function unpin(): void {
  const cores = coresOfStart();
  if (cores.length > 0) setCores(cores.join(","));
}

let started: readonly number[] | undefined;

/** The cores that this process may use, as it was started; none without taskset. */
function coresOfStart(): readonly number[] {
  if (started === undefined) {
    const { stdout } = spawnSync("taskset", ["-cp", String(process.pid)], { encoding: "utf8" });
    const list = /([\d,-]+)\s*$/.exec(stdout ?? "")?.[1];
    started =
      list?.split(",").flatMap((part) => {
        const [first = NaN, last = first] = part.split("-").map(Number);
        return Array.from({ length: last - first + 1 }, (_, index) => first + index);
      }) ?? [];
  }
  return started;
}

function setCores(list: string): boolean {
  return spawnSync("taskset", ["-acp", list, String(process.pid)]).status === 0;
}

/** Cores that work may be spread over. */
export function cores(): number {
  return coresOfStart().length || availableParallelism();
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
  return quantile(values, 0.5);
}

/** Half the distance between the quartiles, as a share of the median: how far rounds scatter. */
export function spread(values: readonly number[]): number {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values);
}

/** Quantile by linear interpolation between the sorted values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low = NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (at - Math.floor(at)) * (high - low);
}
