// Outputs that hang on parameters alone, such as a reproduction number: figures, not flat lines.
import { html, nothing, type TemplateResult } from "lit";
import type { ShownModel } from "../model/shown.ts";
import type { Fan } from "./fan.ts";
import { formatNumber } from "./format.ts";
import { isConstant } from "./output-spec.ts";

/**
 * @param outputs [output][T] at the present values, or null
 * @param fans    one per output, or null
 */
export function readouts(
  model: ShownModel,
  outputs: readonly Float64Array[] | null,
  fans: readonly Fan[] | null,
  isFaded: boolean,
): TemplateResult | typeof nothing {
  const positions = model.outputs.map((_, index) => index).filter((index) => isConstant(model, index));
  if (positions.length === 0) return nothing;
  return html`<dl class="readouts">
    ${positions.map((index) => {
      const output = model.outputs[index];
      const value = outputs?.[index]?.[0];
      const fan = fans?.find((each) => each.output === index);
      return html`<div>
        <dt title=${output?.note ?? ""}>${output?.title}</dt>
        <dd>
          ${value === undefined ? nothing : formatNumber(value)}
          ${fan ? interval(fan, value === undefined, isFaded) : nothing}
          ${output?.unit ? html`<small>${output.unit}</small>` : nothing}
        </dd>
      </div>`;
    })}
  </dl>`;
}

function interval(fan: Fan, isAlone: boolean, isFaded: boolean): TemplateResult {
  const at = (values: Float64Array): string => formatNumber(values[0] ?? Number.NaN);
  const words = `95 % interval ${at(fan.lower95)} to ${at(fan.upper95)}`;
  const old = isFaded ? ", of the earlier fit" : "";
  return html`${isAlone ? at(fan.median) : nothing}
    <small>(${isAlone ? "" : `median of the draws ${at(fan.median)}, `}${words}${old})</small>`;
}
