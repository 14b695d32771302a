// Plain data as bytes: what is read back has the same bits; broken bytes are seen, and never run away.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Plain } from "../../src/sampler/contract.ts";
import { decodePlain, encodePlain } from "../../src/store/plain.ts";
import { digestBytes } from "../../src/program/digest.ts";
import { codes } from "../support/run.ts";

const { plain } = fc.letrec<{ plain: Plain }>((tie) => ({
  plain: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    fc.string({ unit: "binary" }),
    fc.float64Array(),
    fc.array(tie("plain"), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: "binary", maxLength: 5 }), tie("plain"), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

function decoded(bytes: Uint8Array): Plain {
  const answer = decodePlain(bytes);
  if (!answer.ok) throw new Error(codes(answer.issues).join());
  return answer.value;
}

/** The bytes of a value of one's own making, with a digest that fits. */
function sealed(...value: number[]): Uint8Array {
  const body = Uint8Array.from([...new TextEncoder().encode("MIDSPLN1"), ...value]);
  return Uint8Array.from([...body, ...digestBytes(body)]);
}

describe("plain data as bytes", () => {
  test("is read back as it was, whatever it is", () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(decoded(encodePlain(value))).toEqual(value);
      }),
    );
  });

  test("gives the same bytes whatever order the keys were set in", () => {
    expect(encodePlain({ b: 1, a: { d: 2, c: 3 } })).toEqual(encodePlain({ a: { c: 3, d: 2 }, b: 1 }));
  });

  test("keeps all bits of numbers in arrays, those of every NaN too, and the sign of zero", () => {
    // IEEE 754: a quiet NaN with a payload, a signalling one, a negative one, -0, the smallest number, infinity.
    const bits = BigUint64Array.of(
      0x7ff8000000000123n,
      0x7ff0000000000001n,
      0xfff8000000000000n,
      1n << 63n,
      1n,
      0x7ff0000000000000n,
    );
    const back = decoded(encodePlain(new Float64Array(bits.buffer)));
    if (!(back instanceof Float64Array)) throw new Error("an array of numbers comes back as one");
    expect(new BigUint64Array(back.buffer)).toEqual(bits);
    expect(Object.is(decoded(encodePlain(-0)), -0)).toBe(true);
    expect(decoded(encodePlain(NaN))).toBeNaN();
  });

  test("keeps texts of all letters, and halves of letters", () => {
    for (const text of ["", "R̂ = 1.08", "学校", "🤒", "\ud83e", "\udd12\ud83e", "\0"]) {
      expect(decoded(encodePlain(text))).toBe(text);
    }
  });

  test("is little-endian: tag 3, then the eight bytes of the number", () => {
    // 1 is 3ff0 0000 0000 0000.
    expect([...encodePlain(1).subarray(8, 17)]).toEqual([3, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]);
  });

  test("with any one bit changed is refused", () => {
    const bytes = encodePlain({ rows: 3, factor: Float64Array.of(1, NaN), window: [null, true] });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (position, bit) => {
        const broken = bytes.slice();
        broken[position] = (broken[position] ?? 0) ^ (1 << bit);
        // Of the magic's last letter one bit makes the digit of a later format.
        expect(["T102", "T103"]).toContain(codes(decodePlain(broken).issues)[0]);
      }),
    );
  });

  test("cut short anywhere, or with something behind it, is refused", () => {
    const bytes = encodePlain([1, "two", Float64Array.of(3)]);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(codes(decodePlain(bytes.subarray(0, length)).issues)).toEqual(["T103"]);
    }
    expect(codes(decodePlain(Uint8Array.of(...bytes, 0)).issues)).toEqual(["T103"]);
    expect(codes(decodePlain(sealed(0, 0)).issues)).toEqual(["T103"]);
  });

  test.each([
    ["four thousand million numbers", [5, 255, 255, 255, 255]],
    ["a list as long", [6, 255, 255, 255, 255]],
    ["a record as long", [7, 255, 255, 255, 255]],
    ["a text as long", [4, 255, 255, 255, 255]],
    ["a text that is no UTF-8", [4, 1, 0, 0, 0, 0xff]],
    ["lists in lists without end", Array.from({ length: 5000 }, () => [6, 1, 0, 0, 0]).flat()],
    ["an unknown tag", [9]],
    ["nothing", []],
  ])("that announces %s is refused, whatever its digest", (_, value) => {
    expect(codes(decodePlain(sealed(...value)).issues)).toEqual(["T103"]);
  });

  test("of a later format says so", () => {
    const later = encodePlain(1);
    later[7] = "2".charCodeAt(0);
    expect(codes(decodePlain(later).issues)).toEqual(["T102"]);
  });

  test("gives no object another prototype", () => {
    const value = JSON.parse('{ "__proto__": { "polluted": true } }') as Plain; // JSON is plain
    const back = decoded(encodePlain(value)) as Record<string, unknown>; // a record comes back as one
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(back["polluted"]).toBeUndefined();
  });
});
