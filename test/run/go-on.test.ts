// Runs that go on: interrupted, stopped or finished, they come to the bytes of a run that was never touched.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { nodeHost } from "../../src/node/host.ts";
import { fileStore } from "../../src/node/store-files.ts";
import { calibrate } from "../../src/run/calibrate.ts";
import { goOnIssue } from "../../src/run/go-on-issue.ts";
import { addDraws, resumeRun } from "../../src/run/go-on.ts";
import type { RunAnswer } from "../../src/run/job.ts";
import type { Pause } from "../../src/run/keeper.ts";
import type { Host } from "../../src/run/host.ts";
import { contentBytes, decodeRecord, encodeRecord } from "../../src/store/codec.ts";
import type { RunRecord, RunSettings } from "../../src/store/record.ts";
import { memoryStore } from "../../src/store/store-memory.ts";
import type { Store } from "../../src/store/store.ts";
import { codes } from "../support/run.ts";

const text = readFileSync(new URL("../../regions/england-1978/influenza.yaml", import.meta.url), "utf8");
const SETTINGS: RunSettings = { sampler: "adaptive_metropolis", chains: 2, warmup: 100, draws: 400, seed: 1978 };
const work = { text, region: null, settings: SETTINGS };

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
function newStore(): Store {
  const folder = mkdtempSync(join(tmpdir(), "midsummer-go-on-"));
  folders.push(folder);
  return fileStore(folder);
}

function recordIn(answer: RunAnswer): RunRecord {
  if (!answer.ok) throw new Error(answer.issues.map(({ code, message }) => `${code} ${message}`).join());
  return answer.value;
}

const uninterrupted = nodeHost(2).then(async (host) => recordIn(await calibrate({ ...work, host })));

/** A run whose workers all die once some rows are done, as in a tab that crashes; its job stays in the store. */
async function crashed(store: Store, rows: number): Promise<string> {
  const host = await nodeHost(2);
  const workers: { terminate(): void }[] = [];
  const dying: Host = {
    ...host,
    async spawn() {
      const worker = await host.spawn();
      workers.push(worker);
      return worker;
    },
  };
  const onProgress = ({ done }: { done: number }) => {
    if (done >= rows) for (const worker of workers) worker.terminate();
  };
  const endless = { ...SETTINGS, draws: 1_000_000 };
  const answer = await calibrate({ ...work, settings: endless, host: dying, store, onProgress, checkpointEvery: 1 });
  expect(codes(answer.issues)).toContain("S103");
  const [job] = await store.jobs.list();
  if (job === undefined) throw new Error("the job of a run that died is kept");
  return job.id;
}

describe("a run that is kept", () => {
  test("has the bytes of one that is not, and leaves no job behind", async () => {
    const store = newStore();
    const record = recordIn(await calibrate({ ...work, host: await nodeHost(1), store, checkpointEvery: 1 }));
    expect(contentBytes(record)).toEqual(contentBytes(await uninterrupted));
    expect(await store.get(record.id)).toEqual(record);
    expect(await store.jobs.list()).toEqual([]);
  });

  test("that is stopped goes on to the bytes of one that was not", async () => {
    const stop = new AbortController();
    const store = newStore();
    const onProgress = ({ done }: { done: number }) => {
      if (done > 150) stop.abort();
    };
    const host = await nodeHost(1);
    // Long enough that it cannot be done before it hears of the stop.
    const settings = { ...SETTINGS, draws: 1_000_000 };
    const stopped = recordIn(await calibrate({ ...work, settings, host, store, onProgress, signal: stop.signal }));
    expect(stopped.stopped).toBe(true);
    // As if a few more than it has by now had been asked for.
    const most = 1 + Math.max(SETTINGS.draws, ...stopped.chains.map(({ logPosterior }) => logPosterior.length));
    const asked = { ...stopped, settings: { ...SETTINGS, draws: most } };
    const whole = recordIn(await calibrate({ ...work, settings: asked.settings, host }));
    expect(contentBytes(recordIn(await addDraws(asked, 0, { host, store })))).toEqual(contentBytes(whole));
    expect((await store.list()).map(({ id, stopped }) => [id, stopped])).toEqual([[stopped.id, false]]);
  });

  test("and is held by another has T107, and is left alone", async () => {
    const store = memoryStore("");
    const host = await nodeHost(1);
    const record = recordIn(await calibrate({ ...work, settings: { ...SETTINGS, draws: 50 }, host, store }));
    await store.jobs.hold(record.id);
    expect(codes((await addDraws(record, 50, { host, store })).issues)).toEqual(["T107"]);
    expect(await store.get(record.id)).toEqual(record);
  });
});

