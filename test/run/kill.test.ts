// A calibration of the command line is killed with SIGKILL at random moments; what goes on has the bytes of a whole run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { contentBytes } from "../../src/store/codec.ts";
import { finished, killed } from "../support/kill.ts";
import { moments } from "../support/moments.ts";

/** `npm run kill` makes it 20. */
const KILLS = Number(process.env["MIDSUMMER_KILLS"] ?? 2);
/** Each saves a state of its own kind. Draws: about as many as take equally long. */
const SAMPLERS = [
  ["auto", 3000],
  ["adaptive_metropolis", 800],
  ["imis", 3000],
  ["de_mcz", 500],
  ["nuts", 250],
  ["independence", 800],
] as const;
/** In the short version both kills are of one sampler, whose uninterrupted run then serves twice. */
const KILLS_OF_EACH = 3;
const REGION = readFileSync(new URL("../../regions/england-1978/influenza.yaml", import.meta.url), "utf8");

const folder = mkdtempSync(join(tmpdir(), "midsummer-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The document with another sampler, and the settings of a short run of it. */
function wordsFor([sampler, draws]: (typeof SAMPLERS)[number]): string[] {
  const file = join(folder, `${sampler}.yaml`);
  writeFileSync(file, REGION.replace(/sampler: \w+/, `sampler: ${sampler}`));
  const settings = ["--chains", "2", "--warmup", "300", "--draws", String(draws), "--workers", "1", "--seed", "5"];
  return [file, ...settings];
}

describe("a run that is killed", () => {
  const wholes = new Map<string, Promise<Uint8Array>>();
  function wholeOf(sampler: string, words: readonly string[]): Promise<Uint8Array> {
    const whole = wholes.get(sampler) ?? finished(join(folder, `whole-${sampler}`), words).then(contentBytes);
    wholes.set(sampler, whole);
    return whole;
  }

  const kills = moments(1978, KILLS).map((share, kill) => {
    const sampler = SAMPLERS[Math.floor(kill / KILLS_OF_EACH) % SAMPLERS.length] ?? SAMPLERS[0];
    return [sampler[0], share.toFixed(3), { sampler, share, kill }] as const;
  });
  test.each(kills)(
    "of %s at the share of %s goes on to the same bytes",
    async (_sampler, _share, { sampler, share, kill }) => {
      const place = join(folder, String(kill));
      // Every other run does little else than write checkpoints, so that some kills fall into one.
      const words = [...wordsFor(sampler), "--checkpoint", kill % 2 === 0 ? "50" : "1"];
      const job = await killed(place, words, share);
      const record = await finished(place, words);
      expect(contentBytes(record)).toEqual(await wholeOf(sampler[0], words));
      // The same run, not another one: its name and its start are those of the job.
      if (job !== undefined) expect([record.id, record.startedAt]).toEqual([job.id, job.startedAt]);
    },
    240_000,
  );
});
