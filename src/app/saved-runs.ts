// Below the Calibrate panel: the way back to what was calibrated here before.
import { html, nothing, type TemplateResult } from "lit";
import type { RunHeading } from "../store/record.ts";
import { formatInstant } from "../views/format.ts";

/** @param saved runs of the document on screen, the latest first */
export function savedRuns(saved: readonly RunHeading[]): TemplateResult | typeof nothing {
  const [latest] = saved;
  if (!latest) return nothing;
  const words = `${formatInstant(latest.startedAt)}, ${latest.usable ? "usable" : "not yet usable"}`;
  return html`<p class="panel-foot">
    Latest saved run: <a href=${`#/run/${latest.id}`}>${words}</a>${
      saved.length > 1 ? html` · <a href="#/runs">all ${saved.length}</a>` : nothing
    }
  </p>`;
}
