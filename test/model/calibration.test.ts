// What targets and priors can have wrong with them, and what good ones become.
import { describe, expect, test } from "vitest";
import { read } from "../../src/model/build.ts";
import { issuesOf, modelOf, SIR, spoil } from "../support/document.ts";

/** Adds lines to the small document. */
function withLines(...lines: readonly string[]): string {
  return `${SIR}${lines.join("\n")}\n`;
}

describe("a target", () => {
  const target = (entry: string): string => withLines("targets:", `  in_bed: { ${entry} }`);

  test("outside the run is refused with the count, the run and what would do", () => {
    const issues = issuesOf(target("times: [-1, 5, 11, 12], values: [1, 2, 3, 4], likelihood: poisson"));
    expect(issues).toMatchObject([
      {
        code: "E311",
        path: "targets.in_bed.times.0",
        message: "3 of 4 observations lie outside the run, which goes from 0 to 10: at -1, 11 and 12.",
        advice: "Start the run earlier and let it end later, or drop these observations with from: 0 and to: 10.",
      },
    ]);
  });

  test("between output times is told the nearest one", () => {
    const [issue] = issuesOf(target("times: [1, 2.4], values: [1, 2], likelihood: poisson"));
    expect(issue).toMatchObject({ code: "E312", path: "targets.in_bed.times.1" });
    expect(issue?.advice).toContain("The nearest output time is 2;");
  });

  test("may give its times as dates", () => {
    const text = spoil(
      "start: 0, end: 10",
      "start: 2020-02-25, end: 2020-03-06",
      target("times: [2020-02-29, 2020-03-01], values: [1, 2], likelihood: poisson"),
    );
    expect(modelOf(text).targets[0]?.timeIndices).toEqual([4, 5]);
    expect(modelOf(text).time).toMatchObject({ start: 0, end: 10, count: 11, epoch: "2020-02-25" });
  });

  test("with missing values skips them, with their sds, and says so", () => {
    const text = target("times: [1, 2, 3], values: [1, null, 3], likelihood: normal, sd: [4, 5, 6]");
    expect(issuesOf(text).map(({ code, severity }) => [code, severity])).toEqual([["E223", "notice"]]);
    expect(modelOf(text).targets[0]).toMatchObject({ timeIndices: [1, 3], values: [1, 3], argument: [4, 6] });
  });

  test.each([
    ["unequal lengths", "times: [1, 2], values: [1], likelihood: poisson", "E213"],
    ["as many sds as it likes", "times: [1, 2], values: [1, 2], likelihood: normal, sd: [1]", "E213"],
    ["times out of order", "times: [2, 1], values: [1, 2], likelihood: poisson", "E214"],
    ["half a case", "times: [1], values: [1.5], likelihood: poisson", "E219"],
    ["a negative count", "times: [1], values: [-1], likelihood: negative_binomial, dispersion: 1", "E219"],
    ["more positives than tests", "times: [1], values: [5], likelihood: binomial, size: 4", "E219"],
    ["the logarithm of 0", "times: [1], values: [0], likelihood: lognormal, sd: 1", "E219"],
    ["no sd", "times: [1], values: [1], likelihood: normal", "E220"],
    ["an sd that it cannot use", "times: [1], values: [1], likelihood: poisson, sd: 1", "E220"],
    ["a negative sd", "times: [1], values: [1], likelihood: normal, sd: -1", "E221"],
    ["an sd that changes in time", "times: [1], values: [1], likelihood: normal, sd: t", "E208"],
    ["a date where time 0 has none", "times: [2020-01-01], values: [1], likelihood: poisson", "E315"],
  ])("with %s is refused", (_, entry, code) => {
    expect(issuesOf(target(entry)).map((issue) => issue.code)).toEqual([code]);
  });

  test("may not count persons before the first output time", () => {
    const text = withLines("targets:", "  new_cases: { times: [0, 1], values: [1, 2], likelihood: poisson }");
    expect(issuesOf(text)).toMatchObject([{ code: "E313", path: "targets.new_cases.times.0" }]);
  });
});

