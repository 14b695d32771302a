// Functions, series and tables: the curves that documents ask for, against their definitions.
import { describe, expect, test } from "vitest";
import { averaged } from "../../src/model/build-series.ts";
import { monotonePieces } from "../../src/model/series-form.ts";
import { parseYear } from "../../src/base/day.ts";
import { read } from "../../src/model/build.ts";
import { issuesOf, modelOf } from "../support/document.ts";
import { outputOf, run } from "../support/run.ts";

/** Values of expressions at t = 0, 1, …, 10. */
function curves(expressions: Readonly<Record<string, string>>, more = ""): Record<string, number[]> {
  const outputs = Object.entries(expressions).map(([name, text]) => `  ${name}: { expression: "${text}" }\n`);
  const model = modelOf(`midsummer: 1
title: Curves
time: { unit: day, start: 0, end: 10 }
parameters: { height: 4 }
compartments: [a]
initial: { a: 100 }
${more}outputs:\n${outputs.join("")}  used: { expression: height }\n`);
  const trajectory = run(model);
  return Object.fromEntries(Object.keys(expressions).map((name) => [name, [...outputOf(model, trajectory, name)]]));
}
const DAYS = Array.from({ length: 11 }, (_, day) => day);

describe("functions of time", () => {
  const found = curves({
    line: "interp(t, [2, 4, 8], [1, height, 0])",
    jumps: "piecewise(t, [3, 6], [1, height, 9])",
    s: "sigmoid(t, 5, 2, 1, height)",
    half: "tanh(t, 5, 0.5, 1, height)",
    grow: "logistic(t, 5, 1, height)",
    knots: "interp_sigmoid(t, [2, 6], [1, height])",
  });
  const expected: Readonly<Record<string, (t: number) => number>> = {
    line: (t) => (t <= 2 ? 1 : t <= 4 ? 1 + (3 * (t - 2)) / 2 : t <= 8 ? 4 - (t - 4) : 0),
    jumps: (t) => (t < 3 ? 1 : t < 6 ? 4 : 9),
    s: (t) => 1 + 3 / (1 + Math.exp(-2 * (t - 5))),
    half: (t) => 1 + (3 * (1 + Math.tanh(0.5 * (t - 5)))) / 2,
    grow: (t) => 4 / (1 + Math.exp(-(t - 5))),
    // y₀ + (y₁ − y₀) / (1 + exp(−16 (u − ½))); shared/flagship-models.md, "knot sigmoid".
    knots: (t) => (t < 2 ? 1 : t >= 6 ? 4 : 1 + 3 / (1 + Math.exp(-16 * ((t - 2) / 4 - 0.5)))),
  };
  test.each(Object.keys(expected))("%s is what its formula says", (name) => {
    // The kernel's exp and tanh are good to a few units in the last place.
    DAYS.forEach((t) => expect(found[name]?.[t]).toBeCloseTo(expected[name]?.(t) ?? NaN, 12));
  });
});

