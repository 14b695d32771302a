// The language guide: its examples make one document, which is good, and says what the guide says.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { read } from "../../src/model/build.ts";
import { outputOf, run } from "../support/run.ts";

const guide = readFileSync("regions/LANGUAGE.md", "utf8");
const blocks = [...guide.matchAll(/```yaml\n(.*?)```/gs)].map((match) => match[1] ?? "");
const document = `midsummer: 1\ntitle: The guide\n${blocks.join("\n")}`;
const FILES: Readonly<Record<string, string>> = {
  "population.csv": "age,persons\n0,100\n5,200\n15,700\n",
  "mobility.csv": "date,workplaces\n2020-07-18,-20\n2020-07-25,-30\n2020-08-01,\n2020-08-08,-10\n",
  "targets.csv": `date,hospital\n${Array.from({ length: 31 }, (_, day) => `2020-10-${String(day + 1).padStart(2, "0")},${day}\n`).join("")}`,
  "school.csv": "a,b,c\n0,0,0\n0,4,1\n0,1,1\n",
};
const answer = read(document, { files: (path) => FILES[path] });

describe("the examples of regions/LANGUAGE.md", () => {
  test("make one document without an error, and with the notices that they are meant to have", () => {
    expect(answer.issues.filter(({ severity }) => severity === "error")).toEqual([]);
    // An empty cell of a file, a missing observation, a parameter of one example that nothing uses.
    expect(answer.issues.map(({ code }) => code).sort()).toEqual(["E223", "E259", "E314"]);
  });

  test("run, and keep every output finite", () => {
    if (!answer.ok) throw new Error("the guide is not good");
    const { model } = answer.value;
    // 3 ages × 2 doses × (2 + 4 exposed + 12 infectious): susceptible, recovered; 2 strains × 2 tracing; × 3 clinical.
    expect(model.compartments).toHaveLength(6 * (2 + 4 + 12));
    const trajectory = run(model);
    for (const { name, kind } of model.outputs) {
      const values = kind === "reproduction" ? [] : outputOf(model, trajectory, name);
      expect(values.every(Number.isFinite), name).toBe(true);
    }
  });
});
