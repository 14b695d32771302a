// A benchmark case: what `npm run bench -- NAME` measures.

import type { Result } from "./result.ts";

export interface Options {
  /** How often everything takes its turn; figures are medians over the rounds. */
  readonly rounds: number;
}

export interface Case {
  readonly name: string;
  /** What it measures, in a few words. */
  readonly summary: string;
  /** `one`: the process is pinned to one core while it runs. `all`: it needs the others too, as workers and browsers do. */
  readonly cores: "one" | "all";
  /** Measures, and checks the answer of what is timed: a wrong one is an Error. */
  run(options: Options): Result[] | Promise<Result[]>;
}
