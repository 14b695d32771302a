// A thing is made again when its sources change, and only then.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fingerprint, makeIfChanged } from "../../setup/fingerprint.mjs";

let folder = "";
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "midsummer-fingerprint-"));
  mkdirSync(at("sources/deep"), { recursive: true });
  writeFileSync(at("sources/deep/a.ts"), "a");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a fingerprint", () => {
  test("stays when only times change", () => {
    const before = fingerprint([at("sources")]);
    utimesSync(at("sources/deep/a.ts"), 1, 1);
    expect(fingerprint([at("sources")])).toBe(before);
  });

  test.each([
    ["a content changes", () => writeFileSync(at("sources/deep/a.ts"), "b")],
    ["a file is added", () => writeFileSync(at("sources/b.ts"), "")],
    ["a file is removed", () => rmSync(at("sources/deep/a.ts"))],
  ])("differs when %s", (_what, change) => {
    const before = fingerprint([at("sources")]);
    change();
    expect(fingerprint([at("sources")])).not.toBe(before);
  });

  test("differs by its extra text, and is found for a path that is not there", () => {
    expect(fingerprint([at("gone")], ["20"])).not.toBe(fingerprint([at("gone")], ["22"]));
  });
});

describe("making what changed", () => {
  /** Makes the product from sources of this key; answers whether it did the work. */
  function make(key: string): boolean {
    let isMade = false;
    const work = (): void => {
      isMade = true;
      writeFileSync(at("product"), key);
    };
    makeIfChanged({ product: at("product"), stamp: at("build/stamp"), key, make: work });
    return isMade;
  }

  test("is done once for the same sources, and again for others or without the product", () => {
    expect([make("one"), make("one"), make("two"), make("two")]).toEqual([true, false, true, false]);
    rmSync(at("product"));
    expect(make("two")).toBe(true);
  });

  test("is done again after work that failed, also for the sources it was last good for", () => {
    make("one");
    const fail = (): void => {
      throw new Error("cut short");
    };
    expect(() => makeIfChanged({ product: at("product"), stamp: at("build/stamp"), key: "two", make: fail })).toThrow();
    expect(make("one")).toBe(true);
  });
});