describe("series", () => {
  test("are joined by lines, steps, S-curves, or smoothly without overshooting", () => {
    const points = "times: [2, 4, 5, 9], values: [0, 1, 1, 7]";
    const found = curves(
      { line: "line_at", step: "step_at", s: "s_at", smooth: "smooth_at" },
      `series:
  line_at: { ${points} }
  step_at: { ${points}, interpolation: step }
  s_at: { ${points}, interpolation: sigmoid }
  smooth_at: { ${points}, interpolation: monotone }
`,
    );
    expect(found["line"]).toEqual([0, 0, 0, 0.5, 1, 1, 2.5, 4, 5.5, 7, 7]);
    expect(found["step"]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 7, 7]);
    expect(found["s"]?.[3]).toBeCloseTo(0.5, 12);
    expect(found["s"]?.[7]).toBeCloseTo(4, 12);
    expect(found["smooth"]?.[2]).toBe(0);
    // Flat at both ends and at the plateau: cubic Hermite pieces with slopes 0 are at half the rise midway.
    expect(found["smooth"]?.[3]).toBeCloseTo(0.5, 12);
    expect(found["smooth"]?.[7]).toBeCloseTo(4, 12);
    expect(found["smooth"]?.[10]).toBe(7);
    const rises = found["smooth"]?.slice(1).map((value, index) => value - (found["smooth"]?.[index] ?? NaN)) ?? [];
    expect(Math.min(...rises)).toBeGreaterThanOrEqual(-1e-12);
  });

  test("keep to slopes between zero and three chords, the bound of Fritsch and Carlson for monotone pieces", () => {
    const times = [0, 1, 3, 4, 7, 8];
    const values = [0, 0.1, 5, 5.1, 5.2, 20];
    const { slope } = monotonePieces(times, values);
    times.slice(1).forEach((time, index) => {
      const chord = ((values[index + 1] ?? 0) - (values[index] ?? 0)) / (time - (times[index] ?? 0));
      for (const end of [slope[index] ?? NaN, slope[index + 1] ?? NaN]) {
        expect(end).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(3 * chord + 1e-12);
      }
    });
  });

  test("may be averaged over days before, or around, with fewer at the ends", () => {
    expect(averaged([3, 6, 9, 12], 3)).toEqual([3, 4.5, 6, 9]);
    expect(averaged([3, 6, 9, 12], { points: 3, centred: true })).toEqual([4.5, 6, 9, 10.5]);
    expect(averaged([3, 6], undefined)).toEqual([3, 6]);
  });

  test("from a file have its dates, its column, a transform, and gaps where cells are empty", () => {
    const text = `midsummer: 1
title: File
time: { unit: day, start: 0, end: 10, epoch: 2020-02-15 }
series:
  work: { file: mobility.csv, time: date, column: work, transform: "max(1 + x / 100, 0)^2" }
compartments: [a]
initial: { a: 1 }
outputs: { work_now: { expression: work } }
`;
    const csv = 'place,date,work\n"Kuala, Lumpur",2020-02-15,-10\nx,2020-02-16,\nx,2020-02-17,-50\nx,2020-02-18,-150\n';
    const answer = read(text, { files: (path) => (path === "mobility.csv" ? csv : undefined) });
    if (!answer.ok) throw new Error(JSON.stringify(answer.issues));
    expect(answer.issues.map(({ code, severity }) => [code, severity])).toEqual([["E259", "notice"]]);
    expect(answer.value.model.series[0]).toMatchObject({ times: [0, 2, 3], values: [0.9 * 0.9, 0.25, 0] });
  });
});

describe("dates in years", () => {
  test("are the year and its share that has passed", () => {
    expect(parseYear("2021-01-01")).toBe(2021);
    expect(parseYear("2020-07-01")).toBe(2020 + 182 / 366);
    expect(parseYear("2021-12-31")).toBe(2021 + 364 / 365);
    expect(parseYear("2021-02-29")).toBeUndefined();
  });

  test("may stand for all times, in expressions too", () => {
    const model = modelOf(`midsummer: 1
title: Years
time: { unit: year, start: 2020-01-01, end: 2022-01-01, step: 0.5 }
compartments: [a]
initial: { a: 1 }
outputs: { late: { expression: t >= 2021-01-01 } }
`);
    expect(model.time).toMatchObject({ start: 2020, end: 2022, count: 5 });
    expect([...outputOf(model, run(model), "late")]).toEqual([0, 0, 1, 1, 1]);
  });
});

