// A calibration on worker threads: what its draws depend on, and what becomes of it when it is stopped or a worker dies.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { nodeHost } from "../../src/node/host.ts";
import { calibrate } from "../../src/run/calibrate.ts";
import type { Host } from "../../src/run/host.ts";
import type { ChainProgress } from "../../src/run/worker-api.ts";
import type { RunSettings } from "../../src/store/record.ts";
import { drawsDigest } from "../../src/store/digest.ts";
import { codes } from "../support/run.ts";

const text = readFileSync(new URL("../../regions/england-1978/influenza.yaml", import.meta.url), "utf8");
const SMALL: RunSettings = { sampler: "adaptive_metropolis", chains: 4, warmup: 100, draws: 100, seed: 1978 };
/** More draws than any test waits for. */
const ENDLESS: RunSettings = { ...SMALL, chains: 2, draws: 1_000_000 };

async function recordOf(settings: RunSettings, workers: number) {
  const answer = await calibrate({ text, settings, region: null, host: await nodeHost(workers) });
  if (!answer.ok) throw new Error(answer.issues[0]?.message);
  return answer.value;
}

describe("a calibration", () => {
  test("gives the same draws with 1, 2 and 4 workers", async () => {
    const records = [await recordOf(SMALL, 1), await recordOf(SMALL, 2), await recordOf(SMALL, 4)];
    const digests = records.map((record) => record.drawsDigest);
    expect(digests).toEqual([digests[0], digests[0], digests[0]]);
    expect(records[2]?.chains).toEqual(records[0]?.chains);
  });

  test("gives other draws for another seed, and every chain draws of its own", async () => {
    const [first, second] = [await recordOf(SMALL, 2), await recordOf({ ...SMALL, seed: 1 }, 2)];
    expect(second.drawsDigest).not.toBe(first.drawsDigest);
    expect(new Set(first.chains.map((chain) => drawsDigest([chain]))).size).toBe(4);
  });

  test("leaves a record that says what was run", async () => {
    const record = await recordOf(SMALL, 2);
    expect(record.parameters).toEqual(["contact_rate", "recovery_rate", "inverse_dispersion"]);
    expect(record.chains.map((chain) => [chain.chain, chain.values.length, chain.logPosterior.length])).toEqual(
      [0, 1, 2, 3].map((chain) => [chain, 300, 100]),
    );
    expect(record.document).toBe(text);
    expect(record.stopped).toBe(false);
    expect(record.startedAt).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test("of a document that reads files leaves a record that can be run again from itself", async () => {
    const region = "extends: ../models/influenza.yaml\ntitle: Somewhere else\n";
    const files = (path: string) => (path === "../models/influenza.yaml" ? text : undefined);
    const settings = { ...SMALL, chains: 1 };
    const host = await nodeHost(1);
    const first = await calibrate({ text: region, files, settings, region: null, host });
    if (!first.ok) throw new Error(first.issues[0]?.message);
    const again = await calibrate({ text: first.value.document, settings, region: null, host });
    if (!again.ok) throw new Error(again.issues[0]?.message);
    expect(again.value.drawsDigest).toBe(first.value.drawsDigest);
    expect(again.value.documentDigest).toBe(first.value.documentDigest);
    expect(again.value.title).toBe("Somewhere else");
  });

  test("reports every row once, and not more than ten times a second and chain", async () => {
    const reports: ChainProgress[] = [];
    const onProgress = (progress: ChainProgress) => void reports.push(progress);
    const settings = { ...SMALL, chains: 1, draws: 2000 };
    const answer = await calibrate({ text, settings, region: null, host: await nodeHost(1), onProgress });
    const elapsed = answer.ok ? answer.value.elapsedMs : NaN;
    // One more at the end, and one for a report that is under way when the clock starts.
    expect(reports.length).toBeLessThanOrEqual(elapsed / 100 + 2);
    expect(reports.at(-1)?.done).toBe(2100);
    reports.forEach(({ first, thin, values, done }, position) => {
      expect(first).toBe(position === 0 ? 0 : reports[position - 1]?.done);
      expect(values.length / 3).toBe(Math.ceil((done - first) / thin));
    });
  });

  test("that is stopped keeps the draws so far, the same as those of a longer run", async () => {
    const stop = new AbortController();
    const onProgress = ({ done, warmup, chain }: ChainProgress) => {
      if (chain === 0 && done > warmup + 50) stop.abort();
    };
    const host = await nodeHost(2);
    const answer = await calibrate({ text, settings: ENDLESS, region: null, host, onProgress, signal: stop.signal });
    if (!answer.ok) throw new Error(answer.issues[0]?.message);
    const { stopped, chains } = answer.value;
    expect(stopped).toBe(true);
    const kept = chains.find(({ chain }) => chain === 0)?.values ?? new Float64Array();
    expect(kept.length / 3).toBeGreaterThan(50);
    const whole = await recordOf({ ...SMALL, chains: 1, draws: 51 }, 1);
    expect(kept.subarray(0, 51 * 3)).toEqual(whole.chains[0]?.values);
  });

  test("that is stopped in warm-up says that there is nothing to keep", async () => {
    const stop = new AbortController();
    stop.abort();
    const answer = await calibrate({
      text,
      settings: SMALL,
      region: null,
      host: await nodeHost(1),
      signal: stop.signal,
    });
    expect([answer.ok, codes(answer.issues)]).toEqual([false, ["S105"]]);
  });

  test("keeps the other chains when a worker dies", async () => {
    const host = await nodeHost(2);
    let second = false;
    const failing: Host = {
      ...host,
      async spawn() {
        const worker = await host.spawn();
        const dies = second;
        second = true;
        if (!dies) return worker;
        // The second worker is ended in the middle of its first chain.
        return Object.assign(Object.create(worker) as typeof worker, {
          sampleChain: (...[request, onProgress]: Parameters<typeof worker.sampleChain>) =>
            worker.sampleChain({ ...request, draws: 1_000_000 }, (progress) => {
              onProgress(progress);
              worker.terminate();
            }),
        });
      },
    };
    const answer = await calibrate({ text, settings: SMALL, region: null, host: failing });
    expect(codes(answer.issues)).toContain("S103");
    if (!answer.ok) throw new Error(answer.issues[0]?.message);
    const whole = await recordOf(SMALL, 1);
    expect(answer.value.chains.length).toBeGreaterThanOrEqual(1);
    for (const chain of answer.value.chains) expect(chain).toEqual(whole.chains[chain.chain]);
  });

  test("of a document that cannot be read has its issues", async () => {
    const spoilt = text.replace("compartments:", "comparments:");
    const answer = await calibrate({ text: spoilt, settings: SMALL, region: null, host: await nodeHost(1) });
    expect(answer.ok).toBe(false);
    expect(codes(answer.issues)).toContain("E110");
  });

  test("of a document without priors says so", async () => {
    const sir = readFileSync(new URL("../../regions/models/sir.yaml", import.meta.url), "utf8");
    const answer = await calibrate({
      text: sir,
      settings: { ...SMALL, chains: 1 },
      region: null,
      host: await nodeHost(1),
    });
    expect([answer.ok, codes(answer.issues)]).toEqual([false, ["S102"]]);
  });

  test("by a sampler that follows the gradient says where there is none", async () => {
    const stiff = `${text}\nintegrator: { method: rodas5p }\n`;
    const settings: RunSettings = { ...SMALL, sampler: "nuts", chains: 1 };
    const answer = await calibrate({ text: stiff, settings, region: null, host: await nodeHost(1) });
    expect([answer.ok, codes(answer.issues)]).toEqual([false, ["S120"]]);
  });

  test("that can start nowhere names the observation that is impossible, and its time", async () => {
    // Nobody is infectious, so nobody is ever in bed, whatever the parameters.
    const spoilt = text.replace("infectious: 1, recovered: 0", "infectious: 0, recovered: 1");
    const settings = { ...SMALL, chains: 1 };
    const answer = await calibrate({ text: spoilt, settings, region: null, host: await nodeHost(1) });
    expect(answer.issues.map(({ code, path }) => [code, path])).toEqual([["S101", "targets.in_bed"]]);
    const [issue] = answer.issues;
    expect(issue?.message).toContain("“Boys confined to bed” at time 1 (1978-01-22): 3 was observed, the model says 0");
    expect(issue?.message).toContain("so are 13 more observations");
  });

  test("with settings out of range names all of them and starts no worker", async () => {
    const host = { ...(await nodeHost(1)), spawn: () => Promise.reject(new Error("a worker was started")) };
    // A name as a program or a file may give it, which the types do not see.
    const settings = JSON.parse(
      JSON.stringify({ ...SMALL, sampler: "adaptive_metropolys", chains: 0, draws: 1.5, seed: -1 }),
    ) as RunSettings;
    const answer = await calibrate({ text, settings, region: null, host });
    expect(answer.issues[0]?.advice).toContain("Did you mean “adaptive_metropolis”?");
    expect(answer.issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "S104 calibration.sampler",
      "S104 calibration.chains",
      "S104 calibration.draws",
      "S104 calibration.seed",
    ]);
  });
});
