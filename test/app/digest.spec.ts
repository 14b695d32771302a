// The same document and seed give the same draws, bit for bit, in Chromium and in Node, with any number of workers.
import { readFileSync } from "node:fs";
import { nodeHost } from "../../src/node/host.ts";
import { calibrate as calibrateInNode } from "../../src/run/calibrate.ts";
import { calibrate, drawsDigest, expect, openEngland, test } from "./page.ts";

const REGION = new URL("../../regions/england-1978/influenza.yaml", import.meta.url);
const FULL = { chains: 4, warmup: 1000, draws: 2000 };
/** The document's own sampler and seed, which the panel proposes. */
const PROPOSED = { sampler: "auto", seed: 1978 } as const;

let inNode = "";

test.beforeAll(async () => {
  const answer = await calibrateInNode({
    text: readFileSync(REGION, "utf8"),
    settings: { ...PROPOSED, ...FULL },
    region: "england-1978/influenza.yaml",
    host: await nodeHost(2),
  });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  inNode = answer.value.drawsDigest;
});

for (const workers of [1, 2, 4]) {
  test(`the draws in Chromium with ${workers} worker${workers === 1 ? "" : "s"} are those in Node`, async ({
    page,
  }) => {
    await openEngland(page, `?workers=${workers}`);
    await calibrate(page, FULL);
    expect(await drawsDigest(page)).toBe(inNode);
  });
}
