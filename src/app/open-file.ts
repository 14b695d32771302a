// A document from a file: read, and put where the document page finds it. Nothing that stood there is lost.
import { keep, kept } from "./kept.ts";
import { openStore } from "./store.ts";

export const OWN_DRAFT = "draft.own";
export const PREVIOUS_DRAFT = "draft.own.previous";
/** Of a downloaded run record. */
export const RECORD_SUFFIX = ".midsummer-run";
/** A document may have 1 MiB; the check says so for anything up to here, beyond it the file is not even read. */
const MOST_READ = 64 * 2 ** 20;
const DOCUMENT_LIMIT = 2 ** 20;

/** Opens a file: a record as a run, anything else as the reader's own document. @returns why not, or an empty text */
export async function openFile(file: File): Promise<string> {
  if (file.name.endsWith(RECORD_SUFFIX)) return await openRecord(file);
  if (file.size > DOCUMENT_LIMIT) return await refusalOf(file);
  const text = await file.text();
  if (!putOwnDocument(text)) {
    return `“${file.name}” was read, but this browser keeps no text for this page, as in some private windows. Paste it into the document page instead.`;
  }
  if (location.hash === "#/document") window.dispatchEvent(new Event("document-replaced"));
  else location.hash = "#/document";
  return "";
}

/** Puts a downloaded record into the store and shows it. */
async function openRecord(file: File): Promise<string> {
  const { decodeRecord } = await import("../store/codec.ts");
  const answer = decodeRecord(new Uint8Array(await file.arrayBuffer()));
  if (!answer.ok) {
    const { issueText } = await import("../base/issue.ts");
    return answer.issues.map((issue) => issueText(issue, file.name)).join(" ");
  }
  const store = await openStore();
  await store.put(answer.value);
  location.hash = `#/run/${answer.value.id}`;
  return "";
}

/** True for a drag that carries files: a drag of text belongs to the field below it. */
export function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** Makes `text` the own document; what it replaces can be brought back. */
export function putOwnDocument(text: string): boolean {
  const before = kept(OWN_DRAFT);
  if (before !== null && before.trim() !== "" && before !== text) keep(PREVIOUS_DRAFT, before);
  return keep(OWN_DRAFT, text);
}

/** The worker's own words on a text that is too big, without putting it into the page. */
async function refusalOf(file: File): Promise<string> {
  const tooBig = `“${file.name}” was not opened; what was open stays as it was.`;
  if (file.size > MOST_READ)
    return `${tooBig} It has ${Math.round(file.size / 2 ** 20)} MiB, and a document at most 1.`;
  const [{ desk }, { issueText }] = await Promise.all([import("./desk.ts"), import("../base/issue.ts")]);
  const answer = await desk.check(await file.text());
  return `${tooBig} ${answer.issues.map((issue) => issueText(issue, file.name)).join(" ")}`;
}
