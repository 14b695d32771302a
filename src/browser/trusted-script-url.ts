// The one place where an address becomes code, for browsers that enforce Trusted Types.

/** The part of Trusted Types that is used here; TypeScript's own library does not have it yet. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

// Not in TypeScript's library, and not in every browser.
const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };

const policy = trustedTypes?.createPolicy("midsummer-worker", {
  createScriptURL(url) {
    if (new URL(url, location.href).origin === location.origin) return url;
    throw new TypeError(`A worker from ${url} is refused: it is not of this site.`);
  },
});

/** An address of this site, as one that may be run in a worker. */
export function trustedScriptUrl(url: string): string {
  return policy === undefined ? url : policy.createScriptURL(url);
}
