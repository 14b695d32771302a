// The settings of a calibration as text in fields, checked in plain words before anything runs.
import { SAMPLER_NAMES, type SamplerName } from "../base/sampler-name.ts";
import type { CalibrationSettings } from "../model/model.ts";
import { formatCount } from "./format.ts";

export type SettingName = "chains" | "warmup" | "draws" | "seed";

interface Field {
  readonly name: SettingName;
  readonly title: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
}

export const SETTING_FIELDS: readonly Field[] = [
  { name: "chains", title: "Chains", hint: "independent runs; at least 4 to judge agreement", min: 1, max: 64 },
  { name: "warmup", title: "Warmup", hint: "steps to find the way, dropped", min: 100, max: 1_000_000 },
  { name: "draws", title: "Draws", hint: "kept, per chain", min: 10, max: 1_000_000 },
  { name: "seed", title: "Seed", hint: "same seed, same digits", min: 0, max: Number.MAX_SAFE_INTEGER },
];

/** What the list of samplers offers, in the order of `SAMPLER_NAMES`. */
export const SAMPLER_TITLES: Readonly<Record<SamplerName, string>> = {
  auto: "Chosen for the model",
  adaptive_metropolis: "Adaptive Metropolis",
  de_mcz: "DE-MCz",
  nuts: "NUTS",
  imis: "IMIS (importance sampling)",
  independence: "Independence Metropolis",
};

export type SettingTexts = Readonly<Record<SettingName | "sampler", string>>;

export function settingTexts(settings: CalibrationSettings): SettingTexts {
  return {
    sampler: settings.sampler,
    chains: String(settings.chains),
    warmup: String(settings.warmup),
    draws: String(settings.draws),
    seed: String(settings.seed),
  };
}

/** What is wrong with a field's text, or an empty text. */
export function settingProblem(name: SettingName, text: string): string {
  const field = SETTING_FIELDS.find((each) => each.name === name);
  if (!field) return "";
  const value = Number(text);
  if (text.trim() === "" || !Number.isInteger(value)) return "Needs a whole number.";
  if (value < field.min) return `At least ${formatCount(field.min)}.`;
  if (value > field.max) return `At most ${formatCount(field.max)}.`;
  return "";
}

/** The settings that the fields say, or undefined while one of them is wrong. */
export function settingsFrom(texts: SettingTexts): CalibrationSettings | undefined {
  const sampler = SAMPLER_NAMES.find((name) => name === texts.sampler);
  if (sampler === undefined || SETTING_FIELDS.some(({ name }) => settingProblem(name, texts[name]) !== "")) {
    return undefined;
  }
  return {
    sampler,
    chains: Number(texts.chains),
    warmup: Number(texts.warmup),
    draws: Number(texts.draws),
    seed: Number(texts.seed),
  };
}
