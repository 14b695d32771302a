// Flows between compartments, and the forces of infection that they need.
import { quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import { compartmentAt } from "./build-compartments.ts";
import { labelOf } from "./label.ts";
import type { Flow, Force } from "./model.ts";
import type { Names } from "./names.ts";
import type { Resolver } from "./resolve.ts";

type FlowEntry = Document["content"]["flows"][string];
type Kind = FlowEntry["kind"];

/** Which ends each kind of flow has. */
const ENDS: Readonly<Record<Kind, { readonly from: End; readonly to: End; readonly advice: string }>> = {
  transition: {
    from: "needed",
    to: "needed",
    advice: "Persons who come from outside need kind: entry; who leave, kind: exit.",
  },
  infection: { from: "needed", to: "needed", advice: "Write who is infected (from) and what they become (to)." },
  entry: { from: "none", to: "needed", advice: "An entry has only “to”." },
  exit: { from: "needed", to: "none", advice: "An exit has only “from”." },
  absolute: { from: "free", to: "free", advice: "" },
};
type End = "needed" | "none" | "free";

export interface Flows {
  readonly flows: readonly Flow[];
  readonly forces: readonly Force[];
}

/** Flows in the order of the document. Those that make no sense are reported and left out. */
export function buildFlows(
  document: Document,
  names: Names,
  infectious: Force["groups"][number]["infectious"],
  resolver: Resolver,
  report: Reporter,
): Flows {
  const modes: Force["mode"][] = [];
  const flows = Object.entries(document.content.flows).flatMap(([name, entry]): Flow[] => {
    const path = `flows.${name}`;
    const from = endOf("from", entry, path, names, report);
    const to = endOf("to", entry, path, names, report);
    const rate = resolver.formula(entry.rate, `${path}.rate`, "present");
    const areEnds = checkEnds(from, to, entry, path, report);
    const isMode = checkMode(entry, path, report);
    if (from === undefined || to === undefined || rate === undefined || !areEnds || !isMode) return [];
    const absolute = entry.kind === "entry" || entry.kind === "absolute";
    const flow = { ...labelOf(name, entry), from, to, rate, absolute, family: name };
    if (entry.kind !== "infection") return [flow];
    const mode = entry.mode ?? "frequency";
    if (!modes.includes(mode)) modes.push(mode);
    return [{ ...flow, force: { force: modes.indexOf(mode), group: 0 } }];
  });
  checkInfectious(document, report);
  const population = names.compartments.map((_, position) => position);
  const forces = modes.map((mode) => ({ name: mode, mode, groups: [{ population, infectious }], mixing: [[1]] }));
  return { flows, forces };
}

/** Position of the compartment at one end; null for the outside; undefined where it makes no sense. */
function endOf(
  end: "from" | "to",
  entry: FlowEntry,
  path: string,
  names: Names,
  report: Reporter,
): number | null | undefined {
  const name = entry[end];
  const { [end]: wanted, advice } = ENDS[entry.kind];
  if (name === undefined && wanted === "needed") {
    report.error("E211", path, `The flow has no “${end}”, and a flow of the kind ${entry.kind} needs it.`, advice);
    return undefined;
  }
  if (name === undefined) return null;
  if (wanted === "none") {
    report.error("E211", `${path}.${end}`, `A flow of the kind ${entry.kind} has no “${end}”.`, advice);
    return undefined;
  }
  return compartmentAt(name, `${path}.${end}`, names, report);
}

function checkEnds(
  from: number | null | undefined,
  to: number | null | undefined,
  entry: FlowEntry,
  path: string,
  report: Reporter,
): boolean {
  if (from === null && to === null) {
    report.error("E211", path, "The flow has neither “from” nor “to”.", "Name at least one compartment.");
    return false;
  }
  if (from === undefined || from === null || from !== to) return true;
  report.error(
    "E210",
    `${path}.to`,
    `The flow leads from ${quote(entry.from ?? "")} to itself.`,
    "Name two different compartments.",
  );
  return false;
}

function checkMode(entry: FlowEntry, path: string, report: Reporter): boolean {
  if (entry.mode === undefined || entry.kind === "infection") return true;
  const advice = "Take mode away, or set kind: infection.";
  report.error("E211", `${path}.mode`, `A flow of the kind ${entry.kind} has no mode.`, advice);
  return false;
}

function checkInfectious(document: Document, report: Reporter): void {
  const { flows, infectious } = document.content;
  const first = Object.entries(flows).find(([, entry]) => entry.kind === "infection");
  const isNobody = typeof infectious !== "string" && Object.keys(infectious).length === 0;
  if (first === undefined || !isNobody) return;
  const message = "This is a flow of infection, and no compartment is infectious.";
  report.error(
    "E304",
    `flows.${first[0]}`,
    message,
    "Add the compartments that infect others, such as infectious: [infectious].",
  );
}
