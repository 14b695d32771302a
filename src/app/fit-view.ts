// The best fit beside the calibration panel, wired to the session: sought, put in the sliders, saved as a layer.
import "../views/best-fit-panel.ts";
import { html, type TemplateResult } from "lit";
import { download } from "./download.ts";
import { fits, type Fit } from "./fits.ts";
import type { Good, Session } from "./session.ts";

/** @param obstacle  why the document cannot be calibrated, or an empty text */
export function fitView(session: Session, obstacle: string): TemplateResult {
  const { path, good } = session;
  const fit = fits.latest(path);
  const isElsewhere = fits.active !== null && fits.active.path !== path;
  const stale = fit && good && fit.text !== good.whole ? "The document changed; find the best fit again." : "";
  return html`<div
    @find-fit=${() => (good ? void findFit(path, good) : undefined)}
    @stop-fit=${() => fits.stop()}
    @apply-fit=${() => (fit?.found ? session.setValues(valuesOf(fit)) : undefined)}
    @save-fit=${() => (fit && good ? void saveLayer(session, fit, good) : undefined)}
  >
    <epi-best-fit-panel
      .fit=${fit?.found ?? null}
      .issues=${fit?.issues ?? []}
      .underWay=${fits.active?.path === path ? fits.active.progress : null}
      .obstacle=${isElsewhere ? "Another document is being fitted." : obstacle}
      .staleReason=${stale}
      .isApplied=${fit !== undefined && isApplied(session, fit)}
    ></epi-best-fit-panel>
  </div>`;
}

/** Looks for the best fit of a document, or only for what its data can tell. */
export function findFit(path: string | null, good: Good, isCheck = false): Promise<void> {
  const { whole: text, documentDigest, model } = good;
  return fits.start({ path, text, documentDigest, seed: model.calibration.seed, isCheck });
}

/** True where the best fit of this very text is known. */
export function isFitted(path: string | null, good: Good): boolean {
  return fits.latest(path)?.text === good.whole;
}

function valuesOf({ found }: Fit): Map<string, number> {
  return new Map(found?.parameters.map(({ name, value }) => [name, value]));
}

function isApplied({ good, values }: Session, fit: Fit): boolean {
  const fitted = valuesOf(fit);
  const parameters = good?.model.parameters ?? [];
  return (
    fitted.size > 0 && parameters.every(({ name }, index) => !fitted.has(name) || fitted.get(name) === values[index])
  );
}

/** A document that extends this one, for a file beside it; each value says that it is of the best fit. */
async function saveLayer({ path }: Session, { found, documentDigest }: Fit, { model }: Good): Promise<void> {
  if (found === null) return;
  const { fitLayer } = await import("../run/analysis/fit-layer.ts");
  const file = path?.split("/").at(-1) ?? "document.yaml";
  const text = fitLayer(found.parameters, {
    title: model.title,
    extended: file,
    digest: documentDigest,
    by: `Midsummer ${__MIDSUMMER_VERSION__}, ${new Date().toISOString().slice(0, 10)}`,
  });
  download(`${file.replace(/\.yaml$/, "")}-best-fit.yaml`, text, "application/yaml");
}
