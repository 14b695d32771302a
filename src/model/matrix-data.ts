// Mixing matrices of a document, and the sum of matrices times scalars that a stratification mixes by.
import { countOf, listInWords, quote } from "../base/text.ts";
import type { Document, Reporter } from "../document/document.ts";
import type { Expression } from "../document/expression.ts";
import { dataFile, numberIn } from "./data-file.ts";
import { binary, constant, unary } from "./formula.ts";
import type { Formula, Mixing } from "./model.ts";
import type { Resolver } from "./resolve.ts";

type MatrixEntry = Document["content"]["matrices"][string];
export type MatrixRows = readonly (readonly number[])[];

/** The matrices of a document by name. One that makes no sense is reported and stands as undefined. */
export function buildMatrices(
  document: Document,
  resolver: Resolver,
  report: Reporter,
): Map<string, MatrixRows | undefined> {
  return new Map(
    Object.entries(document.content.matrices).map(([name, entry]) => {
      const rows = rowsOf(entry, `matrices.${name}`, document, resolver, report);
      return [name, rows !== undefined && !Array.isArray(entry) && entry.transpose === true ? transposed(rows) : rows];
    }),
  );
}

function transposed(rows: MatrixRows): MatrixRows {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
}

function rowsOf(
  entry: MatrixEntry,
  path: string,
  document: Document,
  resolver: Resolver,
  report: Reporter,
): MatrixRows | undefined {
  const inline = Array.isArray(entry) ? entry : entry.values;
  const file = Array.isArray(entry) ? undefined : entry.file;
  if ((inline === undefined) === (file === undefined)) {
    const message = `The matrix has ${inline === undefined ? "neither values nor a file" : "values and a file"}.`;
    report.error("E252", path, message, "Write values: [[2, 1], [1, 3]] or file: contacts.csv.");
    return undefined;
  }
  const rows =
    inline === undefined
      ? fromFile(file ?? "", `${path}.file`, document, report)
      : numbersOf(inline, Array.isArray(entry) ? path : `${path}.values`, resolver, report);
  const ragged = rows?.findIndex((row) => row.length !== rows.length) ?? -1;
  if (rows === undefined || ragged < 0) return rows;
  const message = `Row ${ragged + 1} has ${countOf(rows[ragged]?.length ?? 0, "value")}, and there are ${countOf(rows.length, "row")}.`;
  report.error("E252", path, message, "Give as many values in each row as there are rows.");
  return undefined;
}

function numbersOf(
  values: readonly (readonly (number | string)[])[],
  path: string,
  resolver: Resolver,
  report: Reporter,
): MatrixRows | undefined {
  let isGood = true;
  const rows = values.map((row, at) =>
    row.map((value, column) => {
      const place = `${path}.${at}.${column}`;
      const formula = resolver.formula(value, place, "numbers");
      if (formula?.kind === "constant") return formula.value;
      isGood = false;
      if (formula === undefined) return 0;
      const advice = "Write numbers here; parameters and time stand in “mixing”, as factors or as entries.";
      report.error("E252", place, `${quote(String(value))} needs more than arithmetic.`, advice);
      return 0;
    }),
  );
  return isGood ? rows : undefined;
}

/** Rows of numbers; a first column of labels is left out. */
function fromFile(name: string, path: string, document: Document, report: Reporter): MatrixRows | undefined {
  const file = dataFile(name, path, document, report);
  if (file === undefined) return undefined;
  const first = file.header.length === file.rows + 1 ? 1 : 0;
  const columns = file.header.slice(first).map((_, index) => file.columnAt(index + first));
  const rows = Array.from({ length: file.rows }, (_, row) =>
    columns.map((column) => numberIn(column, row, name, path, report)),
  );
  const known = rows.map((row) => row.filter((value) => value !== undefined));
  return known.some((row) => row.length < columns.length) ? undefined : known;
}

/** A scalar, or matrices by name with the scalar of each. */
type Part = { readonly scalar: Formula } | { readonly terms: ReadonlyMap<string, Formula> };

/** What a stratification mixes by; undefined, with the reason reported, where it makes no sense. */
export function buildMixing(
  entry: NonNullable<Document["content"]["stratify"][number]["mixing"]>,
  path: string,
  matrices: ReadonlyMap<string, MatrixRows | undefined>,
  resolver: Resolver,
  report: Reporter,
): Mixing | undefined {
  if (typeof entry !== "string") return entriesOf(entry, path, resolver);
  const parsed = resolver.expressions.parse(entry);
  if (!parsed.ok) {
    resolver.formula(entry, path, "present");
    return undefined;
  }
  const part = new Combination(path, entry, matrices, resolver, report).part(parsed.expression);
  if (part === undefined) return undefined;
  if ("scalar" in part) {
    report.error("E253", path, `${quote(entry)} holds no matrix.`, adviseMatrices(matrices));
    return undefined;
  }
  const terms = [...part.terms].flatMap(([name, scale]) => {
    const matrix = matrices.get(name);
    return matrix === undefined ? [] : [{ matrix, scale }];
  });
  if (terms.length < part.terms.size) return undefined;
  const areNumbers = terms.every(({ scale }) => scale.kind === "constant");
  return areNumbers ? { kind: "fixed", matrix: added(terms) } : { kind: "sum", terms };
}