describe("earlier values", () => {
  const SERIES = `series:
  line: { times: [2, 4, 5, 9], values: [0, 1, 1, 7] }
  jump: { times: [2, 4, 5, 9], values: [0, 1, 1, 7], interpolation: step }
  s: { times: [2, 4, 5, 9], values: [0, 1, 1, 7], interpolation: sigmoid }
  smooth: { times: [2, 4, 5, 9], values: [0, 1, 1, 7], interpolation: monotone }
  aged: { by: age, times: [0, 10], values: { young: [0, 10], old: [10, 0] } }
quantities: { mixed: "where(t < 4, line, 2 * jump) + interp(t, [0, height], [0, 1]) + floor(t / 3)", own: "aged[age]" }
stratify: [{ name: age, strata: [young, old] }]
`;
  const names = ["line", "jump", "s", "smooth", "mixed", "own[age = old]", "sin(t)"];

  test.each(["3", "height - 1", "-2"])("are those of the curves themselves, %s before", (lag) => {
    const days = lag === "-2" ? -2 : 3;
    const now = curves(Object.fromEntries(names.map((name, n) => [`now_${n}`, name])), SERIES);
    const before = curves(
      Object.fromEntries(names.map((name, n) => [`before_${n}`, `earlier(${name}, ${lag})`])),
      SERIES,
    );
    names.forEach((name, n) => {
      for (const day of DAYS.filter((each) => DAYS.includes(each - days))) {
        // Knots move by a whole number of days, so only S-curves and sines are rounded anew.
        expect(before[`before_${n}`]?.[day], name).toBeCloseTo(now[`now_${n}`]?.[day - days] ?? NaN, 12);
      }
    });
  });

  test("jump at their own times, so that steps end there", () => {
    // a falls by 100 k dt while k is 1: in days 3.5 to 5 of it, by exp(−1.5), to the tolerance of 1e-10.
    const model = modelOf(`midsummer: 1
title: Pulse
time: { unit: day, start: 0, end: 10 }
integrator: { rtol: 1.0e-10, atol: 1.0e-10 }
series: { pulse: { times: [0, 1.5, 3], values: [0, 1, 0], interpolation: step } }
compartments: [a, b]
initial: { a: 100 }
flows: { f: { from: a, to: b, rate: "earlier(pulse, 2)" } }
`);
    expect(outputOf(model, run(model), "a").at(-1)).toBeCloseTo(100 * Math.exp(-1.5), 7);
  });

  test.each([
    ["earlier(a, 3)", "keeps no history", 9],
    ["earlier(2 * flow(f), 3)", "keeps no history", 11],
    ["earlier(t, a)", "must not change", 12],
  ])("%s is refused at its column", (expression, message, column) => {
    const issues = issuesOf(`midsummer: 1
title: x
time: { unit: day, start: 0, end: 10 }
compartments: [a, b]
initial: { a: 100 }
flows: { f: { from: a, to: b, rate: 1 } }
outputs:
  x: { expression: "${expression}" }
`);
    expect(issues.map(({ code, place }) => [code, place?.line])).toEqual([["E208", 8]]);
    expect(issues[0]?.message).toContain(message);
    // The text begins after the quotation mark, in column 21.
    expect(issues[0]?.place?.column).toBe(21 + column - 1);
  });

  test("of a series called like a function are shown how to be written", () => {
    const text =
      "midsummer: 1\ntitle: x\ntime: { unit: day, start: 0, end: 1 }\ncompartments: [a]\ninitial: { a: 1 }\n";
    const [issue] = issuesOf(
      `${text}series: { w: { times: [0], values: [1] } }\noutputs: { x: { expression: w(t - 3) } }\n`,
    );
    expect(issue).toMatchObject({ code: "E202" });
    expect(issue?.advice).toContain("earlier(w, 14)");
  });
});

describe("hidden outputs", () => {
  const document = (outputs: string): string => `midsummer: 1
title: Hidden
time: { unit: day, start: 0, end: 10 }
compartments: [a, b]
initial: { a: 1000 }
flows: { f: { from: a, to: b, rate: 0.1 } }
stratify: [{ name: age, strata: [young, old], split: [0.25, 0.75] }]
outputs:
  moved: { flow: f, by: age, hidden: true }
${outputs}`;

  test("are there for others and marked as not shown", () => {
    const model = modelOf(document("  old: { expression: 2 * moved_old }\n"));
    expect(model.outputs.map(({ name, intermediate }) => [name, intermediate])).toEqual([
      ["moved_young", true],
      ["moved_old", true],
      ["old", undefined],
    ]);
    // Twice the persons moved in the first day, to the default tolerance.
    expect(outputOf(model, run(model), "old")[1]).toBeCloseTo(2 * 750 * (1 - Math.exp(-0.1)), 4);
  });

  test("that nothing uses are told", () => {
    expect(issuesOf(document("  all: { compartments: [a, b] }\n"))).toMatchObject([
      { code: "E314", severity: "notice", path: "outputs.moved" },
    ]);
  });
});

