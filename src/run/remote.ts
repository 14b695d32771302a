// A worker's desk as seen from the page, through comlink; where the worker dies, every open question gets an answer.

import { proxy, wrap, type Endpoint } from "comlink";
import type { Answer, Issue } from "../base/issue.ts";
import type { WorkerHandle } from "./host.ts";
import { moved, tablesOf } from "./transfer.ts";
import type { Desk } from "./worker-api.ts";

export interface Remote {
  readonly handle: WorkerHandle;
  /** To be called once the worker has failed; says why, in a few words. */
  died(reason: string): void;
}

/**
 * @param endpoint   the worker
 * @param terminate  ends the worker
 */
export function remoteDesk(endpoint: Endpoint, terminate: () => void): Remote {
  const desk = wrap<Desk>(endpoint);
  const open = new Set<() => void>();
  let death: string | undefined;

  function died(reason: string): void {
    if (death !== undefined) return;
    death = reason;
    for (const settle of [...open]) settle();
    open.clear();
  }

  /** The answer to a question, or an issue where the worker is dead, dies before it answers, or throws. */
  function asked<T>(question: () => Promise<Answer<T>>): Promise<Answer<T>> {
    return new Promise((resolve) => {
      const settle = () => resolve({ ok: false, issues: [deadWorker(death ?? "")] });
      if (death !== undefined) return settle();
      open.add(settle);
      const finish = (answer: Answer<T>) => {
        open.delete(settle);
        resolve(answer);
      };
      question().then(finish, (error: unknown) => finish({ ok: false, issues: [deadWorker(String(error))] }));
    });
  }

  const handle: WorkerHandle = {
    get alive() {
      return death === undefined;
    },
    open: (text) => asked(() => desk.open(text)),
    simulate: (values, scenario, options) => asked(() => desk.simulate(values, scenario, options)),
    compare: (values, scenario, options) => asked(() => desk.compare(values, scenario, options)),
    sampleChain: (request, onProgress, onCheckpoint) =>
      asked(() => desk.sampleChain(request, proxy(onProgress), onCheckpoint && proxy(onCheckpoint))),
    starts: (request) => asked(() => desk.starts(request)),
    climb: (request, onProgress) => asked(() => desk.climb(request, proxy(onProgress))),
    survey: (text, z) => asked(() => desk.survey(text, z)),
    loo: (request) => asked(() => desk.loo(request)),
    predict: (request) => asked(() => desk.predict(request)),
    rank: (entries) => asked(() => desk.rank(entries)),
    stop: async () => {
      if (death === undefined) await desk.stop();
    },
    keep: async () => {
      if (death === undefined) await desk.keep();
    },
    ensemble: (request) => asked(() => desk.ensemble(request)),
    // The tables are the worker's from now on: nobody else reads them.
    fans: (request) => asked(() => desk.fans(moved(request, tablesOf(request.runs)))),
    replicates: (values, scenario) => asked(() => desk.replicates(values, scenario)),
    evenness: (names, ranks, seed) => asked(() => desk.evenness(names, ranks, seed)),
    ranks: (request) => asked(() => desk.ranks(request)),
    extinction: (values) => asked(() => desk.extinction(values)),
    diagnose: (names, chains) => asked(() => desk.diagnose(names, chains)),
    terminate() {
      died("it was ended");
      terminate();
    },
  };
  return { handle, died };
}

function deadWorker(reason: string): Issue {
  return {
    code: "S103",
    severity: "error",
    path: "",
    message: `the worker that was to do this has failed${reason === "" ? "" : ` (${reason})`}.`,
    advice: "Try again; if it fails again, close other tabs, or run fewer chains at once.",
  };
}