function added(terms: readonly { readonly matrix: MatrixRows; readonly scale: Formula }[]): MatrixRows {
  const [first] = terms;
  return (first?.matrix ?? []).map((row, i) =>
    row.map((_, j) =>
      terms.reduce(
        (sum, { matrix, scale }) => sum + (scale.kind === "constant" ? scale.value : NaN) * (matrix[i]?.[j] ?? NaN),
        0,
      ),
    ),
  );
}

function entriesOf(
  rows: readonly (readonly (number | string)[])[],
  path: string,
  resolver: Resolver,
): Mixing | undefined {
  const entries = rows.map((row, at) =>
    row.map((value, column) => resolver.formula(value, `${path}.${at}.${column}`, "present")),
  );
  const known = entries.map((row) => row.filter((entry) => entry !== undefined));
  if (known.some((row, at) => row.length < (entries[at]?.length ?? 0))) return undefined;
  const numbers = known.map((row) => row.flatMap((entry) => (entry.kind === "constant" ? [entry.value] : [])));
  const areNumbers = numbers.every((row, at) => row.length === known[at]?.length);
  return areNumbers ? { kind: "fixed", matrix: numbers } : { kind: "entries", entries: known };
}

function adviseMatrices(matrices: ReadonlyMap<string, unknown>): string {
  const names = [...matrices.keys()];
  if (names.length === 0) return "Define some in “matrices”, or write the rows here.";
  return `The matrices are ${listInWords(names)}; write a sum of matrices times numbers, such as home + 0.5 * school.`;
}

/** Sorts an expression of matrices and scalars into one scalar for each matrix. */
class Combination {
  private readonly path: string;
  private readonly text: string;
  private readonly matrices: ReadonlyMap<string, unknown>;
  private readonly resolver: Resolver;
  private readonly report: Reporter;

  constructor(
    path: string,
    text: string,
    matrices: ReadonlyMap<string, unknown>,
    resolver: Resolver,
    report: Reporter,
  ) {
    this.path = path;
    this.text = text;
    this.matrices = matrices;
    this.resolver = resolver;
    this.report = report;
  }

  part(expression: Expression): Part | undefined {
    if (expression.kind === "name" && this.matrices.has(expression.name)) {
      return { terms: new Map([[expression.name, constant(1)]]) };
    }
    if (expression.kind === "unary" && expression.sign === "-") {
      const inner = this.part(expression.operand);
      return inner === undefined ? undefined : mapped(inner, (scale) => unary("negate", scale));
    }
    if (expression.kind !== "binary" || !"+-*/".includes(expression.sign)) return this.scalar(expression);
    const left = this.part(expression.left);
    const right = this.part(expression.right);
    if (left === undefined || right === undefined) return undefined;
    if (expression.sign === "+" || expression.sign === "-") return this.sum(expression.sign, left, right);
    if ("scalar" in right) {
      const operator = expression.sign === "*" ? "multiply" : "divide";
      return mapped(left, (scale) => times(operator, scale, right.scalar));
    }
    if (expression.sign === "*" && "scalar" in left) {
      return mapped(right, (scale) => times("multiply", left.scalar, scale));
    }
    const message =
      expression.sign === "*" ? "One matrix is multiplied by another." : "Something is divided by a matrix.";
    this.report.error("E253", this.path, message, adviseMatrices(this.matrices));
    return undefined;
  }

  private scalar(expression: Expression): Part | undefined {
    const scalar = this.resolver.tree(expression, this.text, this.path, "present");
    return scalar === undefined ? undefined : { scalar };
  }

  private sum(sign: "+" | "-", left: Part, right: Part): Part | undefined {
    const operator = sign === "+" ? "add" : "subtract";
    if ("scalar" in left && "scalar" in right) return { scalar: binary(operator, left.scalar, right.scalar) };
    if ("scalar" in left || "scalar" in right) {
      this.report.error("E253", this.path, "A number is added to a matrix.", adviseMatrices(this.matrices));
      return undefined;
    }
    const terms = new Map(left.terms);
    for (const [name, scale] of right.terms) {
      const before = terms.get(name);
      if (before !== undefined) terms.set(name, binary(operator, before, scale));
      else terms.set(name, sign === "+" ? scale : unary("negate", scale));
    }
    return { terms };
  }
}

function times(operator: "multiply" | "divide", left: Formula, right: Formula): Formula {
  if (operator === "multiply" && left.kind === "constant" && left.value === 1) return right;
  return right.kind === "constant" && right.value === 1 ? left : binary(operator, left, right);
}

function mapped(part: Part, change: (scale: Formula) => Formula): Part {
  if ("scalar" in part) return { scalar: change(part.scalar) };
  return { terms: new Map([...part.terms].map(([name, scale]) => [name, change(scale)])) };
}
