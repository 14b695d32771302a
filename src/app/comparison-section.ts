// Compares saved runs: takes their records from the store, and has workers cross-validate them.
import "../views/comparison.ts";
import { html, LitElement } from "lit";
import type { Issue } from "../base/issue.ts";
import type { ComparedModel } from "../run/analysis/compare.ts";
import type { RunHeading } from "../store/record.ts";
import { openStore } from "./store.ts";

export class ComparisonSection extends LitElement {
  static override properties = {
    runs: { attribute: false },
    models: { state: true },
    issues: { state: true },
    isBusy: { state: true },
  };
  declare runs: readonly RunHeading[];
  declare models: readonly ComparedModel[] | null;
  declare issues: readonly Issue[];
  declare isBusy: boolean;

  constructor() {
    super();
    this.runs = [];
    this.models = null;
    this.issues = [];
    this.isBusy = false;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override render() {
    return html`<epi-comparison
      .runs=${this.runs}
      .models=${this.models}
      .issues=${this.issues}
      .isBusy=${this.isBusy}
      @compare-runs=${(event: CustomEvent<readonly string[]>) => void this.#compare(event.detail)}
    ></epi-comparison>`;
  }

  async #compare(ids: readonly string[]): Promise<void> {
    this.isBusy = true;
    this.models = null;
    this.issues = [];
    try {
      const store = await openStore();
      const records = await Promise.all(ids.map((id) => store.get(id)));
      const [{ compareRuns }, { ensemblePool }] = await Promise.all([
        import("../run/analysis/compare.ts"),
        import("../browser/host.ts"),
      ]);
      const found = records.flatMap((record) => record ?? []);
      const answer = await compareRuns(found, ensemblePool());
      this.issues = answer.issues;
      if (answer.ok) this.models = answer.value;
    } finally {
      this.isBusy = false;
    }
  }
}
customElements.define("epi-comparison-section", ComparisonSection);
