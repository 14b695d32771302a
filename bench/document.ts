// A region's document as the browser reads it: text, and the files beside it.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Issue } from "../src/base/issue.ts";
import type { Files } from "../src/document/document.ts";
import { read } from "../src/model/build.ts";
import type { Model } from "../src/model/model.ts";

export interface Source {
  /** Its path below regions/ or test/. */
  readonly name: string;
  readonly text: string;
  readonly files: Files;
}

/** @param name  a path from the root of the project */
export function sourceOf(name: string): Source {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const files: Files = (file) => readFileSync(join(dirname(path), file), "utf8");
  return { name, text: readFileSync(path, "utf8"), files };
}

/** The same document in a text that was not read before, nor what it extends: texts are kept as they were read. */
export function readAnew({ name, text, files }: Source, round: number): Source {
  const marked = (yaml: string): string => `${yaml}\n# Round ${round}\n`;
  return {
    name,
    text: marked(text),
    files: (path) => {
      const found = files(path);
      return found !== undefined && path.endsWith(".yaml") ? marked(found) : found;
    },
  };
}

/** Text → model. Errors: an Error for a document that is not good. */
export function readModel({ text, files }: Source): Model {
  const answer = read(text, { files });
  if (!answer.ok) throw refused(answer.issues);
  return answer.value.model;
}

/** An Error that holds the issues of what was refused. */
export function refused(issues: readonly Issue[]): Error {
  return new Error(`refused: ${JSON.stringify(issues)}`);
}
