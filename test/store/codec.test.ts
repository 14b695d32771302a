// A run as a file of bytes: what is read back is what was written, and damage is seen.
import { describe, expect, test } from "vitest";
import { contentBytes, decodeRecord, drawsCsv, encodeRecord } from "../../src/store/codec.ts";
import { encodePlain } from "../../src/store/plain.ts";
import { drawsDigest } from "../../src/store/digest.ts";
import { recordOf } from "../support/record.ts";
import { codes } from "../support/run.ts";

describe("a run file", () => {
  test("gives back the record it was made from, whatever letters and numbers are in it", () => {
    const record = recordOf("a", {
      title: "Grippe à l’école – 学校 “1978” 🤒",
      chains: [
        {
          chain: 0,
          values: Float64Array.of(1, -0, 5e-324, 0.1),
          logPosterior: Float64Array.of(-Infinity, 1e308),
          acceptance: 0.3,
          failures: 2,
        },
        { chain: 3, values: new Float64Array(), logPosterior: new Float64Array(), acceptance: NaN, failures: 0 },
      ],
    });
    expect(decodeRecord(encodeRecord(record))).toEqual({ ok: true, value: record, issues: [] });
  });

  test("gives back the log weights of draws that have any, and what a chain reports of itself", () => {
    const numbers = { values: Float64Array.of(1, 2, 3, 4), logPosterior: Float64Array.of(-1, -2) };
    const weighted = { ...numbers, chain: 0, logWeights: Float64Array.of(-0.5, 0.25), acceptance: 1, failures: 0 };
    const report = { evaluations: 3000, paretoK: 0.31, logEvidence: { value: -67.24, standardError: 0.01 } };
    const record = recordOf("a", {
      chains: [
        { ...weighted, ...report },
        { ...numbers, chain: 1, acceptance: 0.2, failures: 1 },
      ],
    });
    expect(decodeRecord(encodeRecord(record))).toEqual({ ok: true, value: record, issues: [] });
    const other = { ...weighted, logWeights: Float64Array.of(-0.5, 0.5) };
    expect(drawsDigest([other])).not.toBe(drawsDigest([weighted]));
  });

  test("can be read from the middle of a larger buffer", () => {
    const bytes = encodeRecord(recordOf("a"));
    const larger = new Uint8Array(bytes.length + 13);
    larger.set(bytes, 7);
    expect(decodeRecord(larger.subarray(7, 7 + bytes.length)).ok).toBe(true);
  });

  test("is the same bytes for the same record", () => {
    expect(encodeRecord(recordOf("a"))).toEqual(encodeRecord(recordOf("a")));
  });

  test("that is cut short anywhere is refused", () => {
    const bytes = encodeRecord(recordOf("a"));
    for (const length of [0, 3, 8, 11, 12, 50, bytes.length - 8, bytes.length - 1]) {
      const answer = decodeRecord(bytes.subarray(0, length));
      expect(codes(answer.issues)).toEqual([length < 8 ? "T101" : "T103"]);
    }
  });

  test("with one changed byte anywhere is refused", () => {
    const bytes = encodeRecord(recordOf("a"));
    for (let position = 8; position < bytes.length; position += 7) {
      const broken = bytes.slice();
      broken[position] = (broken[position] ?? 0) ^ 1;
      expect(codes(decodeRecord(broken).issues)).toEqual(["T103"]);
    }
  });

  test.each([
    ["a chain with fewer densities than draws", { logPosterior: Float64Array.of(-1) }],
    ["a chain whose draws are a list", { values: [1, 2, 3, 4] }],
    ["draws of another digest", { values: Float64Array.of(1, 2, 3, 5) }],
  ])("with %s is refused, though nothing was changed since it was written", (_, changes) => {
    const { chains, ...rest } = recordOf("a");
    const bytes = encodePlain({ ...rest, chains: [{ ...chains[0], ...changes }] } as never); // no record has this shape
    const file = Uint8Array.of(...new TextEncoder().encode("MIDSRUN2"), ...bytes);
    expect(codes(decodeRecord(file).issues)).toEqual(["T103"]);
  });

  test("has the same content whenever and under whatever name it was made, and no other with one draw changed", () => {
    const content = contentBytes(recordOf("a"));
    expect(contentBytes(recordOf("b", { startedAt: "2026-05-05T00:00:00.000Z", elapsedMs: 99 }))).toEqual(content);
    const other = recordOf("a").chains.map((chain) => ({ ...chain, values: Float64Array.of(1, 2, 3, 5) }));
    expect(contentBytes(recordOf("a", { chains: other }))).not.toEqual(content);
    expect(contentBytes(recordOf("a", { stopped: true }))).not.toEqual(content);
  });

  test("of another kind, or of a later format, says which", () => {
    expect(codes(decodeRecord(new TextEncoder().encode("time,cases\n1,2\n")).issues)).toEqual(["T101"]);
    const later = encodeRecord(recordOf("a"));
    later[7] = "3".charCodeAt(0);
    expect(codes(decodeRecord(later).issues)).toEqual(["T102"]);
  });
});

