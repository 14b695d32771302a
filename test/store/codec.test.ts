// A run as a file of bytes: what is read back is what was written, and damage is seen.
import { describe, expect, test } from "vitest";
import { decodeRecord, drawsCsv, encodeRecord } from "../../src/store/codec.ts";
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

  test("with one changed draw is refused", () => {
    const bytes = encodeRecord(recordOf("a"));
    const chain = recordOf("a").chains[0];
    const numbers = (chain?.values.byteLength ?? 0) + (chain?.logPosterior.byteLength ?? 0);
    bytes[bytes.length - numbers] = (bytes[bytes.length - numbers] ?? 0) ^ 1;
    expect(codes(decodeRecord(bytes).issues)).toEqual(["T103"]);
  });

  test("of another kind, or of a later format, says which", () => {
    expect(codes(decodeRecord(new TextEncoder().encode("time,cases\n1,2\n")).issues)).toEqual(["T101"]);
    const later = encodeRecord(recordOf("a"));
    later[7] = "2".charCodeAt(0);
    expect(codes(decodeRecord(later).issues)).toEqual(["T102"]);
  });
});

describe("the table of draws", () => {
  test("has a head and one row per draw, chains and draws counted from 1", () => {
    const record = recordOf("a", {
      parameters: ["beta", "gamma"],
      chains: [
        {
          chain: 1,
          values: Float64Array.of(1.5, 0.1, 2, 3),
          logPosterior: Float64Array.of(-1, -2),
          acceptance: 1,
          failures: 0,
        },
      ],
    });
    expect(drawsCsv(record)).toBe("chain,draw,log_posterior,beta,gamma\n2,1,-1,1.5,0.1\n2,2,-2,2,3\n");
  });
});
