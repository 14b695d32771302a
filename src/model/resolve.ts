// Expressions with names to formulas with positions: functions, quantities and outputs looked up, circles found.
import { listInWords, quote } from "../base/text.ts";
import { placeWithin } from "../document/document.ts";
import type { Document, Reporter } from "../document/document.ts";
import type { Expression } from "../document/expression.ts";
import { BUILT_IN, FUNCTIONS } from "../document/words.ts";
import type { Clock } from "./clock.ts";
import type { Divisions } from "./divisions.ts";
import { EXAMPLES } from "./functions.ts";
import { MAX_FORMULA_DEPTH, constant, depthOf, unary } from "./formula.ts";
import type { Formula, Series } from "./model.ts";
import { adviseDefinitions } from "./names.ts";
import type { Kind, Names } from "./names.ts";
import { Expressions } from "./needs.ts";
import { resolveCall } from "./resolve-call.ts";
import { resolveIndex } from "./resolve-index.ts";
import type { SeriesForm } from "./series-form.ts";
import { applySign, changesInRun } from "./signs.ts";
import { KINDS, REACH_IN_WORDS } from "./site.ts";
import type { Reach, Resolving, Site, Surroundings } from "./site.ts";
import { select } from "./structure.ts";
import type { Strata } from "./structure.ts";
import type { Table, TableCell } from "./table-data.ts";

/** π to the nearest double. */
const PI = 3.141592653589793;

export class Resolver implements Resolving {
  readonly expressions: Expressions;
  readonly divisions: Divisions;
  readonly report: Reporter;
  readonly names: Names;
  private readonly document: Document;
  private readonly clock: Clock;
  private readonly quantities = new Map<string, Formula | undefined>();
  private readonly sums = new Map<string, Formula>();
  private readonly told = new Set<string>();
  private readonly open: string[] = [];
  private depth = 0;
  private wasTooDeep = false;
  /** Position of an output in the model, once all outputs that it uses are there; set by the outputs' builder. */
  outputFormula: (name: string) => Formula | undefined = () => undefined;
  /** Set once they are built, before any expression that reaches the present time is resolved. */
  series: ReadonlyMap<string, SeriesForm> = new Map();
  points: readonly Series[] = [];
  readonly shifted = new Set<number>();
  /** True once an expression has used a flow. */
  usesFlows = false;
  tables: ReadonlyMap<string, Table> = new Map();
  /** Positions of the flows of a family; known only once all flows are there. Until then flows count as nothing. */
  private flowsOf: ((family: string) => readonly number[]) | undefined;

  constructor(document: Document, names: Names, report: Reporter, clock: Clock, divisions: Divisions) {
    this.document = document;
    this.names = names;
    this.report = report;
    this.clock = clock;
    this.divisions = divisions;
    this.expressions = new Expressions(document);
  }

  /** Formula of what stands at a path; undefined, with the reason reported, where it makes no sense. */
  formula(value: number | string, path: string, reach: Reach, around: Surroundings = {}): Formula | undefined {
    if (typeof value === "number") return constant(value);
    const site = {
      path,
      text: around.whole ?? value,
      reach,
      offset: around.offset ?? 0,
      present: around.present ?? {},
    };
    const parsed = this.expressions.parse(value);
    if (!parsed.ok) {
      this.fail(site, parsed.at, parsed.code, `${quote(value)}, column ${parsed.at}: ${parsed.message}`, parsed.advice);
      return undefined;
    }
    return this.resolve(parsed.expression, site);
  }

  /** As `formula`, for a part of an expression that is already read. */
  tree(expression: Expression, text: string, path: string, reach: Reach): Formula | undefined {
    return this.resolve(expression, { path, text, reach, offset: 0, present: {} });
  }

  /** Tells the positions of flows; what was made of quantities before is forgotten. */
  knowFlows(flowsOf: (family: string) => readonly number[]): void {
    if (this.flowsOf !== undefined) return;
    this.flowsOf = flowsOf;
    for (const key of this.quantities.keys()) {
      if (this.expressions.quantityNeeds(key.split("\n", 1)[0] ?? "").flows) this.quantities.delete(key);
    }
  }

  /** Resolves each quantity, so that faults in unused ones are reported too. */
  resolveQuantities(): void {
    const present = Object.fromEntries(this.divisions.list.map(({ name, strata }) => [name, strata[0] ?? ""]));
    for (const name of Object.keys(this.document.content.quantities)) this.quantity(name, present);
  }

