// The library: the line from a document's text to numbers, and the calibration of a whole run.
//
//     import { instantiate, openDocument, simulate } from "midsummer";
//     const kernel = instantiate(new WebAssembly.Module(bytesOfTheKernel));
//     const opened = openDocument(text, kernel);
//     if (opened.ok) {
//       const { model, placed } = opened.value;
//       const { times, outputs } = simulate(placed, model.parameters.map(({ value }) => value));
//     } else {
//       for (const issue of opened.issues) complain(issueText(issue));
//     }

export { issueText, hasErrors, type Answer, type Issue } from "./base/issue.ts";
export { bundle } from "./document/bundle.ts";
export type { Files } from "./document/document.ts";
export { parse } from "./document/parse.ts";
export { build } from "./model/build.ts";
export type { Model } from "./model/model.ts";
export { lower } from "./program/lower.ts";
export type { Program } from "./program/program.ts";
export { instantiate } from "./kernel/kernel.ts";
export type { Kernel } from "./kernel/placed.ts";
export { simulate } from "./trajectory/simulate.ts";
export {
  extinctionOf,
  replicateFans,
  replicates,
  watching,
  type Extinction,
  type ReplicateFans,
  type ReplicateSettings,
} from "./trajectory/replicates.ts";
export { differencesOf, type Difference } from "./trajectory/scenario.ts";
export type { Trajectory } from "./trajectory/trajectory.ts";
export { posterior, type Posterior } from "./posterior/posterior.ts";
export { SAMPLERS } from "./sampler/samplers.ts";
export type { Chain, ChainPlan, ChainReport, LogDensity, Sampler } from "./sampler/contract.ts";
export { diagnose, type Diagnosis } from "./sampler/diagnose.ts";
export { openDocument, type Opened } from "./run/open.ts";
export { openScenario, runScenario, type OpenedScenario } from "./run/scenario.ts";
export type { ScenarioRun } from "./run/worker-api.ts";
export { calibrate, type Calibration } from "./run/calibrate.ts";
export type { Host } from "./run/host.ts";
export { decodeRecord, drawsCsv, encodeRecord } from "./store/codec.ts";
export type { ChainDraws, RunRecord, RunSettings } from "./store/record.ts";
export type { Store } from "./store/store.ts";