describe("a run that died", () => {
  test.each([20, 350])("with %i rows done goes on to the draws of one that did not", async (rows) => {
    const store = newStore();
    const id = await crashed(store, rows);
    const soFar = await store.jobs.load(id);
    const stop = new AbortController();
    const onProgress = ({ done, chain }: { done: number; chain: number }) => {
      if (chain === 1 && done >= 600) stop.abort();
    };
    const host = await nodeHost(2);
    const resumed = recordIn(await resumeRun(id, { host, store, onProgress, signal: stop.signal }));
    expect([resumed.id, resumed.startedAt]).toEqual([id, soFar?.job.startedAt]);
    const draws = 1 + Math.max(...resumed.chains.map(({ logPosterior }) => logPosterior.length));
    const whole = recordIn(await calibrate({ ...work, settings: { ...SETTINGS, draws }, host }));
    for (const { chain, values, logPosterior } of resumed.chains) {
      expect(whole.chains[chain]?.values.subarray(0, values.length)).toEqual(values);
      expect(whole.chains[chain]?.logPosterior.subarray(0, logPosterior.length)).toEqual(logPosterior);
    }
    // And to the end: the state it was saved with goes on as the uninterrupted one would.
    const asked = { ...resumed, settings: { ...SETTINGS, draws } };
    expect(contentBytes(recordIn(await addDraws(asked, 0, { host, store })))).toEqual(contentBytes(whole));
  });

  test("reports its progress from where it was", async () => {
    const store = newStore();
    const id = await crashed(store, 200);
    const before = (await store.jobs.list())[0]?.rows ?? [];
    const firsts = new Map<number, number>();
    const stop = new AbortController();
    const onProgress = ({ chain, first }: { chain: number; first: number }) => {
      if (!firsts.has(chain)) firsts.set(chain, first);
      if (firsts.size === 2) stop.abort();
    };
    await resumeRun(id, { host: await nodeHost(2), store, onProgress, signal: stop.signal });
    expect([0, 1].map((chain) => firsts.get(chain))).toEqual(before);
  });

  test("had been kept out of turn, as a tab does that is hidden", async () => {
    const store = newStore();
    const urge = new EventTarget();
    const stop = new AbortController();
    let id = "";
    const kept: number[] = [];
    const run = calibrate({
      ...work,
      settings: { ...SETTINGS, chains: 1, draws: 1_000_000 },
      host: await nodeHost(1),
      store,
      urge,
      signal: stop.signal,
      // None is due by itself.
      checkpointEvery: 3_600_000,
      onBegin: (name) => (id = name),
      onProgress: () => {
        urge.dispatchEvent(new Event("keep"));
        void store.jobs.list().then(([job]) => {
          kept.push(job?.rows[0] ?? 0);
          if (kept.some((rows) => rows > 0)) stop.abort();
        });
      },
    });
    await run;
    expect(id).not.toBe("");
    expect(Math.max(...kept)).toBeGreaterThan(0);
  });

  test("keeps its draws so far where it is not to go on, also under another version, which may not go on", async () => {
    const store = newStore();
    const id = await crashed(store, 300);
    const host = { ...(await nodeHost(1)), version: "9.9.9" };
    expect(codes((await resumeRun(id, { host, store })).issues)).toEqual(["T108"]);
    const state = join(folders.at(-1) ?? "", `${id}.midsummer-job`, "chain-0.state");
    writeFileSync(state, readFileSync(state).fill(0, 20, 21));
    const stop = new AbortController();
    stop.abort();
    const answer = await resumeRun(id, { host, store, signal: stop.signal });
    expect(answer.issues.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "T112 the latest checkpoint of chain 1 was damaged, so it went on from the one before, to the same digits.",
    ]);
    const record = recordIn(answer);
    expect(record.stopped).toBe(true);
    expect(record.version).not.toBe("9.9.9");
    expect(goOnIssue(record, host)?.code).toBe("T108");
    expect(await store.jobs.list()).toEqual([]);
    expect(codes((await resumeRun(id, { host, store })).issues)).toEqual(["T110"]);
  });
});

