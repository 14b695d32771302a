// What the files of this project may and may not hold.
import { describe, expect, test } from "vitest";
import { OWN_FILES, PROJECT_FILES, read } from "./project-files.ts";

const TEXT = /\.(c|cjs|css|csv|h|html|js|json|md|mjs|py|svg|ts|txt|webmanifest|yaml|yml)$|(^|\/)[^./]+$|^\.[^/]+$/;

/** The paths of all files of `paths` that match, with the text that does. */
function findings(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) => {
    const found = pattern.exec(read(path))?.[0];
    return found === undefined ? [] : [`${path}: ${found}`];
  });
}

describe("the files of this project", () => {
  const texts = PROJECT_FILES.filter((path) => TEXT.test(path));

  test("name no folder of a single machine", () => {
    // A slash that begins a path: not one within a longer path, an address or a regular expression.
    expect(findings(texts, /(?<![\w.~)\]}*-])\/(work|home|root|Users|tmp)\/\w+/)).toEqual([]);
  });

  test("name no host from which packages are fetched", () => {
    expect(findings(texts, /https?:\/\/[^/\s"]*(registry|mirror|pypi)|registry\.(npmjs|yarnpkg)/)).toEqual([]);
  });

  test("begin, where they are code, with a sentence that says what they are for", () => {
    const sources = OWN_FILES.filter((path) => /\.(ts|mjs)$/.test(path));
    const silent = sources.filter((path) => !/^(#!.*\n)?(\/\/|\/\*\*?) \S+ .*/.test(read(path)));
    expect(silent).toEqual([]);
  });

  test("are named in kebab-case, where they are code", () => {
    const named = OWN_FILES.filter((path) => /\.(ts|mjs)$/.test(path)).map((path) => path.replace(/.*\//, ""));
    expect(named.filter((name) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name))).toEqual([]);
  });

  test("are data below regions/, never code", () => {
    const code = PROJECT_FILES.filter(
      (path) => path.startsWith("regions/") && !/\.(yaml|csv|json|md)$|\/CHECKSUMS$/.test(path),
    );
    expect(code).toEqual([]);
  });
});

describe("package.json", () => {
  const { dependencies, devDependencies } = JSON.parse(read("package.json")) as Record<string, Record<string, string>>; // its form is npm's

  test("pins every package to one version", () => {
    const all = Object.entries({ ...dependencies, ...devDependencies });
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
