// Writes what a run must not lose; where the store refuses, the run waits until there is room again, or is told otherwise.

import type { Issue } from "../base/issue.ts";
import { StoreError } from "../store/store.ts";
import type { StopSignal } from "./host.ts";

/** A run that waits because the store refused. One of the two functions, or a stop, ends the wait. */
export interface Pause {
  /** Why, and what would do. */
  readonly issue: Issue;
  /** Tries to write again. */
  again(): void;
  /** Goes on without keeping anything: what the store has stays there. */
  without(): void;
}

export interface Keeper {
  /**
   * Writes, again after each pause until it is done. False where it was not written: the run was stopped, or goes on
   * without keeping.
   */
  keep(write: () => Promise<void>): Promise<boolean>;
  /** Why the last write was not made, or undefined where it was. */
  readonly refusal: Issue | undefined;
}

/** @param onPause  hears that the run waits, and with undefined that it goes on */
export function keeperOf(signal: StopSignal | undefined, onPause: (pause: Pause | undefined) => void): Keeper {
  let refusal: Issue | undefined;
  let isKeeping = true;
  /** Chains that are refused at the same time wait together. */
  let waiting: Promise<void> | undefined;

  async function wait(issue: Issue): Promise<void> {
    if (waiting === undefined) {
      const { promise, end } = endable();
      waiting = promise;
      signal?.addEventListener("abort", end);
      const without = () => {
        isKeeping = false;
        end();
      };
      onPause({ issue, again: end, without });
      await promise;
      signal?.removeEventListener("abort", end);
      waiting = undefined;
      onPause(undefined);
    } else await waiting;
  }

  return {
    get refusal() {
      return refusal;
    },
    async keep(write) {
      while (isKeeping) {
        try {
          await write();
          refusal = undefined;
          return true;
        } catch (error) {
          if (!(error instanceof StoreError)) throw error;
          refusal = error.issue;
        }
        // Whoever stops a run does not want to wait for it.
        if (signal?.aborted === true) return false;
        await wait(refusal);
      }
      return false;
    },
  };
}

function endable(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => (end = resolve));
  return { promise, end };
}
