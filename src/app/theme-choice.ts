// Light, dark, or as the system says; kept over reloads.
import { keep, kept } from "./kept.ts";

export type Theme = "auto" | "light" | "dark";

const NAME = "theme";

export function storedTheme(): Theme {
  const text = kept(NAME);
  return text === "light" || text === "dark" ? text : "auto";
}

/** Charts draw their own colours, so they are told. */
export function applyTheme(theme: Theme): void {
  if (theme === "auto") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  window.dispatchEvent(new Event("theme-change"));
}

export function chooseTheme(theme: Theme): void {
  keep(NAME, theme);
  applyTheme(theme);
}
