// The layers of a document: what it extends lies below, a best fit and a scenario above; all merged into one value.
import type { Issue, Place } from "../base/issue.ts";
import { didYouMean, listInWords, quote } from "../base/text.ts";
import type { Files, Places } from "./document.ts";
import { laidOver, partOf, treeOf, valueOf, withoutKeys } from "./tree.ts";
import type { TreeNode } from "./tree.ts";
import { readYaml } from "./yaml.ts";

/** Documents below one another. */
const MAX_EXTENDS = 10;
/** Keys of a scenario that are about itself and change nothing of the region. */
const OWN_KEYS = ["title", "note", "from", "source"];

/** What lies above a document, from the lowest. */
export interface Above {
  /** Values of parameters, such as those of a best fit, and what to call them. */
  readonly values?: { readonly name: string; readonly parameters: Readonly<Record<string, number>> };
  /** A scenario of the document. */
  readonly scenario?: string;
}

export interface Merged {
  /** Undefined where the document itself cannot be read. */
  readonly value: unknown;
  readonly places: Places;
  readonly issues: readonly Issue[];
  /** Texts of the files that places name. */
  readonly texts: ReadonlyMap<string, string>;
  readonly files: Files;
}

/** Reads a document with what it extends, and what is laid above it. */
export function readLayered(text: string, files: Files, above: Above): Merged {
  const { value, places, issues: found } = readYaml(text);
  const own = ownFiles(value, files);
  const isPlain = !hasKey(value, "extends") && above.values === undefined && above.scenario === undefined;
  if (typeof value !== "object" || value === null || isPlain) {
    return { value, places, issues: found, texts: new Map(), files: own };
  }
  const reading = new LayerReader(own, [...found]);
  const tree = reading.whole(treeOf(value, places, undefined));
  const fitted = above.values === undefined ? tree : laidOver(tree, fitLayer(above.values));
  const all = above.scenario === undefined ? fitted : reading.withScenario(fitted, above.scenario);
  return { ...valueOf(all), issues: reading.issues, texts: reading.texts, files: own };
}

/** Files that the document carries itself go before those of the host. */
function ownFiles(value: unknown, files: Files): Files {
  const carried = hasKey(value, "files") ? value.files : undefined;
  if (typeof carried !== "object" || carried === null) return files;
  const texts = new Map<string, unknown>(Object.entries(carried));
  return (path) => {
    const text = texts.get(path);
    return typeof text === "string" ? text : files(path);
  };
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

function fitLayer({ name, parameters }: NonNullable<Above["values"]>): TreeNode {
  const place: Place = { line: 1, column: 1, file: name };
  const entries = Object.entries(parameters).map(([parameter, value]) => {
    return [parameter, { key: place, node: { place, content: { kind: "value", value } } }] as const;
  });
  const section: TreeNode = { place, content: { kind: "map", entries: new Map(entries) } };
  return {
    place: undefined,
    content: { kind: "map", entries: new Map([["parameters", { key: place, node: section }]]) },
  };
}

class LayerReader {
  readonly issues: Issue[];
  readonly texts = new Map<string, string>();
  private readonly files: Files;

  constructor(files: Files, issues: Issue[]) {
    this.files = files;
    this.issues = issues;
  }

  /** A document over what it extends, and that over what it extends itself. */
  whole(document: TreeNode): TreeNode {
    const layers: TreeNode[] = [];
    let layer: TreeNode | undefined = document;
    let folder = "";
    while (layer !== undefined) {
      layers.push(withoutKeys(layer, ["extends"]));
      const next: TreeNode | undefined = partOf(layer, ["extends"]);
      if (next === undefined) break;
      const path =
        next.content.kind === "value" && typeof next.content.value === "string"
          ? joined(folder, next.content.value)
          : undefined;
      layer =
        path === undefined
          ? this.refuse(next, "E112", "This is no path.", "Write the path of a document, such as ../models/sir.yaml.")
          : this.extended(path, next);
      folder = path?.slice(0, Math.max(0, path.lastIndexOf("/"))) ?? "";
    }
    return layers.reduceRight((below, above) => laidOver(below, above));
  }

  private extended(path: string, at: TreeNode): TreeNode | undefined {
    if (this.texts.has(path) || this.texts.size >= MAX_EXTENDS) {
      const message = this.texts.has(path)
        ? `The documents extend each other in a circle, by ${quote(path)}.`
        : `More than ${MAX_EXTENDS} documents extend one another.`;
      return this.refuse(at, "E134", message, "Take one “extends” away.");
    }
    const text = this.files(path);
    if (text === undefined) {
      return this.refuse(
        at,
        "E130",
        `The document ${quote(path)} was not found.`,
        "Write its path from the document that extends it, such as ../models/sir.yaml.",
      );
    }
    this.texts.set(path, text);
    const { value, places, issues } = readYaml(text);
    for (const issue of issues) {
      this.issues.push(issue.place === undefined ? issue : { ...issue, place: { ...issue.place, file: path } });
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return treeOf(inFolder(value, path), places, path);
    if (issues.length > 0) return undefined;
    return this.refuse(
      at,
      "E108",
      `${quote(path)} is no document.`,
      "A document is a map that begins with “midsummer: 1”.",
    );
  }

  /** A scenario over the document that holds it. */
  withScenario(tree: TreeNode, name: string): TreeNode {
    const scenarios = partOf(tree, ["scenarios"])?.content;
    const scenario = partOf(tree, ["scenarios", name]);
    if (scenario === undefined) {
      const known = scenarios?.kind === "map" ? [...scenarios.entries.keys()] : [];
      const there = known.length === 0 ? "This document has no scenarios." : `The scenarios are ${listInWords(known)}.`;
      this.refuse(tree, "E135", `There is no scenario ${quote(name)}.`, `${there}${didYouMean(name, known)}`);
      return tree;
    }
    return laidOver(tree, withoutKeys(scenario, OWN_KEYS));
  }

  private refuse({ place }: TreeNode, code: string, message: string, advice: string): undefined {
    const path = code === "E135" ? "scenarios" : "extends";
    this.issues.push({ code, severity: "error", path, message, advice, ...(place === undefined ? {} : { place }) });
    return undefined;
  }
}

const HOLD_FILES = new Set(["series", "tables", "matrices", "targets"]);

/** Paths of data files in an extended document are meant from its own folder. */
function inFolder(document: object, path: string): object {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  if (folder === "") return document;
  const moved = (value: unknown): unknown => {
    // The file of a target stands one level deeper, under “data”.
    if (hasKey(value, "data")) return { ...value, data: moved(value.data) };
    if (!hasKey(value, "file") || typeof value.file !== "string") return value;
    return { ...value, file: joined(folder, value.file) };
  };
  return Object.fromEntries(
    Object.entries(document).map(([section, entries]: [string, unknown]): [string, unknown] => {
      if (!HOLD_FILES.has(section) || typeof entries !== "object" || entries === null || Array.isArray(entries))
        return [section, entries];
      return [section, Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, moved(entry)]))];
    }),
  );
}

/** A path from a folder, without `.` and with `..` taken out where it can be. */
export function joined(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of [...(folder === "" ? [] : folder.split("/")), ...path.split("/")]) {
    if (part === "." || part === "") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}
