// Documents that extend others, scenarios, a best fit laid above, where each value comes from, and bundles.
import { describe, expect, test } from "vitest";
import { bundle } from "../../src/document/bundle.ts";
import type { Files } from "../../src/document/document.ts";
import { joined } from "../../src/document/layers.ts";
import { provenance } from "../../src/document/provenance.ts";
import { read } from "../../src/model/build.ts";
import type { ReadOptions } from "../../src/document/parse.ts";

const MODEL = `midsummer: 1
title: Model
time: { unit: day, start: 0, end: 10 }
parameters:
  contact_rate: { value: 0.5, unit: per day, source: Textbook, max: 2 }
  recovery_rate: 0.2
compartments: [s, i, r]
initial: { s: 999, i: 1 }
infectious: i
flows:
  infection: { kind: infection, from: s, to: i, rate: contact_rate }
  recovery: { from: i, to: r, rate: recovery_rate * open }
series:
  open: { file: open.csv, time: day, column: share }
`;
const REGION = `title: Place
extends: ../models/sir.yaml
parameters:
  contact_rate: 0.6
scenarios:
  closed: { title: Everything closed, from: 5, parameters: { contact_rate: 0.1 } }
`;
const FILES: Readonly<Record<string, string>> = {
  "../models/sir.yaml": MODEL,
  "../models/open.csv": "day,share\n0,1\n10,0.5\n",
};
const files: Files = (path) => FILES[path];

function opened(
  text: string,
  options: ReadOptions = {},
): NonNullable<Extract<ReturnType<typeof read>, { ok: true }>["value"]> {
  const answer = read(text, { files, ...options });
  if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
  return answer.value;
}

const codes = (text: string, options: ReadOptions = {}): unknown[] =>
  read(text, { files, ...options }).issues.map(({ code, path, place }) => [code, path, place?.file]);

describe("a document that extends another", () => {
  test("has what it does not say itself from there, files of that folder included", () => {
    const { model } = opened(REGION);
    expect(model.title).toBe("Place");
    expect(model.compartments.map(({ name }) => name)).toEqual(["s", "i", "r"]);
    expect(model.series[0]).toMatchObject({ times: [0, 10], values: [1, 0.5] });
  });

  test("keeps the words of a parameter that it gives a value, but not the source of the old value", () => {
    const [parameter] = opened(REGION).model.parameters;
    expect(parameter).toMatchObject({ value: 0.6, unit: "per day", max: 2 });
    expect(parameter).not.toHaveProperty("source");
  });

  test("does without the end of a slider beyond which it sets the value", () => {
    const [parameter] = opened(REGION.replace("0.6", "3")).model.parameters;
    expect(parameter).toMatchObject({ value: 3, min: 0, max: 6 });
  });

  test("knows of each value which layer it comes from", () => {
    const { document } = opened(REGION);
    expect(provenance(document, "parameters.contact_rate", "place.yaml").text).toBe("0.6 from place.yaml, line 4");
    expect(provenance(document, "parameters.recovery_rate").text).toBe("0.2 from ../models/sir.yaml, line 6");
    const fitted = opened(REGION, { values: { name: "best fit of run 7", parameters: { contact_rate: 0.55 } } });
    expect(provenance(fitted.document, "parameters.contact_rate").text).toBe("0.55 from best fit of run 7");
    expect(fitted.model.parameters[0]?.value).toBe(0.55);
  });

  test("takes away what it writes ~ for", () => {
    expect(opened(`${REGION}series: { open: ~ }\nflows: { recovery: { rate: recovery_rate } }\n`).model.series).toEqual(
      [],
    );
  });

  test("changes stratifications by their names, and adds others", () => {
    const stratified = (text: string): string =>
      `${text}stratify:\n  - { name: age, strata: [young, old], split: [0.5, 0.5] }\n`;
    const above = `${REGION}stratify:\n  - { name: age, split: [0.2, 0.8] }\n  - { name: sex, strata: [f, m] }\n`;
    const { model } = opened(above, { files: (path) => (path.endsWith("sir.yaml") ? stratified(MODEL) : FILES[path]) });
    expect(model.compartments).toHaveLength(12);
    expect(model.compartments[0]?.strata).toEqual({ age: "young", sex: "f" });
    // 999 × 0.2 × ½
    expect(model.initial[0]).toMatchObject({ kind: "constant" });
    expect((model.initial[0] as { value: number }).value).toBeCloseTo(99.9, 10);
  });

  test("says of a mistake in the other document where it stands there", () => {
    const bad = (path: string): string | undefined => FILES[path]?.replace("to: r,", "to: recoverd,");
    const [issue] = read(REGION, { files: bad }).issues;
    expect(issue).toMatchObject({
      code: "E204",
      path: "flows.recovery.to",
      place: { file: "../models/sir.yaml", line: 12 },
    });
  });

  test.each([
    ["is not there", REGION.replace("sir.yaml", "seir.yaml"), "E130"],
    ["is itself", "midsummer: 1\nextends: a.yaml\n", "E134"],
    ["is a list", "midsummer: 1\nextends: list.yaml\n", "E108"],
    ["has no path", "midsummer: 1\nextends: [a]\n", "E112"],
  ])("that %s hears of that alone", (_, text, code) => {
    const more: Files = (path) =>
      ({ "a.yaml": "midsummer: 1\nextends: a.yaml\n", "list.yaml": "- 1" })[path] ?? files(path);
    expect(read(text, { files: more }).issues.map((issue) => issue.code)).toEqual([code]);
  });

  test("finds files from the folder of the document that names them", () => {
    expect(joined("../models", "./data/../open.csv")).toBe("../models/open.csv");
    expect(joined("", "../models/sir.yaml")).toBe("../models/sir.yaml");
    expect(joined("a/b", "../../../c.yaml")).toBe("../c.yaml");
  });
});

