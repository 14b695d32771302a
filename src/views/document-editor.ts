// The document as text with line numbers; lines with an error are marked.
import "./editor.css";
import { html, LitElement, type PropertyValues } from "lit";
import { live } from "lit/directives/live.js";
import type { Issue, Place } from "../base/issue.ts";

/** A document may have 1 MiB; what is pasted beyond it never reaches the field. */
const MOST_CHARACTERS = 2 ** 20;

/** Emits `document-input` with the text in `detail` while it is typed, and `document-refused` for one too big to take. */
export class DocumentEditor extends LitElement {
  static override properties = { text: { attribute: false }, issues: { attribute: false } };
  declare text: string;
  declare issues: readonly Issue[];

  constructor() {
    super();
    this.text = "";
    this.issues = [];
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    const lines = countLines(this.text);
    return html`<div class="editor">
      <pre class="numbers" aria-hidden="true">${Array.from({ length: lines }, (_, line) => line + 1).join("\n")}</pre>
      <div class="marks" aria-hidden="true"></div>
      <textarea
        aria-label="Document"
        aria-invalid=${this.issues.some((issue) => issue.severity === "error") ? "true" : "false"}
        spellcheck="false"
        autocomplete="off"
        autocapitalize="off"
        wrap="off"
        placeholder="Paste or write a document here"
        .value=${live(this.text)}
        @input=${this.#onInput}
        @paste=${this.#onPaste}
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
      ></textarea>
    </div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("issues") || changed.has("text")) this.#mark();
  }

  /** Puts the caret on a place and shows it. */
  jumpTo(place: Place): void {
    const area = this.#area;
    if (!area) return;
    const start = lineStart(area.value, place.line);
    const at = Math.min(start + place.column - 1, area.value.length);
    area.focus();
    area.setSelectionRange(at, at);
    const height = Number.parseFloat(getComputedStyle(area).lineHeight);
    area.scrollTop = Math.max((place.line - 4) * height, 0);
  }

  get #area(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  #onInput(event: Event): void {
    // The listener stands on this very element.
    this.text = (event.currentTarget as HTMLTextAreaElement).value;
    this.dispatchEvent(new CustomEvent("document-input", { detail: this.text, bubbles: true }));
  }

  /** A text that would freeze the page is handed on before it is in. */
  #onPaste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length <= MOST_CHARACTERS) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("document-refused", { detail: text, bubbles: true }));
  }

  #onScroll(): void {
    const top = this.#area?.scrollTop ?? 0;
    for (const layer of this.querySelectorAll<HTMLElement>(".numbers, .marks")) layer.scrollTop = top;
  }

  /** Tab moves on to the next control, as everywhere on the page; two spaces indent with Ctrl + ]. */
  #onKey(event: KeyboardEvent): void {
    const area = this.#area;
    if (!area || !(event.ctrlKey || event.metaKey) || event.key !== "]") return;
    event.preventDefault();
    area.setRangeText(
      "  ",
      lineStartAt(area.value, area.selectionStart),
      lineStartAt(area.value, area.selectionStart),
      "end",
    );
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #mark(): void {
    const marks = this.querySelector<HTMLElement>(".marks");
    if (!marks) return;
    const lines = new Map<number, string>();
    for (const { place, severity } of this.issues) {
      if (place && lines.get(place.line) !== "error") lines.set(place.line, severity);
    }
    const bars = [...lines].map(([line, severity]) => {
      const bar = document.createElement("i");
      bar.className = severity;
      bar.style.top = `calc(${line - 1} * var(--line-height) + var(--editor-pad))`;
      return bar;
    });
    // The marks scroll with the text, so they are as tall as it.
    const foot = document.createElement("b");
    foot.style.top = `calc(${countLines(this.text)} * var(--line-height) + 2 * var(--editor-pad))`;
    marks.replaceChildren(...bars, foot);
    this.#onScroll();
  }
}
customElements.define("epi-document-editor", DocumentEditor);

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

/** Position of the first character of a line counted from 1. */
function lineStart(text: string, line: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const end = text.indexOf("\n", start);
    if (end < 0) return start;
    start = end + 1;
  }
  return start;
}

function lineStartAt(text: string, position: number): number {
  return text.lastIndexOf("\n", position - 1) + 1;
}