describe("a finished run", () => {
  test("of 400 draws that gets 200 and then 400 more has the bytes of one of 1,000 at once", async () => {
    const store = newStore();
    const host = await nodeHost(2);
    const first = recordIn(await calibrate({ ...work, host, store }));
    // Through a file and back, as it is when it goes on in another place.
    const read = decodeRecord(encodeRecord(first));
    const second = recordIn(await addDraws(recordIn(read), 200, { host, store }));
    const third = recordIn(await addDraws(second, 400, { host, store, checkpointEvery: 1 }));
    const whole = recordIn(await calibrate({ ...work, settings: { ...SETTINGS, draws: 1000 }, host }));
    expect(contentBytes(third)).toEqual(contentBytes(whole));
    expect([third.id, third.startedAt]).toEqual([first.id, first.startedAt]);
    expect(await store.list()).toHaveLength(1);
  });

  test("that has been made longer elsewhere is not cut back, and says T111", async () => {
    const store = newStore();
    const host = await nodeHost(2);
    const settings = { ...SETTINGS, draws: 50 };
    const short = recordIn(await calibrate({ ...work, settings, host, store }));
    const long = recordIn(await addDraws(short, 20, { host, store }));
    expect(codes((await addDraws(short, 10, { host, store })).issues)).toEqual(["T111"]);
    expect(await store.get(short.id)).toEqual(long);
  });

  test("without the states of its chains cannot go on, and says T109", async () => {
    const host = await nodeHost(1);
    const chains = (await uninterrupted).chains.map(({ state: _, ...chain }) => chain);
    expect(codes((await addDraws({ ...(await uninterrupted), chains }, 100, { host })).issues)).toEqual(["T109"]);
  });

  test("cannot have more draws than a run may have", async () => {
    const host = await nodeHost(1);
    expect(codes((await addDraws(await uninterrupted, 1_000_000, { host })).issues)).toEqual(["S104"]);
  });
});

describe("a disk that refuses", () => {
  /** A store whose folder is a file until room is made. */
  function blocked() {
    const parent = mkdtempSync(join(tmpdir(), "midsummer-full-"));
    folders.push(parent);
    const folder = join(parent, "runs");
    writeFileSync(folder, "");
    const store = fileStore(folder);
    // Locks are of another folder, so that the run begins.
    const jobs = { ...store.jobs, hold: memoryStore("").jobs.hold };
    return { store: { ...store, jobs }, makeRoom: () => rmSync(folder) };
  }

  test("makes a run wait, with the reason; once there is room it goes on and loses nothing", async () => {
    const { store, makeRoom } = blocked();
    const pauses: string[] = [];
    const onPause = (pause: Pause | undefined) => {
      pauses.push(pause?.issue.code ?? "on");
      if (pauses.length === 3) makeRoom();
      pause?.again();
    };
    const host = await nodeHost(2);
    const answer = await calibrate({ ...work, host, store, onPause });
    expect(pauses).toEqual(["T106", "on", "T106", "on"]);
    expect(contentBytes(recordIn(answer))).toEqual(contentBytes(await uninterrupted));
    expect(await store.list()).toHaveLength(1);
  });

  test("does not keep a run from going on without it; the answer says what was not kept and why", async () => {
    const { store } = blocked();
    const answer = await calibrate({ ...work, host: await nodeHost(2), store, onPause: (pause) => pause?.without() });
    expect(contentBytes(recordIn(answer))).toEqual(contentBytes(await uninterrupted));
    expect(answer.unsaved?.code).toBe("T106");
  });

  test("does not hold up a stop", async () => {
    const { store } = blocked();
    const stop = new AbortController();
    const onPause = () => stop.abort();
    const answer = await calibrate({ ...work, host: await nodeHost(1), store, onPause, signal: stop.signal });
    expect(codes(answer.issues)).toEqual(["S105"]);
  });
});
