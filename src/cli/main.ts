// The command line: reads the words, runs one command, and leaves with its exit code.

import { parseArgs } from "node:util";
import { SAMPLER_NAMES, type SamplerName } from "../base/sampler-name.ts";
import { calibrateFile, continueFile } from "./calibrate.ts";
import { checkDocuments } from "./check.ts";
import { compareFiles } from "./compare.ts";
import { fitFile } from "./fit.ts";
import { listFile } from "./listing.ts";
import { print, printError } from "./print.ts";
import { scenariosOfFile } from "./scenarios.ts";
import { reference, referenceFolder, REFERENCE_KINDS } from "./reference/index.ts";
import { calibrateSimulations } from "./sbc.ts";
import type { OptimiserName } from "../run/analysis/fit-api.ts";
import { simulateFile } from "./simulate.ts";

const OPTIMISERS: readonly OptimiserName[] = ["lbfgs", "cma_es", "nelder_mead"];

const USAGE = `Usage: npm run midsummer -- COMMAND

  check FILE…                   reads documents, runs them once, and says all that is wrong with them
  check FOLDER                  all documents and data files below it; writes the list of their sums, FOLDER/CHECKSUMS
  simulate FILE [--json]        runs a document at its own values: a table of its outputs (CSV, or JSON)
      [--scenario NAME]         with a scenario of the document
  scenarios FILE [--json]       what each scenario changes: a table of differences
  calibrate FILE                samples the posterior: a verdict and a table
      [--sampler NAME] [--chains N] [--warmup N] [--draws N] [--seed N]   instead of the document's own settings
      [--workers N]             chains at once; as many as the machine runs at once by default
      [--out FOLDER]            saves the run there, and its draws as CSV
      [--store FOLDER]          keeps the run there while it goes; the same command goes on after an interruption
      [--checkpoint MS]         keeps it so often; every 2,000 milliseconds by default
  calibrate --continue FILE     makes a finished run longer
      [--draws N]               by so many draws per chain, by as many as it has otherwise
      [--store FOLDER]          keeps it there, beside FILE by default
  fit FILE                      the best fit, intervals by Laplace's approximation, and what the data cannot tell
      [--optimiser NAME]        ${OPTIMISERS.join(", ")}; the one that suits the model by default
      [--searches N] [--seed N] [--workers N]   searches from so many points; 6 by default
      [--out FILE]              writes the fit as a document that extends FILE
  compare RUN RUN…              which of some calibrated models predicts the same data better (leave-one-out)
  sbc FILE                      simulation-based calibration: parameters from the priors, data from the model, ranks
      [--sampler NAME] [--simulations N] [--warmup N] [--draws N] [--seed N]   500 simulations by default
      [--workers N]             simulations at once; as many as the machine runs at once by default
      [--without-jacobian]      breaks the sampler on purpose, which the ranks are to show
  listing FILE                  prints the program a document becomes: slots, code and tables, by name
  reference KIND [FOLDER]       checks recorded values; KIND is ${REFERENCE_KINDS.join(", ")}
      [--json]                  FOLDER is test/reference/KIND by default (stochastic: summer)
      [--sampler NAME]          posteriors by ${SAMPLER_NAMES.join(", ")}, or by all; the first by default

Exit codes: 0 all is well · 1 a document, a run or a check failed · 2 the command was not understood`;