  /** Reports what is wrong at a column, once however many strata it is resolved for. */
  fail(site: Site, at: number, code: string, message: string, advice: string): undefined {
    const key = `${code} ${site.path} ${at + site.offset}`;
    if (this.told.has(key)) return undefined;
    this.told.add(key);
    const place = placeWithin(this.document, site.path, site.text, at + site.offset);
    this.report.error(code, site.path, message, advice, place);
    return undefined;
  }

  /** Bounds how deep formulas go with quantities written out: the recursion here, and of all that walks the result. */
  resolve(expression: Expression, site: Site): Formula | undefined {
    this.depth += 1;
    const isTooDeep = this.depth > MAX_FORMULA_DEPTH;
    const formula = isTooDeep ? this.tooDeep(expression.at, site) : this.part(expression, site);
    this.depth -= 1;
    return formula !== undefined && depthOf(formula) > MAX_FORMULA_DEPTH ? this.tooDeep(expression.at, site) : formula;
  }

  private tooDeep(at: number, site: Site): undefined {
    if (this.wasTooDeep) return undefined;
    this.wasTooDeep = true;
    const message = `More than ${MAX_FORMULA_DEPTH} parts stand within one another once quantities are written out.`;
    return this.fail(site, at, "E317", message, "Build formulas from fewer quantities that use each other in a row.");
  }

  private part(expression: Expression, site: Site): Formula | undefined {
    switch (expression.kind) {
      case "number":
        return constant(expression.value);
      case "date":
        return this.date(expression.text, site);
      case "name":
        return this.name(expression.name, expression.at, site);
      case "unary": {
        const operand = this.resolve(expression.operand, site);
        return operand === undefined ? undefined : unary(expression.sign === "-" ? "negate" : "not", operand);
      }
      case "binary": {
        const left = this.resolve(expression.left, site);
        const right = this.resolve(expression.right, site);
        return left === undefined || right === undefined ? undefined : applySign(expression.sign, left, right);
      }
      case "call":
        return resolveCall(expression, site, this);
      case "index":
        return resolveIndex(expression, site, this);
      case "list": {
        const message = "A list stands where a single value must be.";
        const advice = "Lists are the points of interp, interp_sigmoid and piecewise: interp(t, [0, 10], [1, 2]).";
        return this.fail(site, expression.at, "E203", message, advice);
      }
    }
  }

  private date(text: string, site: Site): Formula | undefined {
    const time = this.clock.toTime(text, site.path);
    return time === undefined ? undefined : constant(time);
  }

  private name(name: string, at: number, site: Site): Formula | undefined {
    if (name === "pi") return constant(PI);
    if (name === "inf") return constant(Infinity);
    if (FUNCTIONS.has(name)) {
      const message = `${quote(name)} is a function and stands here without arguments.`;
      return this.fail(site, at, "E203", message, `Write ${EXAMPLES.get(name) ?? `${name}(x)`}.`);
    }
    const definition = this.names.definitions.get(name);
    if (definition === undefined && name !== "t" && name !== "population") {
      if (this.names.missing.has(name)) return undefined;
      const advice = adviseDefinitions(name, this.names, KINDS[site.reach], BUILT_IN);
      return this.fail(site, at, "E201", `There is no ${quote(name)}.`, advice);
    }
    const beyond = this.beyondReach(definition?.kind, site.reach);
    if (beyond) return this.notHere(name, definition?.kind ?? name, at, site);
    if (definition === undefined) return name === "t" ? { kind: "time" } : this.population();
    return this.defined(name, definition.kind, definition.position, at, site);
  }

  private beyondReach(kind: Kind | undefined, reach: Reach): boolean {
    if (kind === undefined) return reach === "numbers" || reach === "parameters";
    return !KINDS[reach].includes(kind);
  }

  private notHere(name: string, kind: string, at: number, site: Site): undefined {
    const article = kind === "output" ? "an" : "a";
    const is = kind === "t" ? "the time" : kind === "population" ? "the sum of all compartments" : `${article} ${kind}`;
    const message = `${quote(name)} is ${is}; ${REACH_IN_WORDS[site.reach]}.`;
    const advice =
      site.reach === "numbers" ? "Write a number." : adviseDefinitions(name, this.names, KINDS[site.reach], []);
    return this.fail(site, at, "E208", message, advice);
  }

  /** Sum of the compartments of these names (all where undefined) and strata, by their positions in the finished model. */
  sum(
    bases: readonly string[] | undefined,
    filter: Readonly<Record<string, readonly string[]>>,
  ): Formula & { kind: "sum" } {
    return { kind: "sum", compartments: select(this.divisions.cells, bases, filter) };
  }