describe("sums over strata", () => {
  test("count persons in chosen strata, in the present one, and everybody", () => {
    const found = curves(
      {
        one: "a[place = north]",
        some: "population[place = [north, west]]",
        quantity: "density[place = west]",
        all: "population",
      },
      `tables: { area: { by: place, values: [1, 2, 4] } }
quantities: { density: "a[place] / area[place]" }
stratify: [{ name: place, strata: [north, south, west], split: [0.5, 0.3, 0.2] }]
`,
    );
    expect([found["one"]?.[0], found["some"]?.[0], found["quantity"]?.[0], found["all"]?.[0]]).toEqual([
      50, 70, 5, 100,
    ]);
  });
});

describe("outputs that are computed from others", () => {
  const model = modelOf(`midsummer: 1
title: Outputs
time: { unit: day, start: 0, end: 10 }
integrator: { rtol: 1.0e-11 }
compartments: [a, b]
initial: { a: 1000 }
flows: { f: { from: a, to: b, rate: 0.1 } }
stratify: [{ name: age, strata: [young, old], split: [0.25, 0.75] }]
outputs:
  moved: { flow: f }
  by_age: { flow: f, by: age }
  again: { of: by_age, by: age, cumulative: true }
  both: { of: [by_age_young, by_age_old] }
  total: { of: moved, cumulative: 5 }
  week: { of: moved, rolling: { sum: 3 } }
  mean: { of: [by_age_young, by_age_old], rolling: { mean: 3 } }
  later: { of: moved, delay: [0, 0.5, 0.5] }
  rate: { flow: f, per: 100000 }
  share: { compartments: a, where: { age: old }, per: population }
`);
  const trajectory = run(model);
  const values = (name: string): number[] => [...outputOf(model, trajectory, name)];
  // Persons moved on day k: 1000 (exp(−0.1 (k − 1)) − exp(−0.1 k)); 0 at the start.
  const moved = DAYS.map((day) => (day === 0 ? 0 : 1000 * (Math.exp(-0.1 * (day - 1)) - Math.exp(-0.1 * day))));
  const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0);
  const expected: Readonly<Record<string, (day: number) => number>> = {
    moved: (day) => moved[day] ?? NaN,
    by_age_young: (day) => 0.25 * (moved[day] ?? NaN),
    again_old: (day) => 0.75 * sum(moved.slice(0, day + 1)),
    both: (day) => moved[day] ?? NaN,
    total: (day) => (day < 5 ? 0 : sum(moved.slice(5, day + 1))),
    week: (day) => sum(moved.slice(Math.max(0, day - 2), day + 1)),
    mean: (day) => sum(moved.slice(Math.max(0, day - 2), day + 1)) / Math.min(3, day + 1),
    later: (day) => 0.5 * (moved[day - 1] ?? 0) + 0.5 * (moved[day - 2] ?? 0),
    rate: (day) => 100 * (moved[day] ?? NaN),
    // Of those of the age who are still there.
    share: (day) => Math.exp(-0.1 * day),
  };
  test.each(Object.keys(expected))("%s follow from their definition", (name) => {
    // rtol 1e-11 on sizes of a thousand.
    values(name).forEach((value, day) => expect(value).toBeCloseTo(expected[name]?.(day) ?? NaN, 6));
  });

  test("mark those that nobody asked for", () => {
    expect(model.outputs.filter(({ intermediate }) => intermediate === true).map(({ name }) => name)).toEqual([
      "rate.before",
    ]);
  });

  test("say what they are of in their units", () => {
    const units = Object.fromEntries(model.outputs.map(({ name, unit }) => [name, unit]));
    expect(units).toMatchObject({ moved: "persons per day", total: "persons", rate: "per 100000 persons" });
  });
});

describe("brackets within braces", () => {
  test("are explained, because YAML takes them for a list", () => {
    const [issue] = issuesOf("midsummer: 1\nflows:\n  f: { from: a, to: b, rate: x[age] }\n");
    expect(issue).toMatchObject({ code: "E103", place: { line: 3 } });
    expect(issue?.advice).toContain('"x[age]"');
  });
});
