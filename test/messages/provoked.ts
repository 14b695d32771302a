// What a row of the tables of messages says, and small documents to spoil.
import { SIR, spoil } from "../support/document.ts";

/** A code, a document that provokes it, and the path of the entry that the message speaks of. */
export interface Provoked {
  readonly code: string;
  readonly path: string;
  readonly document: string;
  /** Files beside the document. */
  readonly files?: Readonly<Record<string, string>>;
  readonly scenario?: string;
}

export const provoked = (
  code: string,
  path: string,
  document: string,
  files?: Readonly<Record<string, string>>,
): Provoked => (files === undefined ? { code, path, document } : { code, path, document, files });

/** The small epidemic with one part replaced. */
export const sirWith = (part: string, by: string): string => spoil(part, by);

/** The small epidemic with lines at its end. */
export const sirAnd = (...lines: readonly string[]): string => `${SIR}${lines.join("\n")}\n`;

/** The small epidemic divided among two ages and two places. */
export const DIVIDED = `midsummer: 1
title: Divided
time: { unit: day, start: 0, end: 10 }
parameters: { contact_rate: 0.5 }
tables:
  factor: { by: age, values: [1, 2] }
  risk: { by: [age, place], values: [[1, 2], [3, 4]] }
matrices: { home: [[2, 1], [1, 2]], school: [[1, 0], [0, 1]] }
compartments: [s, i, r]
initial: { s: 990, i: 10 }
infectious: [i]
flows:
  infection: { kind: infection, from: s, to: i, rate: contact_rate }
  recovery: { from: i, to: r, rate: "0.1 * risk[age, place]" }
stratify:
  - { name: age, strata: [young, old], split: [0.4, 0.6], mixing: home + school, reciprocal: false, adjust: { infection: { multiply: "factor[age]" } } }
  - { name: place, strata: [north, south] }
  - { name: grade, strata: [mild, severe], compartments: [i], adjust: { infection: { multiply: [0.7, 0.3] } }, infectiousness: { i: { multiply: [1, 2] } } }
outputs:
  cases: { flow: infection, by: age }
  ill: { compartments: i, where: { grade: severe } }
`;

export const dividedWith = (part: string, by: string): string => spoil(part, by, DIVIDED);
