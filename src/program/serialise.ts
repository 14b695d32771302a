// Tables → buffer: numbers the slots and writes header, code and constants in one piece, with the digest of it all.

import * as layout from "../../assembly/layout.ts";
import type { Integrator, Model } from "../model/model.ts";
import { clockOf, positionRuns } from "./clock.ts";
import { digestWords } from "./digest.ts";
import type { Knots } from "./knots.ts";
import type { Outputs } from "./outputs.ts";
import { DIGESTED_FROM } from "./program.ts";
import type { Section, Slot, Tables, Word } from "./tables.ts";

export interface Parts {
  readonly model: Model;
  readonly tables: Tables;
  readonly knots: Knots;
  readonly initial: readonly Slot[];
  readonly outputs: Outputs;
  readonly projections: readonly Slot[];
  readonly priors: readonly Word[];
  readonly targets: readonly Word[];
}

const METHOD: Record<Integrator["method"], number> = {
  euler: layout.METHOD_EULER,
  rk4: layout.METHOD_RK4,
  dopri5: layout.METHOD_DOPRI5,
  rodas5p: layout.METHOD_RODAS5P,
  "tau-leap": layout.METHOD_TAU_LEAP,
};

const SECTION_FIELD: Record<Section, number> = {
  setup: layout.HEADER_SETUP,
  time: layout.HEADER_TIME,
  rate: layout.HEADER_RATE,
  flow: layout.HEADER_FLOW,
  leap: layout.HEADER_LEAP,
  project: layout.HEADER_PROJECT,
  finish: layout.HEADER_FINISH,
};

export function serialise(parts: Parts): { buffer: ArrayBuffer; digest: string } {
  const { tables } = parts;
  // Projections lie side by side, in the order in which they are computed, so that they can be copied as one.
  const needsRates = outputsNeedRates(parts);
  const clock =
    "substeps" in parts.model.integrator ? clockOf(tables, [...parts.outputs.slots, ...parts.targets]) : undefined;
  const { count, constants } = tables.number(parts.projections);
  const shared = [...tables.shared];
  const constantTable = constants.flatMap((slot) => [slot.position, shared.push(slot.value ?? 0) - 1]);
  const header = new Int32Array(layout.HEADER_WORDS);
  const words: number[] = [];
  const section = (field: number, content: readonly Word[]): void => {
    header[field] = layout.HEADER_WORDS + words.length;
    header[field + 1] = content.length;
    for (const word of content) words.push(typeof word === "number" ? word : word.position);
  };
  for (const [name, field] of Object.entries(SECTION_FIELD)) {
    const content = tables.sections[name as Section]; // its keys
    section(field, name === "time" && clock !== undefined ? clock.words : content);
  }
  section(layout.HEADER_OUTPUT_TABLE, parts.outputs.slots);
  section(
    layout.HEADER_KNOT_TABLE,
    parts.knots.found.map(({ used }) => used),
  );
  section(layout.HEADER_CONSTANT_TABLE, constantTable);
  section(layout.HEADER_PRIOR_TABLE, parts.priors);
  section(layout.HEADER_TARGET_TABLE, parts.targets);
  section(layout.HEADER_CLOCK_TABLE, positionRuns(clock?.slots ?? []));
  header[layout.HEADER_CLOCK] = clock?.length ?? 0;
  fillHeader(header, parts, count, needsRates);
  return assemble(header, words, shared);
}

function fillHeader(header: Int32Array, parts: Parts, slots: number, needsRates: boolean): void {
  const { model, outputs, knots } = parts;
  const { integrator, time } = model;
  const adaptive = !("substeps" in integrator);
  header[layout.HEADER_MAGIC] = layout.MAGIC;
  header[layout.HEADER_VERSION] = layout.PROGRAM_VERSION;
  header[layout.HEADER_COMPARTMENTS] = model.compartments.length;
  header[layout.HEADER_ACCUMULATORS] = outputs.accumulators.length;
  header[layout.HEADER_SLOTS] = slots;
  header[layout.HEADER_PARAMETERS] = model.parameters.length;
  header[layout.HEADER_OUTPUTS] = model.outputs.length;
  header[layout.HEADER_TIMES] = time.count;
  header[layout.HEADER_SUBSTEPS] = adaptive ? 1 : integrator.substeps;
  header[layout.HEADER_METHOD] = METHOD[integrator.method];
  header[layout.HEADER_MAX_STEPS] = adaptive ? integrator.maxSteps : 0;
  header[layout.HEADER_FLAGS] =
    (knots.jumps ? layout.FLAG_JUMPS : 0) |
    (needsRates ? layout.FLAG_OUTPUTS_NEED_RATES : 0) |
    (adaptive && integrator.land ? layout.FLAG_LAND_ON_OUTPUTS : 0);
  header[layout.HEADER_INITIAL_SLOT] = parts.initial[0]?.position ?? 0;
  header[layout.HEADER_PROJECTION_SLOT] = parts.projections[0]?.position ?? 0;
  header[layout.HEADER_PROJECTIONS] = parts.projections.length;
  const numbers = new DataView(header.buffer);
  numbers.setFloat64(layout.HEADER_START * 4, time.start, true);
  numbers.setFloat64(layout.HEADER_STEP * 4, time.step, true);
  numbers.setFloat64(layout.HEADER_RTOL * 4, adaptive ? integrator.rtol : 0, true);
  numbers.setFloat64(layout.HEADER_ATOL * 4, adaptive ? integrator.atol : 0, true);
}

/** Header, code and constants in one buffer; constants start at a multiple of 8 bytes. */
function assemble(
  header: Int32Array,
  words: readonly number[],
  shared: readonly number[],
): { buffer: ArrayBuffer; digest: string } {
  const firstShared = Math.ceil((layout.HEADER_WORDS + words.length) / 2);
  const buffer = new ArrayBuffer((firstShared + shared.length) * 8);
  header[layout.HEADER_SHARED] = firstShared;
  header[layout.HEADER_SHARED + 1] = shared.length;
  header[layout.HEADER_BYTES] = buffer.byteLength;
  const all = new Int32Array(buffer);
  all.set(header);
  all.set(words, layout.HEADER_WORDS);
  new Float64Array(buffer).set(shared, firstShared);
  const content = new Uint8Array(buffer, DIGESTED_FROM);
  const digest = digestWords(content);
  all.set(digest.words, layout.HEADER_DIGEST);
  return { buffer, digest: digest.text };
}

/** True where an output, or what it is computed from, is known only after the rates. */
function outputsNeedRates({ tables, outputs }: Parts): boolean {
  const isRate = (word: Word): boolean => typeof word !== "number" && word.level === "rate";
  return tables.sections.finish.some(isRate) || outputs.slots.some(isRate);
}