describe("a scenario", () => {
  test("is listed with its title and its time", () => {
    expect(opened(REGION).model.scenarios).toEqual([{ name: "closed", title: "Everything closed", from: 5 }]);
  });

  test("is a layer over everything else", () => {
    const { model, document } = opened(REGION, {
      values: { name: "best fit", parameters: { contact_rate: 0.55 } },
      scenario: "closed",
    });
    expect(model.parameters[0]?.value).toBe(0.1);
    expect(provenance(document, "parameters.contact_rate").line).toBe(6);
  });

  test.each([
    ["a name that is not there", "parameters: { contct_rate: 0.1 }", "E263", "scenarios.closed.parameters.contct_rate"],
    ["a section that is not there", "paramters: { contact_rate: 0.1 }", "E263", "scenarios.closed.paramters"],
    ["what the baseline has settled", "initial: { s: 5 }", "E263", "scenarios.closed.initial"],
    ["a time outside the run", "from: 50", "E263", "scenarios.closed.from"],
  ])("with %s is refused", (_, part, code, path) => {
    const text = REGION.replace(/closed: .*/, () => `closed: { title: Closed, ${part} }`);
    expect(codes(text).map((issue) => (issue as string[]).slice(0, 2))).toContainEqual([code, path]);
  });

  test("that is not there is refused, and the nearest offered", () => {
    const [issue] = read(REGION, { files, scenario: "close" }).issues;
    expect(issue).toMatchObject({ code: "E135", path: "scenarios" });
    expect(issue?.advice).toContain("Did you mean “closed”?");
  });
});

describe("a bundle", () => {
  test("carries all that the document reads, and means the same without any file", () => {
    const text = bundle(REGION, files);
    expect(text.startsWith(REGION.trimEnd())).toBe(true);
    const { model, document } = opened(text, { files: () => undefined });
    expect(model).toEqual(opened(REGION).model);
    expect(provenance(document, "parameters.recovery_rate").text).toBe("0.2 from ../models/sir.yaml, line 6");
    expect(bundle(text, () => undefined)).toBe(text);
  });

  test("carries the observations of targets, also of a target of what the document extends", () => {
    const cases = `
outputs: { cases: { flow: infection } }
targets:
  cases: { data: { file: cases.csv, times: day, column: cases }, likelihood: poisson }
`;
    const csv = "day,cases\n3,7\n4,9\n";
    const model = `${MODEL}${cases}`;
    const more: Files = (path) =>
      ({ "../models/sir.yaml": model, "../models/cases.csv": csv, "cases.csv": csv })[path] ?? files(path);
    for (const text of [REGION, `${MODEL.replace("open.csv", "../models/open.csv")}${cases}`]) {
      const carried = opened(bundle(text, more), { files: () => undefined });
      expect(carried.model.targets.map(({ values }) => values)).toEqual([[7, 9]]);
      expect(Object.values(carried.document.content.files ?? {})).toContain(csv);
    }
  });

  test("of a document that reads nothing is the document, to the letter", () => {
    const plain = MODEL.replace(/series:[^]*/, "").replace(" * open", "");
    expect(bundle(plain, files)).toBe(plain);
  });

  test("of JSON is JSON", () => {
    const json = JSON.stringify({ title: "Place", extends: "../models/sir.yaml" });
    expect(opened(bundle(json, files), { files: () => undefined }).model.title).toBe("Place");
  });
});
