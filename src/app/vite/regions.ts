// Vite plugin: carries `regions/` into the application, as files to fetch and as the list `virtual:regions`.
import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import type { Plugin, ViteDevServer } from "vite";
import { parse } from "yaml";

const LIST = "virtual:regions";
/** The leading NUL keeps other plugins from taking the name for a file. */
const RESOLVED_LIST = `\0${LIST}`;

/** One entry of the gallery, as `virtual:regions` exports them, sorted by path. */
export interface RegionEntry {
  /** Below `regions/`, with forward slashes: `england-1978/influenza.yaml`. */
  readonly path: string;
  readonly title: string;
  /** Empty where the document has none. */
  readonly summary: string;
}

/** @param folder the path of `regions/` */
export function regions(folder: string): Plugin {
  return {
    name: "midsummer:regions",
    resolveId: (id) => (id === LIST ? RESOLVED_LIST : undefined),
    load(id) {
      if (id !== RESOLVED_LIST) return undefined;
      return `export const regions = ${JSON.stringify(listRegions(folder), null, 2)};`;
    },
    generateBundle() {
      for (const path of regionFiles(folder)) {
        this.emitFile({ type: "asset", fileName: `regions/${path}`, source: readFileSync(join(folder, path)) });
      }
    },
    configureServer(server) {
      serveRegions(server, folder);
      reloadOnChange(server, folder);
    },
  };
}

/** The documents of `folder` with the title and summary that each states; a document without a title is an error. */
export function listRegions(folder: string): RegionEntry[] {
  return regionFiles(folder)
    .filter((path) => path.endsWith(".yaml"))
    .map((path) => {
      const document: unknown = parse(readFileSync(join(folder, path), "utf8"));
      const title = textAt(document, "title");
      if (title === undefined) throw new Error(`regions/${path} has no title; the gallery shows it, so give it one.`);
      return { path, title, summary: textAt(document, "summary") ?? "" };
    });
}

/** All files below `folder` that the application may fetch: everything but the notes for developers. */
function regionFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.md$|^CHECKSUMS$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length).replaceAll(sep, "/"))
    .sort();
}

function textAt(document: unknown, key: string): string | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const value: unknown = Reflect.get(document, key);
  return typeof value === "string" ? value.trim() : undefined;
}

function serveRegions(server: ViteDevServer, folder: string): void {
  server.middlewares.use("/regions", (request, response, next) => {
    const path = decodeURIComponent((request.url ?? "/").replace(/[?#].*/, "")).slice(1);
    // Only names that are in the listing: nothing outside the folder can be asked for.
    if (!regionFiles(folder).includes(path)) return next();
    response.setHeader("Content-Type", path.endsWith(".yaml") ? "application/yaml; charset=utf-8" : "text/plain");
    response.end(readFileSync(join(folder, path)));
  });
}

function reloadOnChange(server: ViteDevServer, folder: string): void {
  server.watcher.add(folder);
  server.watcher.on("all", (_event, file) => {
    if (!file.startsWith(join(folder, sep))) return;
    const list = server.moduleGraph.getModuleById(RESOLVED_LIST);
    if (list) server.moduleGraph.invalidateModule(list);
    server.ws.send({ type: "full-reload" });
  });
}
