// One chart on screen: the only file that knows uPlot. Shows a ChartSpec; shares cursor and zoom with charts of one group.
import "./uplot-locale.ts";
import "uplot/dist/uPlot.min.css";
import "./chart.css";
import { html, LitElement, type PropertyValues } from "lit";
import uPlot from "uplot";
import type { ChartSpec } from "./chart-spec.ts";
import { alignedData, chartOptions, structureOf } from "./chart-uplot.ts";
import { inTurn, RANK } from "./turns.ts";

/** Pixels below and above the screen within which charts are kept drawn. */
const NEAR = 600;

/** Emits `chart-cursor` with the position under the cursor in `detail`, or null. */
export class Chart extends LitElement {
  static override properties = { spec: { attribute: false }, group: {}, height: { type: Number } };
  declare spec: ChartSpec | null;
  /** Charts with the same group show one cursor and one zoom. */
  declare group: string;
  declare height: number;
  #plot: uPlot | null = null;
  #structure = "";
  /** Near the screen: charts far from it are drawn when they come, so that a slider moves only what can be seen. */
  #isNear = false;
  /** The spec changed since the chart was drawn. */
  #isOld = true;
  /** It was drawn once: whoever asked for all of it since keeps all of it. */
  #hasBegun = false;
  readonly #sizes = new ResizeObserver(() => this.#fit());
  readonly #sight = new IntersectionObserver((entries) => this.#seen(entries.at(-1)?.isIntersecting ?? false), {
    rootMargin: `${NEAR}px`,
  });
  #isInSight = true;
  readonly #view = new IntersectionObserver((entries) => {
    this.#isInSight = entries.at(-1)?.isIntersecting ?? false;
  });
  readonly #scheme = window.matchMedia("(prefers-color-scheme: dark)");
  readonly #repaint = (): void => this.#rebuild();
  /** On paper all of a page is in sight. */
  readonly #print = (): void => {
    this.#isNear = true;
    this.#draw();
  };

  constructor() {
    super();
    this.spec = null;
    this.group = "";
    this.height = 300;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.#sight.observe(this);
    this.#view.observe(this);
    this.#scheme.addEventListener("change", this.#repaint);
    window.addEventListener("theme-change", this.#repaint);
    window.addEventListener("beforeprint", this.#print);
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#sight.disconnect();
    this.#view.disconnect();
    this.#scheme.removeEventListener("change", this.#repaint);
    window.removeEventListener("theme-change", this.#repaint);
    window.removeEventListener("beforeprint", this.#print);
    this.#drop();
  }

  override render() {
    return html`<div
      class="plot"
      role="img"
      tabindex="0"
      aria-label=${`${this.spec?.title ?? "Chart"}. Arrow keys read values, plus and minus zoom, Escape shows all.`}
      @keydown=${this.#onKey}
    ></div>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (!this.spec) return this.#drop();
    if (changed.has("group")) this.#drop();
    this.#isOld = true;
    this.style.minHeight = `${this.height}px`;
    this.#drawInTurn();
  }

  #seen(isNear: boolean): void {
    this.#isNear = isNear;
    this.#drawInTurn();
  }

  get isInSight(): boolean {
    return this.#isInSight;
  }

  #drawInTurn(): void {
    if (!this.#isNear || !this.#isOld) return;
    inTurn(this, this.#isInSight ? RANK.picture : RANK.pictureOutOfSight, () => this.#draw());
  }

  #draw(): void {
    if (!this.spec || !this.#isNear || !this.#isOld) return;
    this.#isOld = false;
    if (!this.#plot || structureOf(this.spec) !== this.#structure) return this.#rebuild();
    const plot = this.#plot;
    const { min, max } = plot.scales["x"] ?? {};
    const data = alignedData(this.spec);
    // Setting x again lets y follow the new data while a zoom stays.
    plot.batch(() => {
      plot.setData(data, false);
      if (this.isZoomed && min != null && max != null) plot.setScale("x", { min, max });
      else showWhole(plot);
    });
    if (plot.height !== this.height) this.#fit();
  }

  /** True where not all of the horizontal axis is shown. */
  get isZoomed(): boolean {
    return this.hasAttribute("zoomed");
  }

  /** Shows the whole horizontal axis again, here and in the charts of its group. */
  showAll(): void {
    if (!this.#plot) return;
    for (const plot of this.group === "" ? [this.#plot] : uPlot.sync(this.group).plots) showWhole(plot);
  }

  #rebuild(): void {
    if (!this.spec || !this.isConnected) return;
    const zoom = this.isZoomed ? this.#plot?.scales["x"] : undefined;
    this.#drop();
    this.#isOld = !this.#isNear;
    if (this.#isOld) return;
    const target = this.querySelector<HTMLElement>(".plot");
    if (!target || this.clientWidth === 0) return;
    this.#structure = structureOf(this.spec);
    const options = chartOptions({
      element: this,
      spec: () => this.spec,
      group: this.group,
      width: this.clientWidth,
      height: this.height,
    });
    this.#plot = new uPlot(options, alignedData(this.spec), target);
    const { min, max } = zoom ?? this.#firstView() ?? {};
    this.#hasBegun = true;
    if (min != null && max != null) this.#plot.setScale("x", { min, max });
  }

  /** A chart that is drawn later than others of its group shows what they show; the first begins where its spec says. */
  #firstView(): { readonly min?: number | null; readonly max?: number | null } | undefined {
    const plots = this.group === "" ? [] : uPlot.sync(this.group).plots;
    const others = plots.filter(({ root }) => !this.contains(root));
    const zoomed = others.find(({ root }) => root.closest("epi-chart[zoomed]"))?.scales["x"];
    if (zoomed || this.#hasBegun || others.length > 0) return zoomed;
    const { showFrom, x } = this.spec ?? {};
    return showFrom === undefined || !x ? undefined : { min: showFrom, max: x[x.length - 1] ?? null };
  }

  #drop(): void {
    this.#plot?.destroy();
    this.#plot = null;
  }

  #fit(): void {
    if (this.clientWidth === 0) return;
    if (this.#plot) this.#plot.setSize({ width: this.clientWidth, height: this.height });
    else this.#rebuild();
  }

  #onKey(event: KeyboardEvent): void {
    const plot = this.#plot;
    const count = this.spec?.x.length ?? 0;
    if (!plot || count === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") this.#moveCursor(event.key === "ArrowLeft" ? -1 : 1);
    else if (event.key === "+" || event.key === "=") this.#zoom(0.5);
    else if (event.key === "-") this.#zoom(2);
    else if (event.key === "Escape" || event.key === "0") this.showAll();
    else return;
    event.preventDefault();
  }

  #moveCursor(by: number): void {
    const plot = this.#plot;
    const x = this.spec?.x;
    if (!plot || !x) return;
    const from = plot.cursor.idx ?? (by > 0 ? -1 : x.length);
    const index = Math.min(Math.max(from + by, 0), x.length - 1);
    plot.setCursor({ left: plot.valToPos(x[index] ?? 0, "x"), top: plot.over.clientHeight / 2 });
  }

  #zoom(factor: number): void {
    const plot = this.#plot;
    const x = this.spec?.x;
    const { min, max } = plot?.scales["x"] ?? {};
    if (!plot || !x || min == null || max == null) return;
    const middle = plot.cursor.idx == null ? (min + max) / 2 : (x[plot.cursor.idx] ?? (min + max) / 2);
    const half = ((max - min) / 2) * factor;
    const low = Math.max(middle - half, x[0] ?? min);
    const high = Math.min(middle + half, x[x.length - 1] ?? max);
    if (high > low) plot.setScale("x", { min: low, max: high });
  }
}

function showWhole(plot: uPlot): void {
  const [x] = plot.data;
  if (x.length > 0) plot.setScale("x", { min: x[0] ?? 0, max: x[x.length - 1] ?? 1 });
}
customElements.define("epi-chart", Chart);
