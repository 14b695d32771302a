// A calibration of the command line is killed with SIGKILL at random moments; what goes on has the bytes of a whole run.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { contentBytes } from "../../src/store/codec.ts";
import { finished, killed, moments } from "../support/kill.ts";

/** `npm run kill` makes it 20. */
const KILLS = Number(process.env["MIDSUMMER_KILLS"] ?? 5);
const RUN = ["--chains", "2", "--warmup", "300", "--draws", "800", "--workers", "1", "--seed", "5"];

const folder = mkdtempSync(join(tmpdir(), "midsummer-kill-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a run that is killed", () => {
  const whole = finished(join(folder, "whole"), RUN).then(contentBytes);
  // A promise that fails before a test asks for it is not an error of its own.
  whole.catch(() => undefined);

  test.each(moments(1978, KILLS).map((share, kill) => [share.toFixed(3), share, kill] as const))(
    "at the share of %s goes on to the same bytes",
    async (_, share, kill) => {
      const place = join(folder, String(kill));
      const job = await killed(place, RUN, share);
      const record = await finished(place, RUN);
      expect(contentBytes(record)).toEqual(await whole);
      // The same run, not another one: its name and its start are those of the job.
      if (job !== undefined) expect([record.id, record.startedAt]).toEqual([job.id, job.startedAt]);
    },
    120_000,
  );
});
