// Values of a document with the place of each, so that layers can be merged and every value still knows its file.
import type { Place } from "../base/issue.ts";
import type { Places } from "./document.ts";

/** A value with its place; of a map, the place of each key as well. */
export interface TreeNode {
  readonly place: Place | undefined;
  readonly content:
    | { readonly kind: "value"; readonly value: unknown }
    | { readonly kind: "list"; readonly items: readonly TreeNode[] }
    | { readonly kind: "map"; readonly entries: ReadonlyMap<string, Entry> };
}

export interface Entry {
  readonly key: Place | undefined;
  readonly node: TreeNode;
}

/** The tree of a value. `file` is the name of its text, left out for the document itself. */
export function treeOf(value: unknown, places: Places, file: string | undefined, path = ""): TreeNode {
  const from = (place: Place | undefined): Place | undefined =>
    place === undefined || file === undefined ? place : { ...place, file };
  const place = from(places.values.get(path));
  const below = (key: string): string => (path === "" ? key : `${path}.${key}`);
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    const items = list.map((item, index) => treeOf(item, places, file, below(String(index))));
    return { place, content: { kind: "list", items } };
  }
  if (typeof value !== "object" || value === null) return { place, content: { kind: "value", value } };
  const entries = Object.entries(value).map(([key, item]): [string, Entry] => {
    return [key, { key: from(places.keys.get(below(key))), node: treeOf(item, places, file, below(key)) }];
  });
  return { place, content: { kind: "map", entries: new Map(entries) } };
}

/** The value of a tree, and where each part of it stands. */
export function valueOf(tree: TreeNode): { readonly value: unknown; readonly places: Places } {
  const places = { values: new Map<string, Place>(), keys: new Map<string, Place>() };
  const walk = ({ place, content }: TreeNode, path: string): unknown => {
    if (place !== undefined) places.values.set(path, place);
    const below = (key: string): string => (path === "" ? key : `${path}.${key}`);
    if (content.kind === "value") return content.value;
    if (content.kind === "list") return content.items.map((item, index) => walk(item, below(String(index))));
    const entries = [...content.entries].map(([key, entry]): [string, unknown] => {
      if (entry.key !== undefined) places.keys.set(below(key), entry.key);
      return [key, walk(entry.node, below(key))];
    });
    return Object.fromEntries(entries);
  };
  return { value: walk(tree, ""), places };
}

/**
 * One layer over another: maps key by key, stratifications by their names, `~` takes a key away, and everything else
 * replaces what it lies over. A new value of a parameter also takes the old value's source away: it is not its own.
 */
export function laidOver(below: TreeNode, above: TreeNode, path: readonly string[] = []): TreeNode {
  const [section] = path;
  if (section === "stratify" && path.length === 1) return byName(below, above);
  if (section === "parameters" && path.length === 2) return parameterOver(below, above, path);
  if (below.content.kind !== "map" || above.content.kind !== "map") return above;
  const entries = new Map(below.content.entries);
  for (const [key, entry] of above.content.entries) {
    const before = entries.get(key);
    if (isNothing(entry.node) && before !== undefined && section !== "compartments") entries.delete(key);
    else if (before === undefined) entries.set(key, entry);
    else entries.set(key, { key: entry.key, node: laidOver(before.node, entry.node, [...path, key]) });
  }
  return { place: above.place, content: { kind: "map", entries } };
}

function isNothing({ content }: TreeNode): boolean {
  return content.kind === "value" && content.value === null;
}

/** A new value lies outside of the old slider: then that end of the slider goes as well. */
const ENDS = { min: (value: number, end: number) => value < end, max: (value: number, end: number) => value > end };

function parameterOver(below: TreeNode, above: TreeNode, path: readonly string[]): TreeNode {
  if (below.content.kind !== "map") return above;
  const entries = new Map(below.content.entries);
  const isPlain = above.content.kind !== "map";
  const value = isPlain ? above : partOf(above, ["value"]);
  if (isPlain) entries.set("value", { key: above.place, node: above });
  if (value !== undefined) entries.delete("source");
  for (const [key, isBeyond] of Object.entries(ENDS)) {
    const end = numberOf(entries.get(key)?.node);
    const number = numberOf(value);
    if (end !== undefined && number !== undefined && isBeyond(number, end)) entries.delete(key);
  }
  const kept: TreeNode = { place: isPlain ? above.place : below.place, content: { kind: "map", entries } };
  // Past the level of the parameter itself, keys go one by one.
  return isPlain ? kept : laidOver(kept, above, [...path, ""]);
}

function numberOf(node: TreeNode | undefined): number | undefined {
  const value = node?.content.kind === "value" ? node.content.value : undefined;
  return typeof value === "number" ? value : undefined;
}

function byName(below: TreeNode, above: TreeNode): TreeNode {
  if (below.content.kind !== "list" || above.content.kind !== "list") return above;
  const items = [...below.content.items];
  for (const item of above.content.items) {
    const at = items.findIndex((one) => nameOf(one) !== undefined && nameOf(one) === nameOf(item));
    const before = items[at];
    if (before === undefined) items.push(item);
    else items[at] = laidOver(before, item, ["stratify", "", ""]);
  }
  // A layer that names them all also says their order.
  const order = above.content.items.map(nameOf);
  const isOrdered = items.every((item) => order.includes(nameOf(item)));
  if (isOrdered) items.sort((a, b) => order.indexOf(nameOf(a)) - order.indexOf(nameOf(b)));
  return { place: below.place, content: { kind: "list", items } };
}

function nameOf({ content }: TreeNode): unknown {
  const name = content.kind === "map" ? content.entries.get("name")?.node.content : undefined;
  return name?.kind === "value" ? name.value : undefined;
}

/** The tree without some keys of the root. */
export function withoutKeys(tree: TreeNode, keys: readonly string[]): TreeNode {
  if (tree.content.kind !== "map") return tree;
  const entries = [...tree.content.entries].filter(([key]) => !keys.includes(key));
  return { ...tree, content: { kind: "map", entries: new Map(entries) } };
}

/** The part at a path of keys; undefined where there is none. */
export function partOf(tree: TreeNode, path: readonly string[]): TreeNode | undefined {
  let part: TreeNode | undefined = tree;
  for (const key of path) {
    const content: TreeNode["content"] | undefined = part?.content;
    part = content?.kind === "map" ? content.entries.get(key)?.node : undefined;
  }
  return part;
}
