// The core variant of COVID-19 in Malaysia against the figures that summer recorded for the same model.

import { describe, expect, test } from "vitest";
import { flowRate, recorded, RegionRun, regionModel, tightened, worst } from "./flagship.ts";
import { mixingAt, spectralRadius, withExpressions } from "./malaysia.ts";

const PATH = "malaysia/covid-19-core.yaml";
const reference = recorded("flagship_covid_malaysia_core");
const places = ["home", "school", "work", "other"];
const plain = withExpressions(PATH, Object.fromEntries(places.map((place) => [`scale_${place}`, `${place}_contacts`])));

const everyCompartment = plain.compartments.map(({ name }, position) => ({
  name: `compartment ${name}`,
  title: name,
  measure: "prevalence" as const,
  kind: "formula" as const,
  formula: { kind: "sum" as const, compartments: [position] },
}));
const FOUND = ["sympt_isolate", "hospital_non_icu", "icu"];
const rates = [
  ...["infection", "incidence", "infect_death"].map((family) => flowRate(plain, `rate ${family}`, [family])),
  flowRate(plain, "rate vaccination", ["vaccination_susceptible", "vaccination_recovered"]),
  ...FOUND.map((clinical) => flowRate(plain, `rate progress ${clinical}`, ["progress"], { clinical })),
  ...["0", "30", "75"].flatMap((age) =>
    FOUND.map((clinical) => flowRate(plain, `rate progress ${clinical} ${age}`, ["progress"], { clinical, age })),
  ),
];
const model = { ...tightened(plain), outputs: [...plain.outputs, ...everyCompartment, ...rates] };
const malaysia = new RegionRun(model);
const indices = reference.time_indices ?? [];

/** summer's output of flows: mean of the rates at both ends of the day; the rate itself on the first day. */
function daily(names: readonly string[], index: number): number {
  const one = (name: string): number =>
    index === 0 ? (malaysia.values(name)[0] ?? NaN) : malaysia.flowOutput(name, index);
  return names.reduce((sum, name) => sum + one(name), 0);
}

const flows: Readonly<Record<string, readonly string[]>> = {
  infections: ["rate infection"],
  incidence: ["rate incidence"],
  infection_deaths: ["rate infect_death"],
  vaccinations: ["rate vaccination"],
  icu_admissions: ["rate progress icu"],
  hospital_admissions: ["rate progress icu", "rate progress hospital_non_icu"],
  notifications: FOUND.map((clinical) => `rate progress ${clinical}`),
  notificationsXagegroup_0: FOUND.map((clinical) => `rate progress ${clinical} 0`),
  notificationsXagegroup_30: FOUND.map((clinical) => `rate progress ${clinical} 30`),
  notificationsXagegroup_75: FOUND.map((clinical) => `rate progress ${clinical} 75`),
};
const sizes = ["icu_occupancy", "hospital_occupancy", "cdr", "proportion_one_dose", "proportion_seropositive"];

describe("the core variant of COVID-19 in Malaysia", () => {
  test("has the recorded compartments, flows and times", () => {
    expect(model.compartments.length).toBe(576);
    expect(model.flows.length).toBe(reference.flow_count);
    expect(model.time.count).toBe(471);
    expect(indices.map((index) => model.time.start + index)).toEqual(reference.times);
  });

  test("has the recorded size of every compartment throughout", () => {
    const keyOf = (base: string, age = "", clinical = "", vaccination = ""): string =>
      [base, age, clinical, vaccination].join(" ");
    const positions = new Map(
      model.compartments.map(({ name, strata }, position) => [
        keyOf(name.split("[")[0] ?? "", strata["age"], strata["clinical"], strata["vaccination"]),
        position,
      ]),
    );
    const errors = reference.compartments.map(({ name, strata }, column) => {
      const key = keyOf(name, strata["agegroup"], strata["clinical"], strata["vaccination"]);
      const values = malaysia.values(`compartment ${model.compartments[positions.get(key) ?? -1]?.name ?? key}`);
      // Below a thousandth of a person the absolute error counts.
      return worst(
        indices.map((index) => values[index] ?? NaN),
        reference.outputs.map((row) => row[column] ?? NaN),
        1e-3,
      );
    });
    expect(errors.length).toBe(576);
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  });

  test.each(Object.keys(flows))("has the recorded %s", (name) => {
    const found = indices.map((index) => daily(flows[name] ?? [], index));
    expect(worst(found, reference.derived_outputs[name] ?? [], 1e-6)).toBeLessThan(1e-5);
  });

  test.each(sizes)("has the recorded %s", (name) => {
    const found = indices.map((index) => malaysia.values(name)[index] ?? NaN);
    expect(worst(found, reference.derived_outputs[name] ?? [], 1e-6)).toBeLessThan(1e-5);
  });

  test("has the recorded series of every week", () => {
    const { times, values } = reference.derived_series ?? { times: [], values: {} };
    expect(times.length).toBe(69);
    for (const [name, expected] of Object.entries(values)) {
      const parts = flows[name];
      const found = times.map((time) =>
        parts === undefined ? malaysia.value(name, time) : daily(parts, malaysia.at(time)),
      );
      expect(worst(found, expected, 1e-6), name).toBeLessThan(1e-5);
    }
  });

  test("adds up the recorded deaths", () => {
    let sum = 0;
    const running = Array.from({ length: 471 }, (_, index) => (sum += daily(["rate infect_death"], index)));
    const found = indices.map((index) => running[index] ?? NaN);
    expect(worst(found, reference.derived_outputs["accum_deaths"] ?? [], 1e-6)).toBeLessThan(1e-5);
    // The document counts from the start; summer adds a day's deaths for the first time, before which there is no day.
    // What is left is the difference between the mean of two rates and the integral over a day.
    const counted = (malaysia.values("accum_deaths")[470] ?? NaN) + daily(["rate infect_death"], 0);
    expect(Math.abs(counted / (running[470] ?? NaN) - 1)).toBeLessThan(1e-3);
  });

  // flagship-models.md, model 1, “Mixing”: six digits, some of them cut off rather than rounded.
  test.each([
    [200, 6.51423],
    [300, 6.64689],
    [500, 6.1008],
    [600, 5.49297],
  ])("has on day %d the stated spectral radius of mixing, %d", (time, stated) => {
    const matrix = mixingAt(
      model,
      places.map((place) => malaysia.value(`scale_${place}`, time)),
    );
    expect(Math.abs(spectralRadius(matrix) - stated)).toBeLessThan(1e-5);
  });

  test("differs from the complete model only in what it leaves out", () => {
    const complete = regionModel("malaysia/covid-19.yaml");
    const core = regionModel(PATH);
    expect(core.targets.map(({ values }) => values)).toEqual(complete.targets.map(({ values }) => values));
    expect(core.time).toEqual(complete.time);
    const values = new Map(complete.parameters.map(({ name, value }) => [name, value]));
    const different = core.parameters.filter(({ name, value }) => values.get(name) !== value).map(({ name }) => name);
    expect(different).toEqual(["hospital_multiplier"]);
  });
});
