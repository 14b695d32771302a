// Several pieces of work measured in turns, so that a slow moment of the machine falls on all of them.

import { median, spread } from "./measure.ts";
import type { Result } from "./result.ts";

/** One who takes part: times in milliseconds, under a name for each thing timed. */
export type Turn = () => Readonly<Record<string, number>>;

/** The times of all rounds, by name. */
export type Times = ReadonlyMap<string, readonly number[]>;

export function inTurns(turns: readonly Turn[], rounds: number): Times {
  const times = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const turn of turns) {
      for (const [name, time] of Object.entries(turn())) times.set(name, [...(times.get(name) ?? []), time]);
    }
  }
  return times;
}

type Figures = Pick<Result, "median_ms" | "spread" | "against" | "against_ms" | "ratio">;

/**
 * The figures of one name, beside another where it was measured. The ratio is that of each round, then the median.
 *
 * @param size  what the comparator's time is multiplied with, where it is that of a part
 */
export function figures(times: Times, name: string, against?: { name: string; label: string }, size = 1): Figures {
  const mine = times.get(name) ?? [];
  const own = { median_ms: median(mine), spread: spread(mine) };
  const theirs = against === undefined ? undefined : times.get(against.name)?.map((time) => time * size);
  if (against === undefined || theirs === undefined) return own;
  return {
    ...own,
    against: against.label,
    against_ms: median(theirs),
    ratio: median(mine.map((time, round) => time / (theirs[round] ?? NaN))),
  };
}
