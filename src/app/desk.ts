// The page's questions to the desk worker: of slider positions only the last one is run, never a queue.
import type { Answer } from "../base/issue.ts";
import type { Fan, FanRequest, OpenedRegion, RemoteDesk } from "../run/worker-api.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";

/** The worker and all that it needs come at the first question, not with the first page. */
async function worker(): Promise<RemoteDesk> {
  const { desk: start } = await import("../browser/host.ts");
  return start();
}

interface Waiting {
  readonly text: string;
  readonly values: Float64Array;
  readonly resolve: (answer: Answer<Trajectory> | null) => void;
  readonly reject: (reason: unknown) => void;
}

let isBusy = false;
let next: Waiting | null = null;

export const desk = {
  /** Reads a document and runs it at its own values. */
  async open(text: string): Promise<Answer<OpenedRegion>> {
    return (await worker()).open(text);
  },

  /** What is wrong with a text; the text that is open stays open unless this one is good. */
  async check(text: string): Promise<Answer<OpenedRegion>> {
    return (await worker()).open(text);
  },

  /**
   * Runs the document `text`, which was opened before, at `values` [P].
   *
   * @returns null where a later call overtook this one before it ran
   */
  simulate(text: string, values: Float64Array): Promise<Answer<Trajectory> | null> {
    return new Promise((resolve, reject) => {
      next?.resolve(null);
      next = { text, values, resolve, reject };
      if (!isBusy) void drain();
    });
  },

  async fan(request: FanRequest): Promise<Answer<Fan[]>> {
    return (await worker()).fan(request);
  },
};

async function drain(): Promise<void> {
  isBusy = true;
  while (next) {
    const { text, values, resolve, reject } = next;
    next = null;
    await run(text, values).then(resolve, reject);
  }
  isBusy = false;
}

async function run(text: string, values: Float64Array): Promise<Answer<Trajectory>> {
  const remote = await worker();
  // Another page, a fan or a new worker may have left another document open; opening the same one again costs nothing.
  const opened = await remote.open(text);
  return opened.ok ? remote.simulate(values) : opened;
}
