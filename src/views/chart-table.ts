// The table behind a chart: every number that is drawn, for readers who cannot see it or want to copy it.
import { html, type TemplateResult } from "lit";
import type { ChartSpec, Values } from "./chart-spec.ts";
import { formatNumber, formatObserved } from "./format.ts";

interface Column {
  readonly title: string;
  readonly values: Values;
  readonly format: (value: number) => string;
}

export function chartTable(spec: ChartSpec): TemplateResult {
  const columns = columnsFor(spec);
  return html`<div class="behind scroll" tabindex="0" role="region" aria-label=${`Table: ${spec.title}`}>
    <table>
      <caption class="spoken">
        ${spec.title}${spec.yTitle === "" ? "" : `, ${spec.yTitle}`}
      </caption>
      <thead>
        <tr>
          <th scope="col">${spec.axis.title}</th>
          ${columns.map((column) => html`<th scope="col">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Array.from(
          spec.x,
          (x, row) =>
            html`<tr>
              <th scope="row">${spec.axis.format(x)}</th>
              ${columns.map((column) => cell(column, row))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function cell({ values, format }: Column, row: number): TemplateResult {
  const value = values[row];
  if (value === null || value === undefined) return html`<td></td>`;
  return html`<td><data value=${String(value)}>${format(value)}</data></td>`;
}

function columnsFor(spec: ChartSpec): Column[] {
  const number = (value: number): string => formatNumber(value);
  return [
    ...spec.dots.map((dots) => ({ title: dots.label, values: dots.values, format: formatObserved })),
    ...spec.lines.map((line) => ({ title: line.label, values: line.values, format: number })),
    ...spec.bands.flatMap((band) => [
      { title: `${band.level} %, lower`, values: band.lower, format: number },
      { title: `${band.level} %, upper`, values: band.upper, format: number },
    ]),
  ];
}
