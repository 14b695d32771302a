// Targets from files, of whole periods, thinned, averaged and weighted; and what can be wrong with them.
import { describe, expect, test } from "vitest";
import type { Issue } from "../../src/base/issue.ts";
import { read } from "../../src/model/build.ts";
import type { Target } from "../../src/model/model.ts";
import { SIR, spoil } from "../support/document.ts";

const CSV = `date,cases,tested,weight
2020-02-25,1,10,1
2020-02-26,,10,2
2020-02-27,3,10,0
2020-02-28,8,10,1
2020-02-29,5,10,1
2020-03-01,4,12,2
`;
const DATED = spoil("start: 0, end: 10", "start: 2020-02-24, end: 2020-04-30");

const answerOf = (entry: string, text = DATED, csv = CSV) =>
  read(`${text}targets:\n  in_bed: { ${entry} }\n`, { files: (path) => (path === "cases.csv" ? csv : undefined) });

function targetOf(entry: string, text = DATED): Target {
  const answer = answerOf(entry, text);
  const target = answer.ok ? answer.value.model.targets[0] : undefined;
  if (target === undefined) throw new Error(JSON.stringify(answer.issues, null, 1));
  return target;
}

function errorsOf(entry: string, text = DATED, csv = CSV): Issue[] {
  return answerOf(entry, text, csv).issues.filter(({ severity }) => severity === "error");
}

const FILED = "data: { file: cases.csv, times: date, column: cases }, likelihood: poisson";

describe("a target from a file", () => {
  test("has the rows that hold a value, at their dates", () => {
    expect(targetOf(FILED)).toMatchObject({ timeIndices: [1, 3, 4, 5, 6], values: [1, 3, 8, 5, 4] });
    expect(answerOf(FILED).issues).toMatchObject([{ code: "E223", severity: "notice" }]);
  });

  test("may take times and values from the first two columns, and arguments and weights from others", () => {
    const target = targetOf("data: { file: cases.csv, size: tested, weights: weight }, likelihood: binomial");
    expect(target).toMatchObject({ argument: [10, 10, 10, 10, 12], weights: [1, 0, 1, 1, 2] });
  });

  test.each([
    ["a column that is not there", FILED.replace("cases }", "csaes }"), "E132", "Did you mean “cases”?"],
    ["a column of weights that is not there", FILED.replace("}", ", weights: wieght }"), "E132", "“weight”"],
    ["a file that is not there", FILED.replace("cases.csv", "case.csv"), "E130", "beside the document"],
    ["a word for a number", FILED.replace("cases }", "date }"), "E133", "another column"],
    [
      "a word for a date",
      FILED.replace("times: date", "times: cases").replace("column: cases", "column: tested"),
      "E116",
      "",
    ],
    ["values of its own too", `${FILED}, values: [1]`, "E324", "Keep either"],
    ["its sizes given twice", FILED.replace("}", ", size: tested }, size: 4"), "E324", "one of the two"],
    ["times and no values", "times: [1], likelihood: poisson", "E324", "values: [3, 4]"],
    ["neither", "likelihood: poisson", "E324", "data: {"],
  ])("with %s is refused", (_, entry, code, advice) => {
    const errors = errorsOf(entry);
    expect(errors[0]).toMatchObject({ code });
    expect(errors[0]?.advice).toContain(advice);
  });

  test("with dates out of order says which follows which", () => {
    const [issue] = errorsOf(FILED, DATED, CSV.replace("2020-02-27", "2020-02-24"));
    expect(issue).toMatchObject({ code: "E214", path: "targets.in_bed.data.file" });
    expect(issue?.message).toBe("The time 0 (2020-02-24) follows 2 (2020-02-26).");
  });
});

