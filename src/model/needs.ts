// What an expression needs to be known: present strata (as in susceptibility[age]), and flows of the same moment.
import type { Document } from "../document/document.ts";
import { visitExpression } from "../document/expression.ts";
import type { Expression } from "../document/expression.ts";
import { parseExpression } from "../document/expression-parse.ts";
import type { Parsed } from "../document/expression-parse.ts";

export interface Needs {
  /** Stratifications whose present stratum the expression uses. */
  readonly strata: ReadonlySet<string>;
  readonly flows: boolean;
}

const NONE: Needs = { strata: new Set(), flows: false };

/** What an expression needs by itself, and the quantities that it uses, with the strata that brackets give them. */
interface Direct extends Needs {
  readonly uses: readonly { readonly name: string; readonly given: ReadonlySet<string> }[];
}

/** Reads expressions once, and follows quantities through one another. */
export class Expressions {
  private readonly parsed = new Map<string, Parsed>();
  private readonly direct = new Map<string, Direct>();
  private readonly quantities = new Map<string, Needs>();
  private readonly document: Document;

  constructor(document: Document) {
    this.document = document;
  }

  parse(text: string): Parsed {
    let parsed = this.parsed.get(text);
    if (parsed === undefined) this.parsed.set(text, (parsed = parseExpression(text)));
    return parsed;
  }

  /** Needs of a number or an expression; nothing for text that cannot be read. */
  needs(value: number | string | null): Needs {
    if (typeof value !== "string") return NONE;
    const direct = this.directOf(value);
    for (const { name } of direct.uses) this.follow(name);
    return this.combined(direct);
  }

  quantityNeeds(name: string): Needs {
    this.follow(name);
    return this.quantities.get(name) ?? NONE;
  }

  /** Finds the needs of a quantity and of all that it uses, the innermost first; without recursion, so of any depth. */
  private follow(start: string): void {
    const path = [{ name: start, next: 0 }];
    const open = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const direct = this.directOf(this.document.content.quantities[top.name] ?? null);
      const use = direct.uses[top.next];
      top.next += 1;
      if (this.quantities.has(top.name) || use === undefined) {
        if (!this.quantities.has(top.name)) this.quantities.set(top.name, this.combined(direct));
        open.delete(top.name);
        path.pop();
        // A circle adds nothing, and is reported where it is resolved.
      } else if (!this.quantities.has(use.name) && !open.has(use.name)) {
        open.add(use.name);
        path.push({ name: use.name, next: 0 });
      }
    }
  }

  /** With what the quantities need that it uses, as far as that is known. */
  private combined({ strata, flows, uses }: Direct): Needs {
    if (uses.length === 0) return { strata, flows };
    const all = new Set(strata);
    let hasFlows = flows;
    for (const { name, given } of uses) {
      const needs = this.quantities.get(name) ?? NONE;
      for (const one of needs.strata) if (!given.has(one)) all.add(one);
      hasFlows ||= needs.flows;
    }
    return { strata: all, flows: hasFlows };
  }

  private directOf(value: number | string | null): Direct {
    if (typeof value !== "string") return { ...NONE, uses: [] };
    const known = this.direct.get(value);
    if (known !== undefined) return known;
    const parsed = this.parse(value);
    const direct = parsed.ok ? this.read(parsed.expression) : { ...NONE, uses: [] };
    this.direct.set(value, direct);
    return direct;
  }

  private read(expression: Expression): Direct {
    const strata = new Set<string>();
    const uses: { name: string; given: ReadonlySet<string> }[] = [];
    let flows = false;
    const isQuantity = (name: string): boolean => Object.hasOwn(this.document.content.quantities, name);
    visitExpression(expression, (part) => {
      if (part.kind === "name" && isQuantity(part.name)) uses.push({ name: part.name, given: NONE.strata });
      if (part.kind === "call" && part.name === "flow") flows = true;
      if (part.kind !== "index") return;
      for (const { by, strata: chosen } of part.items) if (chosen === undefined) strata.add(by);
      if (isQuantity(part.name)) uses.push({ name: part.name, given: new Set(part.items.map(({ by }) => by)) });
    });
    return { strata, flows, uses };
  }
}
