// Makes the browser's language one that exists, before uPlot is loaded: it formats with it at import and would die of “C”.

try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en-GB", configurable: true });
}
