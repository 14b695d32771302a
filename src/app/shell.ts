// The frame around every page: where one is, colours, what is running, and a calm sentence when something breaks.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import "./gallery-page.ts";
import { interrupted } from "./interrupted.ts";
import { keepOffline } from "./offline.ts";
import { hasFiles, openFile } from "./open-file.ts";
import { routeOf, type Route } from "./route.ts";
import { runs } from "./runs.ts";
import { chooseTheme, storedTheme, type Theme } from "./theme-choice.ts";
import { shareDone } from "../views/share-done.ts";

export class App extends LitElement {
  static override properties = {
    route: { state: true },
    broken: { state: true },
    isOnline: { state: true },
    isKept: { state: true },
    refusal: { state: true },
  };
  declare route: Route;
  declare broken: boolean;
  declare isOnline: boolean;
  /** Every file of the application is in this browser. */
  declare isKept: boolean;
  /** Why a file that was dropped was not taken, or an empty text. */
  declare refusal: string;

  constructor() {
    super();
    this.route = routeOf(location.hash);
    this.broken = false;
    this.isOnline = navigator.onLine;
    this.isKept = false;
    this.refusal = "";
    void this.#load();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", () => this.#arrive());
    window.addEventListener("error", (event) => this.#breakDown(event.message));
    window.addEventListener("unhandledrejection", (event) => this.#breakDown(String(event.reason)));
    for (const change of ["online", "offline"]) {
      window.addEventListener(change, () => (this.isOnline = navigator.onLine));
    }
    window.addEventListener("beforeunload", (event) => (losesWork() ? event.preventDefault() : undefined));
    window.addEventListener("pagehide", () => runs.keepNow());
    document.addEventListener("visibilitychange", () => (document.hidden ? runs.keepNow() : undefined));
    document.addEventListener("dragover", (event) => (hasFiles(event) ? event.preventDefault() : undefined));
    document.addEventListener("drop", (event) => void this.#drop(event));
    runs.addEventListener("change", () => this.requestUpdate());
    interrupted.begin();
    void keepOffline(() => (this.isKept = true));
  }

  override render() {
    return html`<a class="skip" href="#page" @click=${this.#skip}>Skip to the page</a>
      <header class="top">
        <a class="name" href="#/">${mark()} <span>Midsummer</span></a>
        <nav aria-label="Pages">
          ${this.#link("#/", "Regions", ["gallery", "region"])} ${this.#link("#/runs", "Runs", ["runs", "run"])}
          ${this.#link("#/document", "Document", ["document"])}
        </nav>
        ${this.#running()} ${themeSwitch()}
      </header>
      <main id="page" tabindex="-1">
        ${this.broken ? brokenNotice() : nothing}
        ${this.refusal === "" ? nothing : html`<p class="notice bad page-notice" role="alert">${this.refusal}</p>`}
        ${this.#page()}
      </main>
      <footer class="bottom small muted">
        <span>${this.#connection()} · computed in this tab, nothing is sent</span>
        <span>Midsummer ${__MIDSUMMER_VERSION__} · ${__MIDSUMMER_COMMIT__.slice(0, 16)}</span>
      </footer>`;
  }

  #page(): TemplateResult {
    const { route } = this;
    switch (route.page) {
      case "gallery":
        return html`<epi-gallery-page></epi-gallery-page>`;
      case "region":
        return html`<epi-workbench .path=${route.path}></epi-workbench>`;
      case "document":
        return html`<epi-workbench .path=${null}></epi-workbench>`;
      case "runs":
        return html`<epi-runs-page></epi-runs-page>`;
      case "run":
        return html`<epi-run-page .runId=${route.id}></epi-run-page>`;
      case "unknown":
        return html`<div class="plain-page">
          <h1>There is no page at this address</h1>
          <p>The address says <code>${route.hash}</code>. <a href="#/">All regions</a> are on the first page.</p>
        </div>`;
    }
  }

  #link(href: string, text: string, pages: readonly Route["page"][]): TemplateResult {
    return html`<a href=${href} aria-current=${pages.includes(this.route.page) ? "page" : "false"}>${text}</a>`;
  }

  #connection(): string {
    if (this.isOnline) return this.isKept ? "Online, offline ready" : "Online";
    return this.isKept ? "Offline: all of this works without the net" : "Offline: what is open here works on";
  }

  /** A run goes on while other pages are looked at; this leads back to it. */
  #running(): TemplateResult | typeof nothing {
    if (!runs.active) return nothing;
    const { chains, address, pause } = runs.active;
    if (pause) return html`<a class="running" href=${address}>Paused<span>: it cannot be saved</span></a>`;
    return html`<a class="running" href=${address}
      ><span>Calibrating, </span>${Math.floor(shareDone(chains) * 100)} %</a
    >`;
  }

  #arrive(): void {
    this.route = routeOf(location.hash);
    this.refusal = "";
    window.scrollTo(0, 0);
    void this.#load();
    // A screen reader, and the next Tab, begin with the new page.
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("main")?.focus({ preventScroll: true }));
  }

  /** Charts, editor and everything behind them come when a page needs them. */
  async #load(): Promise<void> {
    const { page } = this.route;
    if (page === "region" || page === "document") await import("./workbench.ts");
    else if (page === "runs") await import("./runs-page.ts");
    else if (page === "run") await import("./run-page.ts");
  }

  async #drop(event: DragEvent): Promise<void> {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    this.refusal = await openFile(file);
  }

  #skip(event: Event): void {
    // The address names the page that is shown, so it must not change.
    event.preventDefault();
    this.querySelector<HTMLElement>("main")?.focus();
  }

  #breakDown(message: string): void {
    // Browsers report this one when a layout takes two rounds; nothing is broken by it.
    if (message.includes("ResizeObserver loop")) return;
    this.broken = true;
  }
}
customElements.define("epi-app", App);

/** A run that is kept goes on at the next visit; one that is not, or waits for room, would lose what it has drawn. */
function losesWork(): boolean {
  const { active } = runs;
  return active !== null && (!active.isKept || active.pause !== null);
}

function brokenNotice(): TemplateResult {
  return html`<div class="notice bad page-notice" role="alert">
    <p>
      Something in this page went wrong. Your document is kept in this browser and so are all saved runs; loading the
      page again brings them back.
    </p>
    <p class="row"><button @click=${() => location.reload()}>Load the page again</button></p>
  </div>`;
}

function mark(): TemplateResult {
  return html`<svg viewBox="0 0 24 16" aria-hidden="true"><path d="M1 14c5 0 5-12 9-12s5 12 13 12" /></svg>`;
}

function themeSwitch(): TemplateResult {
  const now = storedTheme();
  const choices: readonly (readonly [Theme, string])[] = [
    ["auto", "Auto"],
    ["light", "Light"],
    ["dark", "Dark"],
  ];
  return html`<span class="theme-mark muted" aria-hidden="true">◐</span>
    <select
      class="theme"
      aria-label="Colours"
      @change=${(event: Event) => {
        // The listener stands on this very element, and its options are the themes.
        chooseTheme((event.currentTarget as HTMLSelectElement).value as Theme);
      }}
    >
      ${choices.map(([value, title]) => html`<option value=${value} ?selected=${value === now}>${title}</option>`)}
    </select>`;
}
