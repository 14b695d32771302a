// Tuberculosis in Kiribati against the figures that summer recorded for the same model.

import { describe, expect, test } from "vitest";
import { posteriorOf } from "../support/run.ts";
import { flowRate, persons, recorded, RegionRun, regionModel, tightened, worst } from "./flagship.ts";

const reference = recorded("flagship_tb_kiribati");
const model = regionModel("kiribati/tuberculosis.yaml");

// The recorded outputs have no compartments of ours by name; every compartment is asked for as an output of its own.
const everyCompartment = model.compartments.map(({ name }, position) => ({
  name: `compartment ${name}`,
  title: name,
  measure: "prevalence" as const,
  kind: "formula" as const,
  formula: { kind: "sum" as const, compartments: [position] },
}));
const rates = ["early_activation", "late_activation", "infect_death"].map((family) =>
  flowRate(model, `rate ${family}`, [family]),
);
const moved = [persons(model, "born", ["birth"]), persons(model, "died", ["universal_death", "infect_death"])];
const kiribati = new RegionRun(
  tightened({ ...model, outputs: [...model.outputs, ...everyCompartment, ...rates, ...moved] }),
);

const indices = reference.time_indices ?? [];
const derived = (name: string): readonly number[] => reference.derived_outputs[name] ?? [];

describe("tuberculosis in Kiribati", () => {
  test("has the recorded compartments, flows and times", () => {
    expect(model.compartments.length).toBe(reference.compartment_names.length);
    expect(model.flows.length).toBe(reference.flow_count);
    expect(model.time.count).toBe(1501);
    // Tenths of a year are rounded.
    const times = indices.map((index) => model.time.start + index * model.time.step);
    expect(worst(times, reference.times, 1)).toBeLessThan(1e-12);
  });

  test("has the recorded size of every compartment from 1900 to 2050", () => {
    const errors = reference.compartments.map(({ name, strata }, column) => {
      const found = model.compartments.findIndex(
        (one) => one.name.split("[")[0] === name && one.strata["age"] === strata["age"],
      );
      const sizes = kiribati.values(`compartment ${model.compartments[found]?.name ?? name}`);
      const expected = reference.outputs.map((row) => row[column] ?? NaN);
      // Below a thousandth of a person the absolute error counts; the population begins with 26 000.
      return worst(
        indices.map((index) => sizes[index] ?? NaN),
        expected,
        1e-3,
      );
    });
    expect(errors.length).toBe(30);
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  });

  // Cumulative outputs of ours count persons exactly, the recorded ones by the mean of the rates at both ends of each
  // tenth of a year: they differ by 1e-6 and less.
  const same = {
    total_population: "total_population",
    age_group_0: "population_0",
    age_group_5: "population_5",
    age_group_15: "population_15",
    age_group_35: "population_35",
    age_group_50: "population_50",
    percentage_latent: "percentage_latent",
    prevalence_infectious: "prevalence_infectious",
    cumulative_diseased: "cumulative_diseased",
    cumulative_deaths: "cumulative_deaths",
  };
  test.each(Object.entries(same))("has as %s what is recorded as %s", (ours, theirs) => {
    const found = indices.map((index) => kiribati.values(ours)[index] ?? NaN);
    expect(worst(found, derived(theirs), 1e-6)).toBeLessThan(1e-5);
  });

  // Of the first output time, before which there is no step, summer records nothing or the rate of that time alone.
  const later = indices.slice(1);
  const flows: Readonly<Record<string, readonly string[]>> = {
    incidence_early: ["early_activation"],
    incidence_late: ["late_activation"],
    incidence: ["early_activation", "late_activation"],
    mortality: ["infect_death"],
  };
  test.each(Object.entries(flows))("has the recorded %s", (name, families) => {
    const isShare = name === "incidence" || name === "mortality";
    const found = later.map((index) => {
      const sum = families.reduce((total, family) => total + kiribati.flowOutput(`rate ${family}`, index), 0);
      return isShare ? (100_000 * sum) / (kiribati.values("total_population")[index] ?? NaN) : sum;
    });
    expect(worst(found, derived(name).slice(1), 1e-6)).toBeLessThan(1e-5);
  });

  test("loses and gains nobody but by births and deaths", () => {
    const population = kiribati.values("total_population");
    const sum = (name: string, index: number): number => kiribati.values(name)[index] ?? NaN;
    const drift = population.map((size, index) =>
      index === 0 ? 0 : Math.abs(size - (population[index - 1] ?? 0) - sum("born", index) + sum("died", index)),
    );
    // Counts are integrated beside the compartments, with the same steps: a few units of rounding of 175 000.
    expect(Math.max(...drift)).toBeLessThan(1e-8);
  });

  test("meets the recorded yearly series from 1950 on", () => {
    const { times, values } = reference.derived_series ?? { times: [], values: {} };
    for (const name of ["total_population", "prevalence_infectious", "percentage_latent"]) {
      const found = times.map((time) => kiribati.value(name, time));
      expect(worst(found, values[name] ?? [], 1e-6)).toBeLessThan(1e-5);
    }
  });

  test("comes as near to the censuses and to the notified cases of 2020 as its specification says", () => {
    // flagship-models.md, model 3: 39 000 (1955), 60 500 (1980), 87 500 (2000), 119 700 (2020), rounded to hundreds.
    const stated = { 1955: 39_000, 1980: 60_500, 2000: 87_500, 2020: 119_700 };
    for (const [year, persons] of Object.entries(stated)) {
      expect(Math.abs(kiribati.value("total_population", Number(year)) - persons)).toBeLessThanOrEqual(60);
    }
    // "This build has 463 incident cases per 100 000 in 2020": three digits.
    expect(Math.abs(kiribati.value("incidence", 2020) - 463)).toBeLessThan(0.5);
  });

  test.each(["fewer_contacts", "prevention", "both"])("has less of it by 2050 in the scenario %s", (scenario) => {
    const other = new RegionRun(regionModel("kiribati/tuberculosis.yaml", scenario));
    expect(other.value("incidence", 2025) / kiribati.value("incidence", 2025)).toBeCloseTo(1, 5);
    expect(other.value("incidence", 2050)).toBeLessThan(0.9 * kiribati.value("incidence", 2050));
  });

  test("can be calibrated from its own values, by 6 parameters", () => {
    const posterior = posteriorOf(model);
    expect(posterior.dimension).toBe(6);
    expect(Number.isFinite(posterior.evaluate(posterior.start))).toBe(true);
  });
});
