// The HTTP headers under which the application runs; the built page carries the policy as a meta element too.

const POLICY = {
  "default-src": "'self'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data: blob:",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'none'",
  "require-trusted-types-for": "'script'",
};

/** The content security policy: nothing is loaded from elsewhere, no text becomes code. */
export const CONTENT_SECURITY_POLICY = policyText(POLICY);

/** For the development server, whose client adds style elements, shows errors by innerHTML and talks by web socket. */
export const DEVELOPMENT_POLICY = policyText({
  ...POLICY,
  "style-src": "'self' 'unsafe-inline'",
  "connect-src": "'self' ws:",
  "require-trusted-types-for": undefined,
});

/** The other headers; frame-ancestors has no effect in a meta element, so it stands only here. */
export const HEADERS = {
  "Content-Security-Policy": `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** @param {Record<string, string | undefined>} directives */
function policyText(directives) {
  return Object.entries(directives)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join("; ");
}
