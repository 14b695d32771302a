// The module is what its callers believe it to be.

import { readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { testKernel } from "../support/kernel.ts";

const module = new WebAssembly.Module(readFileSync(new URL("../../build/kernel.wasm", import.meta.url)));

/** Members of the interface KernelExports, with the number of their parameters. */
function declared(): Map<string, number> {
  const path = new URL("../../src/kernel/exports.ts", import.meta.url);
  const source = ts.createSourceFile("exports.ts", readFileSync(path, "utf8"), ts.ScriptTarget.Latest);
  const members = new Map<string, number>();
  source.forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== "KernelExports") return;
    for (const member of node.members) {
      if (ts.isMethodSignature(member)) members.set(member.name.getText(source), member.parameters.length);
    }
  });
  return members;
}

describe("the kernel's module", () => {
  test("exports the functions that its callers are told of, and nothing else", () => {
    // It hands back the memory it was given, too.
    const exported = WebAssembly.Module.exports(module).filter(({ name }) => name !== "memory");
    expect(exported.filter(({ kind }) => kind !== "function")).toEqual([]);
    expect(exported.map(({ name }) => name).sort()).toEqual([...declared().keys()].sort());
    expect(declared().size).toBeGreaterThan(20);
  });

  test("takes as many arguments as its callers are told", () => {
    const calls: Readonly<Record<string, unknown>> = { ...testKernel().exports };
    const lengths = [...declared().keys()].map((name) => {
      const call = calls[name];
      return [name, call instanceof Function ? call.length : NaN];
    });
    expect(lengths).toEqual([...declared()]);
  });

  test("imports its memory and nothing else", () => {
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });
});

describe("the memory of a kernel", () => {
  test("is given out at multiples of 64, zeroed, beyond what the module uses itself", () => {
    const kernel = testKernel();
    const first = kernel.reserve(100);
    expect(first % 64).toBe(0);
    expect(first).toBeGreaterThanOrEqual(kernel.exports.heapBase());
    new Uint8Array(kernel.memory(), first, 100).fill(7);
    expect(kernel.reserve(1)).toBe(first + 128);
    kernel.clear();
    expect(kernel.reserve(100)).toBe(first);
    expect(new Uint8Array(kernel.memory(), first, 100).every((byte) => byte === 0)).toBe(true);
  });

  test("grows to what is asked for", () => {
    const kernel = testKernel();
    const address = kernel.reserve(3_000_000);
    expect(kernel.memory().byteLength).toBeGreaterThanOrEqual(address + 3_000_000);
  });
});