/** What could not be understood in the words of the command. */
class UsageError extends Error {}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = understood(words);
  const [command, ...operands] = positionals;
  if (values.help === true || command === "help") {
    print(USAGE);
    return 0;
  }
  switch (command) {
    case "check":
      if (operands.length === 0) throw new UsageError("check wants at least one file or folder.");
      return checkDocuments(operands);
    case "simulate":
      return simulateFile(only(operands, "simulate wants one file."), values.json === true, values.scenario);
    case "scenarios":
      return scenariosOfFile(only(operands, "scenarios wants one file."), values.json === true);
    case "listing":
      return listFile(only(operands, "listing wants one file."));
    case "calibrate":
      return calibration(operands, values);
    case "compare":
      if (operands.length < 2) throw new UsageError("compare wants at least two run files.");
      return compareFiles(operands, numberOf(values.workers, "workers"));
    case "fit":
      return fitFile(only(operands, "fit wants one file."), {
        optimiser: oneOf(OPTIMISERS, values.optimiser, "optimiser"),
        searches: numberOf(values.searches, "searches"),
        seed: numberOf(values.seed, "seed"),
        workers: numberOf(values.workers, "workers"),
        out: values.out,
      });
    case "sbc":
      return calibrateSimulations(only(operands, "sbc wants one file."), {
        sampler: samplerOf(values.sampler),
        simulations: numberOf(values.simulations, "simulations"),
        warmup: numberOf(values.warmup, "warmup"),
        draws: numberOf(values.draws, "draws"),
        seed: numberOf(values.seed, "seed"),
        workers: numberOf(values.workers, "workers"),
        withoutJacobian: values["without-jacobian"] === true,
      });
    case "reference": {
      const kind = operands[0] ?? "";
      if (!REFERENCE_KINDS.includes(kind) || operands.length > 2) {
        throw new UsageError(`reference wants a kind (${REFERENCE_KINDS.join(", ")}) and, if you like, a folder.`);
      }
      const sampler = values.sampler === "all" ? undefined : samplerOf(values.sampler);
      const samplers = values.sampler === "all" ? SAMPLER_NAMES : sampler && [sampler];
      return reference(kind, operands[1] ?? referenceFolder(kind), values.json === true, samplers);
    }
    default:
      throw new UsageError(command === undefined ? "There is no command." : `There is no command “${command}”.`);
  }
}

function calibration(operands: readonly string[], values: ReturnType<typeof understood>["values"]): Promise<number> {
  const words = {
    sampler: samplerOf(values.sampler),
    chains: numberOf(values.chains, "chains"),
    warmup: numberOf(values.warmup, "warmup"),
    draws: numberOf(values.draws, "draws"),
    seed: numberOf(values.seed, "seed"),
    workers: numberOf(values.workers, "workers"),
    out: values.out,
    store: values.store,
    checkpoint: numberOf(values.checkpoint, "checkpoint"),
  };
  if (values.continue === undefined) return calibrateFile(only(operands, "calibrate wants one file."), words);
  const fixed = (["sampler", "chains", "warmup", "seed"] as const).filter((name) => words[name] !== undefined);
  if (fixed.length > 0) throw new UsageError(`--${fixed[0]} cannot be changed in a run that goes on.`);
  if (operands.length > 0) throw new UsageError("calibrate --continue wants one file: the run.");
  return continueFile(values.continue, words);
}

function understood(words: string[]) {
  const text = { type: "string" } as const;
  const options = { chains: text, warmup: text, draws: text, seed: text, workers: text, out: text, scenario: text };
  const kept = { store: text, continue: text, checkpoint: text };
  const simulated = { simulations: text, sampler: text, optimiser: text, searches: text };
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        ...options,
        ...kept,
        ...simulated,
        "without-jacobian": { type: "boolean" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function only(operands: readonly string[], complaint: string): string {
  const [operand] = operands;
  if (operand === undefined || operands.length > 1) throw new UsageError(complaint);
  return operand;
}

function samplerOf(name: string | undefined): SamplerName | undefined {
  return oneOf(SAMPLER_NAMES, name, "sampler");
}

function oneOf<Name extends string>(names: readonly Name[], name: string | undefined, what: string): Name | undefined {
  const found = names.find((known) => known === name);
  if (name !== undefined && found === undefined) {
    throw new UsageError(`There is no ${what} “${name}”; there are ${names.join(", ")}.`);
  }
  return found;
}

function numberOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`--${name} wants a whole number, not “${text}”.`);
  return Number(text);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const usage = error instanceof UsageError;
  printError(error instanceof Error ? error.message : String(error));
  if (usage) printError(`\n${USAGE}`);
  process.exitCode = usage ? 2 : 1;
}
