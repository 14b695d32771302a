// Small texts kept in this browser over reloads; where the browser refuses, the answer says so.

const PREFIX = "midsummer.";

/** The text kept under a name, or null. */
export function kept(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null; // refused, as in some private windows: as if nothing had been kept
  }
}

/** True where the browser kept it. */
export function keep(name: string, text: string): boolean {
  try {
    localStorage.setItem(PREFIX + name, text);
    return true;
  } catch {
    return false;
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept, so there is nothing to forget.
  }
}