  /** A table's entry, for the strata that it belongs to. */
  entry(cell: TableCell, site: Site, strata: Strata): Formula | undefined {
    const present = { ...site.present, ...strata };
    const formula = this.formula(cell.value, cell.path, "present", { present });
    if (formula === undefined || site.reach === "present" || site.reach === "outputs" || !changesInRun(formula))
      return formula;
    const message = "This entry changes in the run, and the table is used where nothing may.";
    return this.fail(
      { ...site, path: cell.path, text: String(cell.value), offset: 0 },
      1,
      "E208",
      message,
      "Use numbers and parameters.",
    );
  }

  private shared(key: string, make: () => Formula): Formula {
    const known = this.sums.get(key);
    const formula = known ?? make();
    if (known === undefined) this.sums.set(key, formula);
    return formula;
  }

  /** The present flow of a family; of none while flows are not known. */
  flowOf(family: string): Formula {
    this.usesFlows = true;
    return { kind: "flow", flows: this.flowsOf?.(family) ?? [] };
  }

  private population(): Formula {
    return this.shared("", () => this.sum(undefined, {}));
  }

  private defined(name: string, kind: Kind, position: number, at: number, site: Site): Formula | undefined {
    if (kind === "parameter") return { kind: "parameter", parameter: position };
    if (kind === "compartment") return this.shared(name, () => this.sum([name], {}));
    if (kind === "output") {
      const by = this.names.expanded.get(name);
      return by === undefined ? this.outputFormula(name) : this.needsIndex(name, kind, by, at, site);
    }
    if (kind === "matrix") {
      const message = `${quote(name)} is a matrix; matrices may stand in “mixing” only.`;
      return this.fail(site, at, "E208", message, "Write a number or a table here.");
    }
    if (kind === "table") return this.needsIndex(name, kind, this.tables.get(name)?.by ?? ["age"], at, site);
    if (kind === "series") {
      const form = this.series.get(name);
      if (form === undefined) return undefined;
      return form.by === undefined ? form.formula : this.needsIndex(name, kind, [form.by], at, site);
    }
    return this.quantityHere(name, at, site);
  }

  /** An output by the name that strata give it. */
  outputHere(name: string, at: number, site: Site): Formula | undefined {
    return site.reach === "outputs" ? this.outputFormula(name) : this.notHere(name, "output", at, site);
  }

  private needsIndex(name: string, kind: string, by: readonly string[], at: number, site: Site): undefined {
    const message = `The ${kind} ${quote(name)} has a value for each stratum of ${listInWords(by)}.`;
    return this.fail(site, at, "E250", message, `Write ${name}[${by.join(", ")}] for the present stratum.`);
  }

  /** A quantity as it is at a site, for the strata present there. */
  quantityHere(name: string, at: number, site: Site): Formula | undefined {
    const missing = [...this.expressions.quantityNeeds(name).strata].filter((one) => site.present[one] === undefined);
    if (missing.length > 0 && missing.every((one) => this.divisions.list.some((each) => each.name === one))) {
      const message = `${quote(name)} has a value for each stratum of ${listInWords(missing)}, and none is present here.`;
      return this.fail(site, at, "E250", message, `Choose a stratum, such as ${name}[${missing[0] ?? ""} = …].`);
    }
    const formula = this.quantity(name, site.present);
    if (formula !== undefined && site.reach === "parameters" && changesInRun(formula)) {
      return this.notHere(name, "quantity that changes in the run", at, site);
    }
    return formula;
  }

  private quantity(name: string, present: Strata): Formula | undefined {
    const needed = [...this.expressions.quantityNeeds(name).strata].map((one) => `${one}=${present[one] ?? ""}`);
    const key = [name, ...needed].join("\n");
    if (this.quantities.has(key)) return this.quantities.get(key);
    const path = `quantities.${name}`;
    const start = this.open.indexOf(name);
    if (start >= 0) {
      const circle = [...this.open.slice(start), name].map(quote).join(" → ");
      const message = `The quantities use each other in a circle: ${circle}.`;
      this.report.error("E303", path, message, "Define one of them without the others.");
      return undefined;
    }
    const value = this.document.content.quantities[name];
    this.open.push(name);
    const formula = value === undefined ? undefined : this.formula(value, path, "present", { present });
    this.open.pop();
    this.quantities.set(key, formula);
    return formula;
  }
}
