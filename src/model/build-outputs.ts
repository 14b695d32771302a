// Outputs in the order of the document, but each after those that it uses; one for each stratum where asked for.
import { quote } from "../base/text.ts";
import { OutputMaker } from "./build-output.ts";
import type { Instance, OutputEntry, OutputSurroundings } from "./build-output.ts";
import { filterOf, noDivision } from "./divisions.ts";
import type { Division } from "./divisions.ts";
import { labelOf } from "./label.ts";
import type { Compartment, Formula, Output } from "./model.ts";
import { expandedName } from "./names.ts";
import { reportReproductionUse } from "./reproduction-use.ts";

/** All outputs. Without any in the document: every compartment. */
export function buildOutputs(around: OutputSurroundings): Output[] {
  const entries = around.document.content.outputs;
  if (Object.keys(entries).length === 0 && around.names.missing.size === 0) {
    return (around.structure?.compartments ?? []).map(outputOfCompartment);
  }
  const outputs = new OutputBuilder(around).all();
  reportReproductionUse(outputs, around.report);
  return outputs;
}

function outputOfCompartment(compartment: Compartment, position: number): Output {
  const { name, title, unit, note } = compartment;
  return {
    ...labelOf(name, { title, unit, note }),
    measure: "prevalence",
    kind: "formula",
    formula: { kind: "sum", compartments: [position] },
  };
}

class OutputBuilder {
  private readonly built: Output[] = [];
  private readonly done = new Map<string, Formula | undefined>();
  private readonly open: string[] = [];
  private readonly instances = new Map<string, Instance>();
  /** Names of outputs that others use. */
  private readonly used = new Set<string>();
  private readonly around: OutputSurroundings;
  private readonly maker: OutputMaker;

  constructor(around: OutputSurroundings) {
    this.around = around;
    const use = (name: string): Formula | undefined => {
      this.used.add(name);
      return this.reference(name);
    };
    around.resolver.outputFormula = use;
    this.maker = new OutputMaker(around, this.built, use);
  }

  all(): Output[] {
    for (const [name, entry] of Object.entries(this.around.document.content.outputs)) {
      for (const instance of this.instancesOf(name, entry)) this.addInstance(instance);
    }
    for (const name of this.instances.keys()) this.reference(name);
    this.reportUseless();
    return this.built;
  }

  /** A hidden output that nothing uses is a slip. */
  private reportUseless(): void {
    for (const [name, { hidden }] of Object.entries(this.around.document.content.outputs)) {
      const members = [...this.instances.values()].filter(({ family }) => family === name);
      if (hidden !== true || members.some((member) => this.used.has(member.name))) continue;
      const message = `The output ${quote(name)} is hidden, and no other output uses it.`;
      this.around.report.notice("E314", `outputs.${name}`, message, "Use it, show it, or take it away.");
    }
  }

  private addInstance(instance: Instance): void {
    const { names, report } = this.around;
    const first = this.instances.get(instance.name);
    const definition = names.definitions.get(instance.name);
    const other = first?.path ?? (definition?.path === instance.path ? undefined : definition?.path);
    if (other !== undefined && instance.name !== instance.family) {
      const message = `The output ${quote(instance.name)} of a stratum has the name of ${other}.`;
      report.error("E301", instance.path, message, "Give one of the two another name.");
    }
    this.instances.set(instance.name, instance);
  }

  /** The output itself, or one for each combination of the strata of `by`. */
  private instancesOf(name: string, entry: OutputEntry): Instance[] {
    const { resolver, report } = this.around;
    const { list } = resolver.divisions;
    const path = `outputs.${name}`;
    const where = filterOf(entry.where, `${path}.where`, list, report);
    const by = entry.by === undefined ? [] : typeof entry.by === "string" ? [entry.by] : entry.by;
    const divisions = by.flatMap((one): Division[] => {
      const found = list.find((division) => division.name === one);
      if (found === undefined) report.error("E231", `${path}.by`, ...noDivision(one, list));
      return found === undefined ? [] : [found];
    });
    if (where === undefined || divisions.length < by.length) {
      this.done.set(name, undefined);
      return [];
    }
    let found: Instance[] = [{ name, family: name, entry, path, where, present: {}, title: "" }];
    for (const division of divisions) {
      const titles = this.around.document.content.stratify.find((one) => one.name === division.name)?.titles;
      const strata = division.strata.filter((stratum) => where[division.name]?.includes(stratum) ?? true);
      found = found.flatMap((one) =>
        strata.map((stratum) => ({
          ...one,
          name: expandedName(one.name, [stratum]),
          where: { ...one.where, [division.name]: [stratum] },
          present: { ...one.present, [division.name]: stratum },
          title: `${one.title}, ${titles?.[stratum] ?? `${division.name.replaceAll("_", " ")} ${stratum}`}`,
        })),
      );
    }
    return found;
  }

  /** Builds an output unless it is built already; the formula by which others refer to it. */
  private reference(name: string): Formula | undefined {
    if (this.done.has(name)) return this.done.get(name);
    const instance = this.instances.get(name);
    if (instance === undefined) return undefined;
    const start = this.open.indexOf(name);
    if (start >= 0) {
      const circle = [...this.open.slice(start), name].map(quote).join(" → ");
      const message = `The outputs use each other in a circle: ${circle}.`;
      this.around.report.error("E303", instance.path, message, "Define one of them without the others.");
      return undefined;
    }
    this.open.push(name);
    const output = this.maker.make(instance);
    this.open.pop();
    const formula: Formula | undefined =
      output === undefined ? undefined : { kind: "output", output: this.built.length };
    if (output !== undefined) this.built.push(hiddenIf(instance.entry.hidden, inFamily(output, instance)));
    this.done.set(name, formula);
    return formula;
  }
}

function hiddenIf(isHidden: boolean | undefined, output: Output): Output {
  return isHidden === true ? { ...output, intermediate: true } : output;
}

/** An output for a stratum says which family it belongs to. */
function inFamily(output: Output, { family, title }: Instance): Output {
  if (title === "") return output;
  const whole = output.title.endsWith(title) ? output.title.slice(0, -title.length) : output.title;
  return { ...output, family: { name: family, title: whole, stratum: title.replace(/^, /, "") } };
}
