// `reference KIND FOLDER`: checks recorded values from elsewhere against this software, and prints a table.

import { existsSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { SamplerName } from "../../base/sampler-name.ts";
import { instantiate } from "../../kernel/kernel.ts";
import type { Kernel } from "../../kernel/placed.ts";
import { nodeHost } from "../../node/host.ts";
import { compileKernel } from "../../node/kernel-file.ts";
import { print, table } from "../print.ts";
import { checkDiagnostics } from "./diagnostics.ts";
import { checkDistributions } from "./distributions.ts";
import { checkOde } from "./ode.ts";
import { checkPosteriors } from "./posteriors.ts";
import { passes, type ReferenceRow } from "./row.ts";
import { checkStochastic } from "./stochastic.ts";
import { checkSummer } from "./summer/summer.ts";

type Check = (
  folder: string,
  kernel: Kernel,
  samplers?: readonly SamplerName[],
) => ReferenceRow[] | Promise<ReferenceRow[]>;

const CHECKS: Readonly<Record<string, Check>> = {
  distributions: checkDistributions,
  diagnostics: checkDiagnostics,
  ode: checkOde,
  summer: checkSummer,
  stochastic: checkStochastic,
  posteriors: async (folder, kernel, samplers) =>
    checkPosteriors(folder, kernel, await nodeHost(availableParallelism()), samplers),
};

export const REFERENCE_KINDS = Object.keys(CHECKS);

/** Where the recorded values of a kind lie: the stochastic ones are of summer and stand with the others. */
export function referenceFolder(kind: string): string {
  return `test/reference/${kind === "stochastic" ? "summer" : kind}`;
}

/** The rows of one folder. Errors: an unknown kind or a folder that is not there. @param samplers the usual one without it */
export async function referenceRows(
  kind: string,
  folder: string,
  samplers?: readonly SamplerName[],
): Promise<ReferenceRow[]> {
  const check = CHECKS[kind];
  if (check === undefined) throw new Error(`there is no kind “${kind}”; there are ${REFERENCE_KINDS.join(", ")}`);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new Error(`there is no folder ${folder}`);
  return check(folder, instantiate(await compileKernel()), samplers);
}

/** @returns the exit code: 1 where anything failed or nothing was checked */
export async function reference(
  kind: string,
  folder: string,
  asJson: boolean,
  samplers?: readonly SamplerName[],
): Promise<number> {
  const rows = await referenceRows(kind, folder, samplers);
  const failed = rows.filter((row) => row.skipped === undefined && !passes(row)).length;
  const passed = rows.filter(passes).length;
  if (asJson) {
    print(JSON.stringify({ kind, folder, rows: rows.map((row) => ({ ...row, passed: passes(row) })) }, spelled, 1));
  } else {
    print(table(["file", "worst error", "limit", "", "where"], rows.map(cells)));
    print(`${passed} passed, ${failed} failed`);
  }
  return failed > 0 || passed === 0 ? 1 : 0;
}

function cells(row: ReferenceRow): string[] {
  if (row.skipped !== undefined) return [row.file, "", "", "skipped", row.skipped];
  const number = (value: number) => (value === 0 ? "0" : value.toPrecision(2));
  return [row.file, number(row.worst), number(row.limit), passes(row) ? "pass" : "FAIL", row.note ?? ""];
}

/** JSON has no infinity. */
function spelled(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
