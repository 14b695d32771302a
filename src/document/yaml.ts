// YAML text to plain values with the place of each, within bounds that no text can break.
import { LineCounter, isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Issue, Place } from "../base/issue.ts";
import { quote } from "../base/text.ts";
import type { Places } from "./document.ts";
import { placeAt, syntaxIssue } from "./yaml-syntax.ts";

/** Characters of a document; 1 MiB of ASCII. */
export const MAX_CHARACTERS = 1_048_576;
/** Values of a document, and values that its aliases may repeat in all. */
const MAX_VALUES = 300_000;
const MAX_REPEATED = 10_000;
/** Lists and maps within one another. */
const MAX_DEPTH = 40;
/** More syntax errors than a person reads at once. */
const MAX_SYNTAX_ISSUES = 20;

export interface Tree {
  /** Undefined where the text cannot be read. */
  readonly value: unknown;
  readonly places: Places;
  readonly issues: readonly Issue[];
}

/** Stops the walk: the text as a whole is refused. */
class Refusal extends Error {
  readonly issue: Issue;
  constructor(code: string, path: string, place: Place | undefined, message: string, advice: string) {
    super(message);
    this.issue = { code, severity: "error", path, message, advice, ...(place === undefined ? {} : { place }) };
  }
}

/** Texts that are kept as they were read: a document, what it extends, and as much again. */
const KEPT = 8;
const kept = new Map<string, Tree>();

/**
 * Reads YAML (or JSON, its subset). Text with a syntax error has no value and says all that is wrong with it.
 * The texts read last are kept: while one is edited, those that it extends are the same, and so is all of it for each
 * of its scenarios. Nobody changes a tree.
 */
export function readYaml(text: string): Tree {
  const tree = kept.get(text) ?? readAnew(text);
  kept.delete(text);
  kept.set(text, tree);
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
  return tree;
}

function readAnew(text: string): Tree {
  const places = { values: new Map<string, Place>(), keys: new Map<string, Place>() };
  if (text.length > MAX_CHARACTERS) {
    return { value: undefined, places, issues: [tooLong(text.length)] };
  }
  const lines = new LineCounter();
  try {
    // Unique keys are checked in the walk below: the package compares each key with all others. Without `prettyErrors`
    // it does not build messages with excerpts, which can take all memory on hostile text.
    const parsed = parseDocument(text, {
      lineCounter: lines,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "error",
    });
    const problems = [...parsed.errors, ...parsed.warnings];
    if (problems.length > 0) {
      const issues = problems.slice(0, MAX_SYNTAX_ISSUES).map((problem) => syntaxIssue(problem, lines, text));
      // What follows on the same line is most often no other mistake.
      const isFirst = ({ place }: Issue, index: number): boolean =>
        issues.findIndex((other) => other.place?.line === place?.line) === index;
      return { value: undefined, places, issues: issues.filter(isFirst) };
    }
    const walk = new Walk(lines, places);
    const value = walk.value(parsed.contents, "", 0);
    return { value, places, issues: walk.issues };
  } catch (error) {
    if (error instanceof Refusal) return { value: undefined, places, issues: [error.issue] };
    if (!(error instanceof RangeError)) throw error;
    return { value: undefined, places, issues: [tooDeep("", undefined).issue] };
  }
}

function tooLong(length: number): Issue {
  return {
    code: "E101",
    severity: "error",
    path: "",
    message: `The text is ${(length / 1e6).toFixed(1)} million characters long; a document may have 1 million.`,
    advice: "Keep long series in fewer points, or shorten notes. Nothing of this text was read.",
  };
}

function tooDeep(path: string, place: Place | undefined): Refusal {
  const message = `Lists and maps stand within one another more than ${MAX_DEPTH} deep.`;
  return new Refusal(
    "E106",
    path,
    place,
    message,
    "Take away brackets or indentation: a document needs five levels at most.",
  );
}

/** Turns the syntax tree into values; counts what aliases repeat, so that a few lines cannot become billions. */
class Walk {
  readonly issues: Issue[] = [];
  private readonly anchors = new Map<string, unknown>();
  private readonly open = new Set<unknown>();
  private count = 0;
  private repeated = 0;
  private withinAlias = 0;
  private readonly lines: LineCounter;
  private readonly places: { values: Map<string, Place>; keys: Map<string, Place> };

  constructor(lines: LineCounter, places: { values: Map<string, Place>; keys: Map<string, Place> }) {
    this.lines = lines;
    this.places = places;
  }

