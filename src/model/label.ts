// What people read about a named thing.
import type { Label } from "./model.ts";

/** Optional words of the document; absent ones stay absent. */
interface Words {
  readonly title?: string | undefined;
  readonly unit?: string | undefined;
  readonly note?: string | undefined;
  readonly source?: string | undefined;
}

/** The label of a thing; without a title, its name with spaces. `unit` stands in where the document gives none. */
export function labelOf(name: string, words: Words | null | undefined, unit?: string): Label {
  const shown = words?.unit ?? unit;
  return {
    name,
    title: words?.title ?? name.replaceAll("_", " ").trim(),
    ...(shown === undefined ? {} : { unit: shown }),
    ...(words?.note === undefined ? {} : { note: words.note }),
    ...(words?.source === undefined ? {} : { source: words.source }),
  };
}