describe("a prior", () => {
  const prior = (text: string): string => withLines("priors:", `  contact_rate: ${text}`);

  test("whose support excludes the value is refused, with the support and the value", () => {
    expect(issuesOf(prior("uniform(0, 0.4)"))).toMatchObject([
      {
        code: "E307",
        path: "priors.contact_rate",
        place: { line: 17, column: 17 },
        message: "The prior uniform has its support from 0 to 0.4, and the value of contact_rate is 0.5.",
      },
    ]);
  });

  test.each([
    ["uniform(lower=0, upper=2)", { family: "uniform", arguments: [0, 2], lower: 0, upper: 2 }],
    ["uniform(upper=2, lower=0)", { family: "uniform", arguments: [0, 2] }],
    [
      "truncated_normal(2, 1, 0, inf)",
      { family: "truncated_normal", arguments: [2, 1, 0, Infinity], lower: 0, upper: Infinity },
    ],
    ["truncated_normal(2, 1, upper=3)", { arguments: [2, 1, -Infinity, 3], lower: -Infinity, upper: 3 }],
    ["lognormal(median=8, sd=0.6)", { family: "lognormal", arguments: [8, 0.6], logArgument: true, lower: 0 }],
    ["lognormal(0, 1 / 4)", { family: "lognormal", arguments: [0, 0.25] }],
    ["beta(2, 5)", { family: "beta", arguments: [2, 5], lower: 0, upper: 1 }],
    ["half_cauchy(2.5)", { family: "half_cauchy", arguments: [2.5], lower: 0, upper: Infinity }],
    ["normal(-(1 + 2), 2)", { family: "normal", arguments: [-3, 2], lower: -Infinity, upper: Infinity }],
  ])("written %s is understood", (text, expected) => {
    expect(modelOf(prior(text)).priors[0]).toMatchObject(expected);
    expect("logArgument" in (modelOf(prior(text)).priors[0] ?? {})).toBe(text.includes("median"));
  });

  test.each([
    ["unifrm(0, 1)", "E215", "Did you mean “uniform”?"],
    ["normal", "E215", "normal(0, 1)"],
    ["normal(0)", "E215", "the arguments are mean and sd"],
    ["normal(0, 1, 2)", "E215", "the arguments are mean and sd"],
    ["normal(0, scale=1)", "E215", "the arguments are mean and sd"],
    ["normal(0, mean=1)", "E215", "the arguments are mean and sd"],
    ["normal(log(2), 1)", "E215", "lognormal(median=…, sd=…)"],
    ["normal(0, 0)", "E216", "above 0"],
    ["lognormal(median=-8, sd=1)", "E216", "above 0"],
    ["uniform(2, 1)", "E216", "Exchange the bounds"],
    ["uniform(0, inf)", "E216", "finite"],
    ["normal(recovery_rate * t, 1)", "E208", "t"],
    ["uniform(0, recovery_rate)", "E265", "let mean and sd depend on parameters"],
    ["normal(0, contact_rate)", "E266", "numbers alone"],
    ["normal(0, recovery_rate - 1)", "E216", "above 0"],
    ["beta(mean=0.3, interval=[0.4, 0.5])", "E216", "beta(mean=0.3, interval=[0.1, 0.5])"],
    ["beta(mean=0.3, interval=[0.1, 1.5])", "E216", "beta(mean=0.3"],
    ["beta(interval=[0.1, 0.5])", "E216", "beta(mean=0.3"],
    ["beta(mean=0.3, mode=0.3, interval=[0.1, 0.5])", "E216", "beta(mean=0.3"],
    ["gamma(mean=0.5, upper=2, level=95)", "E216", "level is 0.95 unless given"],
    ["gamma(mean=0.5, interval=0.3)", "E215", "gamma(mean=5"],
    ["gamma(shape=0.5, interval=[0.1, 3])", "E215", "gamma(mean=5"],
    ["gamma(mean=0.5, mean=0.5, upper=2)", "E215", "gamma(mean=5"],
    ["gamma(mean=0.5, uper=2)", "E215", "the arguments are shape and rate"],
    ["normal(0, * 1)", "E121", "Write what belongs there."],
  ])("written %s is refused with %s", (text, code, advice) => {
    const errors = issuesOf(prior(text)).filter(({ severity }) => severity === "error");
    expect(errors.map((issue) => issue.code)).toEqual([code]);
    expect(errors[0]?.advice).toContain(advice);
  });

  test("may depend on other parameters, which are calibrated or not", () => {
    const text = withLines(
      "priors:",
      "  contact_rate: normal(2 * recovery_rate, recovery_rate)",
      "  recovery_rate: beta(2, 5)",
    );
    expect(modelOf(text).priors[0]).toMatchObject({ arguments: [0.4, 0.2], lower: -Infinity, upper: Infinity });
    expect(modelOf(text).priors[0]?.formulas?.[1]).toEqual({ kind: "parameter", parameter: 1 });
    // A parameter that only a prior uses is used.
    const spread = spoil("  recovery_rate: 0.2", "  recovery_rate: 0.2\n  spread: 1", prior("normal(0, spread)"));
    expect(issuesOf(spread)).toEqual([]);
  });

  test("that goes round in a circle is refused by its names", () => {
    const text = withLines(
      "priors:",
      "  contact_rate: normal(recovery_rate, 1)",
      "  recovery_rate: normal(contact_rate, 1)",
    );
    expect(issuesOf(text)).toMatchObject([
      {
        code: "E266",
        path: "priors.contact_rate",
        message: "The priors of “contact_rate” and “recovery_rate” use each other in a circle.",
      },
    ]);
  });

  test.each([
    ["uniform(0.5, 1)", true],
    ["uniform(0, 0.5)", true],
    ["truncated_normal(0, 1, 0.5, inf)", true],
    ["truncated_normal(0, 1, upper=0.5)", true],
    ["truncated_normal(0, 1, upper=0.49)", false],
  ])("%s takes the value 0.5 on its end: %s", (text, isTaken) => {
    expect(issuesOf(prior(text)).map(({ code }) => code)).toEqual(isTaken ? [] : ["E307"]);
  });

  // Elsewhere the density at the end is zero or infinite.
  test.each([
    ["half_normal(1)", 0, true],
    ["half_cauchy(1)", 0, true],
    ["exponential(1)", 0, true],
    ["gamma(1, 2)", 0, true],
    ["gamma(2, 2)", 0, false],
    ["gamma(0.5, 2)", 0, false],
    ["weibull(1, 2)", 0, true],
    ["weibull(2, 2)", 0, false],
    ["inverse_gamma(2, 2)", 0, false],
    ["lognormal(0, 1)", 0, false],
    ["beta(1, 2)", 0, true],
    ["beta(1, 2)", 1, false],
    ["beta(2, 1)", 1, true],
  ])("%s has a finite density at %d: %s", (text, value, isTaken) => {
    const issues = issuesOf(spoil("value: 0.5", `value: ${value}`, prior(text)));
    expect(issues.map(({ code }) => code)).toEqual(isTaken ? [] : ["E307"]);
  });

  test("judges no value that a scenario sets, for it is not calibrated there", () => {
    const text = withLines(
      "priors: { contact_rate: 'uniform(0.1, 2)', recovery_rate: 'beta(2, 5)' }",
      "scenarios:",
      "  lockdown: { from: 4, parameters: { contact_rate: 0 } }",
      "  far: { from: 4, parameters: { recovery_rate: { value: 3 } } }",
    );
    expect(modelOf(text).parameters[0]?.value).toBe(0.5);
    for (const scenario of ["lockdown", "far"]) expect(read(text, { scenario }).issues).toEqual([]);
    // The other parameters keep the document's values, and these are judged.
    const spoilt = text.replace("beta(2, 5)", "uniform(0.3, 1)");
    expect(read(spoilt, { scenario: "lockdown" }).issues.map(({ code }) => code)).toEqual(["E307"]);
  });

  test("that breaks off in an argument is reported at its column", () => {
    expect(issuesOf(prior("normal(0, * 1)"))[0]?.place).toEqual({ line: 17, column: 27 });
  });
});