describe("the observations of a target", () => {
  const all = "times: [1, 2, 3, 4, 5, 6], values: [3, 0, 6, null, 9, 12], likelihood: normal, sd: [1, 2, 3, 4, 5, 6]";

  test("are averaged first, then cut, then thinned, with their arguments", () => {
    // Trailing means of two of 3, 0, 6, 9, 12: 3, 1.5, 3, 7.5, 10.5; from 2 on every second position: 2, (4), 6.
    expect(targetOf(`${all}, moving_average: 2, from: 2, every: 2`)).toMatchObject({
      timeIndices: [2, 6],
      values: [1.5, 10.5],
      argument: [2, 6],
    });
    expect(targetOf(`${all}, from: 2020-02-26, to: 2020-02-27`)).toMatchObject({ timeIndices: [2, 3], values: [0, 6] });
  });

  test.each([
    ["from: 7", "from and to leave none of 6"],
    ["from: 4, to: 4", "all are missing"],
  ])("may not all be left out (%s)", (cut, message) => {
    const [issue] = errorsOf(`${all}, ${cut}`);
    expect(issue).toMatchObject({ code: "E320", path: "targets.in_bed" });
    expect(issue?.message).toContain(message);
  });
});

describe("a target of whole periods", () => {
  const weekly = "output: new_cases, likelihood: poisson, aggregate: iso_week";

  test("adds up counts over the intervals that end within it", () => {
    // 2020-W10 goes from Monday 2 March, day 7, to before day 14: intervals that end on days 8 to 14.
    const target = targetOf(`${weekly}, times: [2020-W10, 2020-03-09], values: [4, 5]`);
    expect(target.windows).toEqual({ first: [8, 15], count: [7, 7], statistic: "sum" });
    expect(target.timeIndices).toEqual([11, 18]);
  });

  test("takes the mean of what is no count, at the times within it", () => {
    const target = targetOf("times: [2020-03], values: [4], likelihood: normal, sd: 1, aggregate: month");
    expect(target.windows).toEqual({ first: [6], count: [31], statistic: "mean" });
  });

  test("may be told which of the two", () => {
    const entry = "times: [3, 5], values: [4, 4], likelihood: normal, sd: 1, aggregate: { over: 2, statistic: sum }";
    expect(targetOf(entry, SIR).windows).toEqual({ first: [3, 5], count: [2, 2], statistic: "sum" });
  });

  test("of a document in years has yearly means", () => {
    const years = spoil("unit: day, start: 0, end: 10, step: 1", "unit: year, start: 2010, end: 2014, step: 0.1");
    const entry = "times: [2011, 2012], values: [4, 4], likelihood: normal, sd: 1, aggregate: year";
    expect(targetOf(entry, years).windows).toEqual({ first: [10, 20], count: [10, 10], statistic: "mean" });
  });

  test("that the run covers only in part is refused by its name", () => {
    const [issue] = errorsOf(`${weekly}, times: [2020-W08, 2020-W10, 2020-W18], values: [4, 5, 6]`);
    expect(issue).toMatchObject({ code: "E322", path: "targets.in_bed.times.0" });
    expect(issue?.message).toContain("2 of 3 weeks lie not wholly within the run");
    expect(issue?.message).toContain("2020-W08 and 2020-W18");
  });

  test.each([
    ["two dates of one week", "times: [2020-03-02, 2020-03-08], values: [1, 2]", "E214"],
    ["a name that names none", "times: [2020-W54], values: [1]", "E323"],
  ])("with %s is refused", (_, entry, code) => {
    expect(errorsOf(`${weekly}, ${entry}`).map((issue) => issue.code)).toEqual([code]);
  });

  test("that begins between two output times is refused for a count", () => {
    const text = spoil("start: 0, end: 10, step: 1", "start: 2020-02-25, end: 2020-03-24, step: 7");
    const [issue] = errorsOf(`${weekly}, times: [2020-03-05], values: [1]`, text);
    expect(issue).toMatchObject({ code: "E322" });
    expect(issue?.message).toContain("“2020-W10” goes from 6 (2020-03-02) to before 13 (2020-03-09)");
  });

  test("is refused where time 0 has no date", () => {
    expect(errorsOf(`${weekly}, times: [3], values: [1]`, SIR)).toMatchObject([{ code: "E323" }]);
  });
});

