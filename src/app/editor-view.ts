// The editor with what stands around it: is the text kept, what is wrong, the way back to what was there before.
import { html, nothing, type TemplateResult } from "lit";
import { regions } from "virtual:regions";
import { plural } from "../views/format.ts";
import { kept } from "./kept.ts";
import { PREVIOUS_DRAFT } from "./open-file.ts";
import type { Session } from "./session.ts";

/** @param replace puts a whole text in place of the present one */
export function editorView(session: Session, replace: (text: string) => void): TemplateResult {
  const { original, text, issues, refused } = session;
  const previous = session.path === null ? kept(PREVIOUS_DRAFT) : null;
  return html`<section aria-labelledby="document-title" class="document">
    <div class="panel-head">
      <h2 id="document-title">Document</h2>
      <span class="row">
        ${
          session.isEdited && original !== null
            ? html`<button class="quiet" @click=${() => replace(original)}>Back to the published text</button>`
            : nothing
        }
        ${
          previous !== null && previous !== text
            ? html`<button class="quiet" @click=${() => replace(previous)}>Bring back the previous text</button>`
            : nothing
        }
      </span>
    </div>
    <epi-document-editor .text=${text} .issues=${issues}></epi-document-editor>
    <p class="muted small" role="status">${stateWords(session)}</p>
    ${
      refused.length > 0
        ? html`<div class="notice bad">
            <p>That text was not put in; the document stays as it was.</p>
            <epi-issue-list .issues=${refused}></epi-issue-list>
          </div>`
        : nothing
    }
    <epi-issue-list .issues=${issues} .canJump=${true}></epi-issue-list>
  </section>`;
}

/** What belongs where the curves will be, and two ways to get it. @param replace puts in a whole text */
export function emptyDocument(replace: (text: string) => void): TemplateResult {
  const examples = regions.filter((region) => region.path.startsWith("models/"));
  const begin = async (path: string): Promise<void> => {
    const response = await fetch(`regions/${path}`);
    if (response.ok) replace(await response.text());
  };
  return html`<div class="empty">
    <p class="muted">
      The curves of your document will stand here. Write or paste it, drop a file anywhere on the page, or begin with an
      example:
    </p>
    <p class="row">
      ${examples.map(({ path, title }) => html`<button @click=${() => void begin(path)}>${title}</button>`)}
    </p>
  </div>`;
}

function stateWords({ isEdited, isDraftKept, issues, path, text }: Session): string {
  const errors = issues.filter((issue) => issue.severity === "error").length;
  const found = text.trim() === "" ? "" : errors > 0 ? `${plural(errors, "error")}.` : "No errors.";
  if (!isDraftKept) return `${found} This browser does not keep the text over a reload: copy it before you leave.`;
  const keeping = isEdited || (path === null && text !== "") ? "Your text is kept in this browser." : "";
  return `${found} ${keeping}`.trim();
}
