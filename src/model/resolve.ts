// Expressions with names to formulas with positions: functions, quantities and outputs looked up, circles found.
import { quote } from "../base/text.ts";
import { placeWithin } from "../document/document.ts";
import type { Document, Reporter } from "../document/document.ts";
import type { BinarySign, Expression } from "../document/expression.ts";
import { parseExpression } from "../document/expression-parse.ts";
import { BUILT_IN, FUNCTIONS } from "../document/words.ts";
import type { Clock } from "./clock.ts";
import { EXAMPLES, adviseFunctions, applyFunction } from "./functions.ts";
import { MAX_FORMULA_DEPTH, binary, constant, depthOf, unary, visitParts } from "./formula.ts";
import type { BinaryOperator, Formula } from "./model.ts";
import { adviseDefinitions } from "./names.ts";
import type { Kind, Names } from "./names.ts";

/** What an expression may depend on: numbers alone, parameters, the present time and sizes, or outputs as well. */
export type Reach = "numbers" | "parameters" | "present" | "outputs";

const KINDS: Readonly<Record<Reach, readonly Kind[]>> = {
  numbers: [],
  parameters: ["parameter", "quantity"],
  present: ["parameter", "series", "quantity", "compartment"],
  outputs: ["parameter", "series", "quantity", "compartment", "output"],
};
const REACH_IN_WORDS: Readonly<Record<Reach, string>> = {
  numbers: "only numbers may stand here",
  parameters: "this is fixed before the run, so only numbers and parameters may stand here",
  present: "only expressions of outputs may use outputs",
  outputs: "",
};

/** π to the nearest double. */
const PI = 3.141592653589793;

/** Where an expression stands: its path, its whole text, and how far it may reach. */
interface Site {
  readonly path: string;
  readonly text: string;
  readonly reach: Reach;
  /** Columns to add where the expression is a part of a longer text, such as a prior's argument. */
  readonly offset: number;
}

export class Resolver {
  private readonly document: Document;
  private readonly names: Names;
  private readonly report: Reporter;
  private readonly clock: Clock;
  private readonly quantities = new Map<string, Formula | undefined>();
  private readonly open: string[] = [];
  private depth = 0;
  private wasTooDeep = false;
  /** Position of an output in the model, once all outputs that it uses are there; set by the outputs' builder. */
  outputFormula: (name: string) => Formula | undefined = () => undefined;

  constructor(document: Document, names: Names, report: Reporter, clock: Clock) {
    this.document = document;
    this.names = names;
    this.report = report;
    this.clock = clock;
  }

  /** Formula of what stands at a path; undefined, with the reason reported, where it makes no sense. */
  formula(value: number | string, path: string, reach: Reach, whole = String(value), offset = 0): Formula | undefined {
    if (typeof value === "number") return constant(value);
    const site = { path, text: whole, reach, offset };
    const parsed = parseExpression(value);
    if (!parsed.ok) {
      this.fail(site, parsed.at, parsed.code, `${quote(value)}, column ${parsed.at}: ${parsed.message}`, parsed.advice);
      return undefined;
    }
    return this.resolve(parsed.expression, site);
  }

  /** Resolves each quantity, so that faults in unused ones are reported too. */
  resolveQuantities(): void {
    for (const name of Object.keys(this.document.content.quantities)) this.quantity(name);
  }

  private fail(site: Site, at: number, code: string, message: string, advice: string): undefined {
    const place = placeWithin(this.document, site.path, site.text, at + site.offset);
    this.report.error(code, site.path, message, advice, place);
    return undefined;
  }

  /** Bounds how deep formulas go with quantities written out: the recursion here, and of all that walks the result. */
  private resolve(expression: Expression, site: Site): Formula | undefined {
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
        return this.call(expression.name, expression.operands, expression.at, site);
    }
  }

  private date(text: string, site: Site): Formula | undefined {
    const time = this.clock.toTime(text, site.path);
    return time === undefined ? undefined : constant(time);
  }

  private call(name: string, operands: readonly Expression[], at: number, site: Site): Formula | undefined {
    const takes = FUNCTIONS.get(name);
    if (takes === undefined) return this.noFunction(name, at, site);
    const { least, most } = takes;
    if (operands.length < least || operands.length > most) {
      const wanted = least === most ? `takes ${least}` : `takes ${least} or more`;
      const message = `The function ${name} ${wanted} and was given ${operands.length}.`;
      return this.fail(site, at, "E203", message, `Write ${EXAMPLES.get(name) ?? `${name}(x)`}.`);
    }
    const resolved = operands.map((operand) => this.resolve(operand, site));
    const known = resolved.filter((operand) => operand !== undefined);
    return known.length === resolved.length ? applyFunction(name, known) : undefined;
  }

  private noFunction(name: string, at: number, site: Site): undefined {
    if (this.names.definitions.has(name) || BUILT_IN.includes(name)) {
      return this.fail(site, at, "E202", `${quote(name)} is no function.`, "Write * for times.");
    }
    const advice = adviseFunctions(name);
    return this.fail(site, at, "E202", `There is no function ${quote(name)}.`, advice);
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

  private population(): Formula {
    return { kind: "sum", compartments: this.names.compartments.map((_, position) => position) };
  }

  private defined(name: string, kind: Kind, position: number, at: number, site: Site): Formula | undefined {
    if (kind === "parameter") return { kind: "parameter", parameter: position };
    if (kind === "series") return { kind: "series", series: position };
    if (kind === "compartment") return { kind: "sum", compartments: [position] };
    if (kind === "output") return this.outputFormula(name);
    const formula = this.quantity(name);
    if (formula !== undefined && site.reach === "parameters" && changesInRun(formula)) {
      return this.notHere(name, "quantity that changes in the run", at, site);
    }
    return formula;
  }

  private quantity(name: string): Formula | undefined {
    if (this.quantities.has(name)) return this.quantities.get(name);
    const path = `quantities.${name}`;
    const start = this.open.indexOf(name);
    if (start >= 0) {
      const circle = [...this.open.slice(start), name].map(quote).join(" → ");
      this.report.error(
        "E303",
        path,
        `The quantities use each other in a circle: ${circle}.`,
        "Define one of them without the others.",
      );
      return undefined;
    }
    const value = this.document.content.quantities[name];
    this.open.push(name);
    const formula = value === undefined ? undefined : this.formula(value, path, "present");
    this.open.pop();
    this.quantities.set(name, formula);
    return formula;
  }
}

/** True where a formula depends on time, sizes or series. */
export function changesInRun(formula: Formula): boolean {
  let changes = false;
  visitParts(formula, (part) => {
    if (part.kind === "time" || part.kind === "sum" || part.kind === "series" || part.kind === "output") changes = true;
  });
  return changes;
}

const OPERATORS: Readonly<Record<Exclude<BinarySign, ">" | ">=">, BinaryOperator>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "^": "power",
  "<": "less",
  "<=": "lessEqual",
  "==": "equal",
  "!=": "notEqual",
  and: "and",
  or: "or",
};

function applySign(sign: BinarySign, left: Formula, right: Formula): Formula {
  if (sign === ">") return binary("less", right, left);
  if (sign === ">=") return binary("lessEqual", right, left);
  return binary(OPERATORS[sign], left, right);
}
