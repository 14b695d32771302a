// The dependency check finds the breaches it is there for.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

/** Runs the check on a project of these files; `fewest` is the number of modules it must see. */
function check(files: Record<string, string>, fewest = 1): { output: string; passed: boolean } {
  const project = mkdtempSync(join(tmpdir(), "midsummer-house-"));
  try {
    for (const [name, text] of Object.entries({ "assembly/layout.ts": "export const A = 1;\n", ...files })) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), text);
    }
    const words = ["test/house/dependencies.mjs", project, String(fewest)];
    const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: "utf8" });
    return { output: stdout + stderr, passed: status === 0 };
  } finally {
    rmSync(project, { recursive: true });
  }
}

const ISSUE = { "src/base/issue.ts": "export interface Issue { text: string }\nexport const NONE = [];\n" };

describe("the dependency check", () => {
  test("lets a higher folder import a lower one", () => {
    const { output, passed } = check({
      ...ISSUE,
      "src/sampler/chain.ts": 'import { NONE } from "../base/issue.ts";\nexport const chain = NONE;\n',
    });
    expect(output).toContain("3 modules, 0 forbidden imports");
    expect(passed).toBe(true);
  });

  test("refuses a type import from a higher folder", () => {
    const { output, passed } = check({
      "src/base/a.ts": 'import type { B } from "../model/b.ts";\nexport type A = B;\n',
      "src/model/b.ts": "export interface B { x: number }\n",
    });
    expect(output).toContain("base-may-import-no-other-folder: src/base/a.ts → src/model/b.ts");
    expect(passed).toBe(false);
  });

  test("refuses a circle within a folder, also one of types", () => {
    const { output, passed } = check({
      "src/base/a.ts": 'import type { B } from "./b.ts";\nexport interface A { b: B }\n',
      "src/base/b.ts": 'import type { A } from "./a.ts";\nexport interface B { a: A }\n',
    });
    expect(output).toContain("no-circles");
    expect(passed).toBe(false);
  });

  test("refuses Node's modules, a package and a part of the kernel where they are not allowed", () => {
    const { output, passed } = check({
      "src/sampler/chain.ts": 'import "node:fs";\nimport "lit";\nimport { A } from "../../assembly/layout.ts";\nA;\n',
      "node_modules/lit/package.json": '{ "name": "lit", "version": "1.0.0", "exports": "./index.js" }',
      "node_modules/lit/index.js": "export {};\n",
    });
    expect(output).toContain("sampler-may-not-use-node: src/sampler/chain.ts");
    expect(output).toContain("sampler-may-use-no-package: src/sampler/chain.ts");
    expect(output).toContain("sampler-may-import-nothing-of-assembly: src/sampler/chain.ts");
    expect(passed).toBe(false);
  });

  test("refuses an import from the tests and a folder that the table does not name", () => {
    const { output } = check({
      "src/run/plan.ts": 'import "../../test/support.ts";\n',
      "src/helpers/a.ts": 'import "../base/issue.ts";\n',
      "test/support.ts": "export {};\n",
      ...ISSUE,
    });
    expect(output).toContain("src-knows-no-test-setup-or-bench");
    expect(output).toContain("no-folder-without-a-row-in-the-table");
  });

  test("refuses an import that leads nowhere", () => {
    expect(check({ "src/base/a.ts": 'import "./gone.ts";\n' }).output).toContain("imports-lead-somewhere");
  });

  test("fails when it sees fewer modules than there should be", () => {
    const { output, passed } = check(ISSUE, 3);
    expect(output).toContain("Fewer than the 3 modules expected");
    expect(passed).toBe(false);
  });
});