describe("a run file of format 1", () => {
  const record = recordOf("a", {
    chains: [
      {
        chain: 0,
        values: Float64Array.of(1, -0, 5e-324, 0.1),
        logPosterior: Float64Array.of(-Infinity, 1e308),
        logWeights: Float64Array.of(-0.5, 0),
        acceptance: 0.3,
        failures: 2,
      },
      { chain: 3, values: new Float64Array(), logPosterior: new Float64Array(), acceptance: NaN, failures: 0 },
    ],
  });
  const CHAINS = String.raw`[{ "chain": 0, "acceptance": 0.3, "failures": 2, "draws": 2, "weighted": true },
    { "chain": 3, "acceptance": "\u0000NaN", "failures": 0, "draws": 0 }]`;

  /** As it was written: the magic, the header's length and JSON, then the numbers of the chains. */
  function file(chains: string): Uint8Array {
    const header = JSON.stringify({ ...record, format: 1, chains: "CHAINS" })
      .replace('"CHAINS"', chains)
      .replaceAll("…", String.raw`\u2026`);
    const numbers = Float64Array.of(1, -0, 5e-324, 0.1, -Infinity, 1e308, -0.5, 0);
    const length = new Uint8Array(Uint32Array.of(header.length).buffer);
    const text = (words: string) => new TextEncoder().encode(words);
    return Uint8Array.of(...text("MIDSRUN1"), ...length, ...text(header), ...new Uint8Array(numbers.buffer));
  }

  test("opens as a record of the present format, whose chains have no state", () => {
    expect(decodeRecord(file(CHAINS))).toEqual({ ok: true, value: record, issues: [] });
    expect(record.format).toBe(2);
  });

  test("that is cut short, or announces more than there is, is refused", () => {
    const bytes = file(CHAINS);
    for (const length of [9, 12, 50, bytes.length - 8]) {
      expect(codes(decodeRecord(bytes.subarray(0, length)).issues)).toEqual(["T103"]);
    }
    for (const draws of ["1e15", "-1", "null"]) {
      expect(codes(decodeRecord(file(CHAINS.replace('"draws": 2', `"draws": ${draws}`))).issues)).toEqual(["T103"]);
    }
  });

  test("that was saved once more keeps its draws and its digest", () => {
    const answer = decodeRecord(file(CHAINS));
    if (!answer.ok) throw new Error(codes(answer.issues).join());
    expect(decodeRecord(encodeRecord(answer.value))).toEqual(answer);
  });
});

describe("the table of draws", () => {
  const chain = {
    chain: 1,
    values: Float64Array.of(1.5, 0.1, 2, 3),
    logPosterior: Float64Array.of(-1, -2),
    acceptance: 1,
    failures: 0,
  };

  test("has a head and one row per draw, chains and draws counted from 1", () => {
    const record = recordOf("a", { parameters: ["beta", "gamma"], chains: [chain] });
    expect(drawsCsv(record)).toBe("chain,draw,log_posterior,beta,gamma\n2,1,-1,1.5,0.1\n2,2,-2,2,3\n");
  });

  test("names the weights of draws that have them", () => {
    const chains = [{ ...chain, logWeights: Float64Array.of(-3, 0.5) }];
    const record = recordOf("a", { parameters: ["beta", "gamma"], chains });
    const rows = ["chain,draw,log_posterior,log_weight,beta,gamma", "2,1,-1,-3,1.5,0.1", "2,2,-2,0.5,2,3", ""];
    expect(drawsCsv(record)).toBe(rows.join("\n"));
  });
});
