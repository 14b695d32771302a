// The object a worker exposes: opens documents, simulates, samples, draws fans and diagnoses, all in one kernel.

import type { Answer } from "../base/issue.ts";
import type { Kernel } from "../kernel/placed.ts";
import { diagnose } from "../sampler/diagnose.ts";
import type { ChainDraws } from "../store/record.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";
import { fanOf } from "./fan.ts";
import { openDocument, run, type Opened } from "./open.ts";
import { sampleChain } from "./sample-chain.ts";
import { moved } from "./transfer.ts";
import type { Desk, Surroundings } from "./worker-api.ts";

export function makeDesk(kernel: Kernel, surroundings: Surroundings): Desk {
  let current: { readonly text: string; readonly opened: Opened } | undefined;
  let stopping = false;

  /** Opens a document, or answers with the one that is open where the text is the same. */
  function opened(text: string): Answer<Opened> {
    if (current?.text === text) return { ok: true, value: current.opened, issues: current.opened.issues };
    const answer = openDocument(text, kernel);
    if (answer.ok) current = { text, opened: answer.value };
    else if (current !== undefined) restore(current.text);
    return answer;
  }

  /** A program that did not fit into memory may have overwritten part of the one before it: that one is placed anew. */
  function restore(text: string): void {
    const before = openDocument(text, kernel);
    current = before.ok ? { text, opened: before.value } : undefined;
  }

  return {
    open(text) {
      const answer = opened(text);
      if (!answer.ok) return answer;
      const { model, program, documentDigest } = answer.value;
      const trajectory = run(answer.value, documentValues(answer.value));
      const value = { model, documentDigest, programDigest: program.digest, trajectory };
      return moved({ ok: true, value, issues: [...answer.issues, ...trajectory.issues] }, trajectory.outputs);
    },
    simulate(values) {
      if (current === undefined) return NOTHING_OPEN;
      const trajectory = run(current.opened, values);
      return moved({ ok: true, value: trajectory, issues: trajectory.issues }, trajectory.outputs);
    },
    async sampleChain(request, onProgress) {
      stopping = false;
      const answer = opened(request.text);
      if (!answer.ok) return answer;
      const stopped = () => stopping;
      const draws = await sampleChain({ request, opened: answer.value, kernel, surroundings, onProgress, stopped });
      if (!draws.ok) return draws;
      return moved(draws, [draws.value.values, draws.value.logPosterior]);
    },
    stop() {
      stopping = true;
    },
    fan(request) {
      const answer = opened(request.text);
      if (!answer.ok) return answer;
      return { ok: true, value: fanOf(answer.value, request, kernel), issues: [] };
    },
    diagnose(names, chains) {
      const titles = names.map((name) => titleOf(name, current?.opened));
      const values = chains.map((chain: ChainDraws) => chain.values);
      return { ok: true, value: diagnose({ names, titles, chains: values }, kernel.numeric), issues: [] };
    },
  };
}

/** [parameter] The values that stand in the document. */
export function documentValues({ model }: Opened): Float64Array {
  return Float64Array.from(model.parameters, (parameter) => parameter.value);
}

function titleOf(name: string, opened: Opened | undefined): string {
  const parameter = opened?.model.parameters.find((candidate) => candidate.name === name);
  return parameter?.title ?? name.replaceAll("_", " ");
}

const NOTHING_OPEN: Answer<Trajectory> = {
  ok: false,
  issues: [
    {
      code: "S106",
      severity: "error",
      path: "",
      message: "no document is open in this worker.",
      advice: "Open a document before running it with other values.",
    },
  ],
};