describe("weights", () => {
  const of = (more: string): string => `times: [1, 2, 4], values: [3, 4, 5], likelihood: poisson, ${more}`;

  test("multiply the target and its observations", () => {
    expect(targetOf(of("weight: 0.5")).weights).toBe(0.5);
    expect(targetOf(of("weight: 2, weights: [1, 0, 3]")).weights).toEqual([2, 0, 6]);
    expect("weights" in targetOf(of("weight: 1"))).toBe(false);
  });

  test("of a likelihood that is a mean over points add up to the target's, and a warning says so", () => {
    expect(targetOf(of("over_points: mean"))).toMatchObject({ weights: 1 / 3, overPoints: "mean" });
    expect(targetOf(of("over_points: mean, weights: [1, 1, 2]")).weights).toEqual([0.25, 0.25, 0.5]);
    expect(answerOf(of("over_points: mean")).issues).toMatchObject([{ code: "E326", severity: "warning" }]);
  });

  test.each(["weight: -1", "weight: 0", "weights: [1, -1, 1]", "weights: [0, 0, 0]"])(
    "that are %s are refused",
    (weights) => {
      expect(errorsOf(of(weights)).map(({ code }) => code)).toEqual(["E321"]);
    },
  );

  test("must be as many as the values", () => {
    expect(errorsOf(of("weights: [1, 2]"))).toMatchObject([{ code: "E213", path: "targets.in_bed.weights" }]);
  });
});

describe("the arguments of a likelihood", () => {
  test.each([
    ["truncated_normal, sd: 2, lower: 0", { further: [{ value: 0 }, { value: Infinity }] }],
    ["beta, concentration: 20", { argument: { value: 20 } }],
    ["beta, alpha: [1, 2], beta: [3, 4]", { argument: [1, 2], further: [[3, 4]], ofOutput: true }],
    ["beta_binomial, size: [5, 6], concentration: recovery_rate", { further: [[5, 6]] }],
  ])("%s are understood", (likelihood, expected) => {
    const values = likelihood.startsWith("beta,") ? "[0.2, 0.3]" : "[2, 3]";
    expect(targetOf(`times: [1, 2], values: ${values}, likelihood: ${likelihood}`)).toMatchObject(expected);
  });

  test("of a beta from a survey say where its dots stand, if no values do", () => {
    expect(targetOf("times: [1], likelihood: beta, alpha: [1], beta: [3]").values).toEqual([0.25]);
  });

  test.each([
    ["values: [0], likelihood: beta, concentration: 5", "E219", "shares between 0 and 1"],
    ["values: [30], likelihood: beta, concentration: 5", "E219", "shares between 0 and 1"],
    ["values: [30], likelihood: beta_binomial, size: 20, concentration: 5", "E219", "no more than size"],
    ["values: [1.5], likelihood: beta_binomial, size: 20, concentration: 5", "E219", "whole numbers"],
    ["values: [-3], likelihood: truncated_normal, sd: 2, lower: 0", "E219", "numbers from 0 to"],
    ["values: [3], likelihood: truncated_normal, sd: 2", "E220", "lower, upper or both"],
    ["values: [3], likelihood: truncated_normal, sd: 2, lower: 5, upper: 1", "E221", "not below"],
    ["values: [3], likelihood: normal, sd: 2, lower: 0", "E220", "has no lower"],
    ["values: [0.3], likelihood: beta", "E220", "needs concentration"],
    ["values: [0.3], likelihood: beta, concentration: 0", "E221", "concentration is 0"],
    ["values: [3], likelihood: beta_binomial, concentration: 3", "E220", "needs size"],
    ["values: [3], likelihood: binomial, size: 3.5", "E221", "size is 3.5"],
  ])("%s are refused with %s", (entry, code, found) => {
    const [issue] = errorsOf(`times: [1], ${entry}`);
    expect(issue?.code).toBe(code);
    expect(issue?.message).toContain(found);
  });
});