  value(node: unknown, path: string, depth: number): unknown {
    this.bound(node, path, depth);
    if (isAlias(node)) return this.alias(node.source, node, path, depth);
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) this.anchors.set(node.anchor, node);
      this.checkTag(node, path);
    }
    if (isScalar(node)) {
      this.setPlace(path, this.contentPlace(node));
      return node.value;
    }
    if (path === "") this.setPlace(path, this.placeOf(node));
    this.open.add(node);
    const value = isMap(node) ? this.map(node, path, depth) : isSeq(node) ? this.list(node, path, depth) : null;
    this.open.delete(node);
    return value;
  }

  private list(node: { items: unknown[] }, path: string, depth: number): unknown[] {
    return node.items.map((item, index) => {
      const below = join(path, String(index));
      this.setPlace(below, this.placeOf(item));
      return this.value(item, below, depth + 1);
    });
  }

  private map(node: { items: readonly { key: unknown; value: unknown }[] }, path: string, depth: number): object {
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const name = this.key(key, path);
      if (name === undefined) continue;
      const below = join(path, name);
      const place = this.placeOf(key);
      if (entries.has(name)) {
        this.duplicate(name, below, place);
        continue;
      }
      if (place !== undefined) this.places.keys.set(below, place);
      this.setPlace(below, place);
      entries.set(name, this.value(value, below, depth + 1));
    }
    return Object.fromEntries(entries);
  }

  private key(node: unknown, path: string): string | undefined {
    if (isScalar(node) && node.anchor !== undefined) this.anchors.set(node.anchor, node);
    const value = isScalar(node) ? node.value : undefined;
    // `__proto__` as a key of a JavaScript object is no entry but its prototype.
    if (typeof value === "string" && value !== "__proto__") return value;
    if (typeof value === "number" && isScalar(node)) return node.source ?? String(value);
    const written = isScalar(node) ? (node.source ?? "") : undefined;
    const message =
      written === undefined ? "A list or a map stands where a key must be." : `${quote(written)} cannot be a key.`;
    this.add("E107", path, this.placeOf(node), message, "Write a name, then a colon and a space.");
    return undefined;
  }

  private duplicate(name: string, path: string, place: Place | undefined): void {
    const first = this.places.keys.get(path);
    const where = first === undefined ? "" : ` It stands in line ${first.line} already.`;
    const message = `The key ${quote(name)} is written twice.${where}`;
    this.add("E105", path, place, message, "Keep one of the two, or give one of them another name.");
  }

  private alias(name: string, node: unknown, path: string, depth: number): unknown {
    const target = this.anchors.get(name);
    const place = this.placeOf(node);
    if (target === undefined) {
      const message = `The alias *${name} repeats an anchor &${name} that does not stand before it.`;
      throw new Refusal("E102", path, place, message, "Write the anchor above the alias, or write the value out.");
    }
    if (this.open.has(target)) {
      const message = `The alias *${name} repeats what it is itself a part of.`;
      throw new Refusal("E102", path, place, message, "Write the value out.");
    }
    this.withinAlias += 1;
    const value = this.value(target, path, depth);
    this.withinAlias -= 1;
    return value;
  }

  private bound(node: unknown, path: string, depth: number): void {
    this.count += 1;
    if (this.withinAlias > 0) this.repeated += 1;
    if (depth > MAX_DEPTH) throw tooDeep(path, this.placeOf(node));
    if (this.repeated > MAX_REPEATED) {
      const message = `The aliases of this text repeat more than ${MAX_REPEATED} values.`;
      const advice = "Write out what differs, and repeat less. Aliases within aliases grow without bound.";
      throw new Refusal("E102", path, this.placeOf(node), message, advice);
    }
    if (this.count > MAX_VALUES) {
      const message = `The text holds more than ${MAX_VALUES} values.`;
      throw new Refusal("E101", path, this.placeOf(node), message, "Keep long series in fewer points.");
    }
  }

  private checkTag(node: { tag?: string | undefined }, path: string): void {
    if (node.tag === undefined || node.tag.startsWith("tag:yaml.org,2002:")) return;
    const message = `The tag ${quote(node.tag)} is not known.`;
    this.add("E107", path, this.placeOf(node), message, "Take the tag away: a document is made of plain values.");
  }

  private add(code: string, path: string, place: Place | undefined, message: string, advice: string): void {
    this.issues.push({ code, severity: "error", path, message, advice, ...(place === undefined ? {} : { place }) });
  }

  private setPlace(path: string, place: Place | undefined): void {
    if (place !== undefined) this.places.values.set(path, place);
  }

  private placeOf(node: unknown): Place | undefined {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
    return range === undefined || range === null ? undefined : placeAt(this.lines, range[0]);
  }

  /** Within the quotation marks, where there are some: a column in the content is then a column in the text. */
  private contentPlace(node: {
    range?: readonly number[] | null | undefined;
    type?: string | undefined;
  }): Place | undefined {
    const start = node.range?.[0];
    if (start === undefined || (node.type === undefined && node.range?.[1] === start)) return undefined;
    return placeAt(this.lines, start + (node.type?.startsWith("QUOTE") === true ? 1 : 0));
  }
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
