// Checks the settings of a calibration before any worker starts.

import type { Issue } from "../base/issue.ts";
import { SAMPLER_NAMES } from "../base/sampler-name.ts";
import { didYouMean, listInWords, quote } from "../base/text.ts";
import type { RunSettings } from "../store/record.ts";

/** What a setting may be, both bounds included. */
export const SETTING_LIMITS = {
  chains: { least: 1, most: 64 },
  warmup: { least: 100, most: 1_000_000 },
  draws: { least: 10, most: 1_000_000 },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER },
} as const;

const TITLES = { chains: "chains", warmup: "warm-up", draws: "draws per chain", seed: "seed" } as const;

/** One S104 for each setting that is out of range. */
export function settingsIssues(settings: RunSettings): Issue[] {
  return [...samplerIssues(settings.sampler), ...numberIssues(settings)];
}

/** @param sampler  of any text: settings may come from a file or a program */
function samplerIssues(sampler: string): Issue[] {
  if (SAMPLER_NAMES.some((name) => name === sampler)) return [];
  return [
    {
      code: "S104",
      severity: "error",
      path: "calibration.sampler",
      message: `there is no sampler ${quote(sampler)}.`,
      advice: `It is one of ${listInWords(SAMPLER_NAMES, "or")}.${didYouMean(sampler, SAMPLER_NAMES)}`,
    },
  ];
}

function numberIssues(settings: RunSettings): Issue[] {
  const names = ["chains", "warmup", "draws", "seed"] as const;
  return names.flatMap((name): Issue[] => {
    const value = settings[name];
    const { least, most } = SETTING_LIMITS[name];
    if (Number.isInteger(value) && value >= least && value <= most) return [];
    return [
      {
        code: "S104",
        severity: "error",
        path: `calibration.${name}`,
        message: `${TITLES[name]} is ${value}.`,
        advice: `It is a whole number from ${least} to ${most}.`,
      },
    ];
  });
}
