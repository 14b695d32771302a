// What is wrong with a document: place, code, what was found, what would do; a press jumps to the line.
import "./lists.css";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Issue } from "../base/issue.ts";
import { formatCount, plural } from "./format.ts";

/** More than this a reader does not read, and a page should not carry. */
const MOST_SHOWN = 50;

/** Emits `jump` with the place in `detail`. */
export class IssueList extends LitElement {
  static override properties = { issues: { attribute: false }, canJump: { type: Boolean } };
  declare issues: readonly Issue[];
  /** False where the text is not on screen. */
  declare canJump: boolean;

  constructor() {
    super();
    this.issues = [];
    this.canJump = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    if (this.issues.length === 0) return nothing;
    const rest = this.issues.length - MOST_SHOWN;
    return html`<ul class="issues" aria-label=${plural(this.issues.length, "message")}>
      ${this.issues.slice(0, MOST_SHOWN).map((issue) => this.#row(issue))}
      ${rest > 0 ? html`<li class="muted small">and ${formatCount(rest)} more</li>` : nothing}
    </ul>`;
  }

  #row(issue: Issue): TemplateResult {
    const word = { error: "Error", warning: "Warning", notice: "Note" }[issue.severity];
    const { place } = issue;
    const line = place ? `Line ${formatCount(place.line)}` : "Document";
    // The lines of a file that the document reads are not those of the text on screen.
    const where = place?.file === undefined ? line : `${place.file}, ${line.toLowerCase()}`;
    return html`<li class="issue ${issue.severity}">
      <p class="issue-head small">
        <span class="severity">${word}</span>
        ${
          place && place.file === undefined && this.canJump
            ? html`<button class="quiet" @click=${() => this.#jump(issue)}>${where}, column ${place.column}</button>`
            : html`<span>${where}</span>`
        }
        <code>${issue.code}</code>
        ${issue.path === "" ? nothing : html`<code class="muted">${issue.path}</code>`}
      </p>
      <p>${issue.message}</p>
      ${issue.advice === "" ? nothing : html`<p class="muted">${issue.advice}</p>`}
    </li>`;
  }

  #jump({ place }: Issue): void {
    if (place) this.dispatchEvent(new CustomEvent("jump", { detail: place, bubbles: true }));
  }
}
customElements.define("epi-issue-list", IssueList);
