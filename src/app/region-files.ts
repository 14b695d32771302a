// The files that a region's document reads, such as contacts-home.csv or ../models/covid-19.yaml, fetched beside it.

/** Files of one document, and characters in all; more is not fetched. */
const MOST_FILES = 40;
const MOST_CHARACTERS = 8 * 2 ** 20;

/**
 * Texts by path as the document at `path` (below regions/) writes them. What is not there, or lies outside regions/, is
 * left out: reading the document says so.
 */
export async function regionFiles(path: string, text: string): Promise<Record<string, string>> {
  const folder = folderOf(path);
  const files: Record<string, string> = {};
  let waiting = namesIn(text).map((name) => joinedPath("", name));
  let characters = 0;
  while (waiting.length > 0) {
    const wanted = [...new Set(waiting)].filter((name) => !Object.hasOwn(files, name)).slice(0, MOST_FILES);
    const texts = await Promise.all(wanted.map((name) => fetched(joinedPath(folder, name))));
    waiting = [];
    for (const [index, name] of wanted.entries()) {
      const found = texts[index];
      characters += found?.length ?? 0;
      if (found === undefined || characters > MOST_CHARACTERS || Object.keys(files).length >= MOST_FILES) continue;
      files[name] = found;
      // Paths in a document that is extended are meant from its own folder.
      if (name.endsWith(".yaml")) waiting.push(...namesIn(found).map((inner) => joinedPath(folderOf(name), inner)));
    }
  }
  return files;
}

/** By path below regions/: while a text is edited, its files are asked for again and again. */
const memory = new Map<string, Promise<string | undefined>>();

function fetched(path: string): Promise<string | undefined> {
  if (path.startsWith("..")) return Promise.resolve(undefined);
  const known = memory.get(path);
  if (known) return known;
  const text = fetchText(path).catch(() => undefined);
  memory.set(path, text);
  // What could not be had is asked for again the next time.
  void text.then((found) => (found === undefined ? memory.delete(path) : undefined));
  return text;
}

async function fetchText(path: string): Promise<string | undefined> {
  const response = await fetch(`regions/${path.split("/").map(encodeURIComponent).join("/")}`);
  return response.ok ? response.text() : undefined;
}

/** What stands behind `file:` and `extends:`; the reader in the worker judges, a name too many costs one request. */
function namesIn(text: string): string[] {
  const found = text.matchAll(/(?:^|[\s{,])(?:file|extends):\s*["']?([\w./-]+\.(?:csv|yaml|yml))/gm);
  return [...found].flatMap(([, name]) => name ?? []);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** A path from a folder, without `.` and with `..` taken out where it can be. */
export function joinedPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of [...folder.split("/"), ...path.split("/")]) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.join("/");
}

/** One text with its files below it, as the language has it: what a run needs travels in one piece. */
export function withFiles(text: string, files: Readonly<Record<string, string>>): string {
  const isCarried = /^files:/m.test(text);
  if (isCarried || Object.keys(files).length === 0) return text;
  // JSON is YAML: a line for each file, and what stands above keeps its lines.
  const lines = Object.entries(files).map(
    ([name, content]) => `  ${JSON.stringify(name)}: ${JSON.stringify(content)}\n`,
  );
  return `${text.trimEnd()}\n\n# Files that this document reads, carried with it.\nfiles:\n${lines.join("")}`;
}
