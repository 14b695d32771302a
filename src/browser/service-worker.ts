// The service worker: keeps every file of one build in this browser, and answers from there, so that the page needs no net.

/** Put in front by the build (src/app/vite/offline.ts): a digest of all files, and their addresses from here. */
declare const BUILD: { readonly digest: string; readonly files: readonly string[] };

// The global object of a service worker, which TypeScript's library for workers does not assume.
const worker = self as unknown as ServiceWorkerGlobalScope;
const SCOPE = new URL(worker.registration.scope);
/** Another copy of the application on the same host keeps its own files. */
const PREFIX = `midsummer ${SCOPE.pathname} `;
const CACHE = `${PREFIX}${BUILD.digest}`;

async function precache(): Promise<void> {
  const cache = await caches.open(CACHE);
  // Past the browser's own cache, which may hold a file of the same name from another build.
  await cache.addAll(BUILD.files.map((file) => new Request(new URL(file, SCOPE), { cache: "reload" })));
}

async function dropOlder(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
}

/** From the cache; what is not there, from the net. The page itself is answered at its folder with any query. */
async function answer(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const isPage = request.mode === "navigate" && [SCOPE.pathname, `${SCOPE.pathname}index.html`].includes(url.pathname);
  const cache = await caches.open(CACHE);
  const found = await cache.match(isPage ? SCOPE : url, { ignoreSearch: true });
  return found ?? fetch(request);
}

worker.addEventListener("install", (event) => event.waitUntil(precache()));
worker.addEventListener("activate", (event) => event.waitUntil(dropOlder()));
worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(SCOPE.href)) event.respondWith(answer(event.request));
});
// A page that starts asks for the build that waits; other pages of the old build would miss their files.
worker.addEventListener("message", (event) => {
  if (event.data === "take-over") event.waitUntil(takeOver());
});

async function takeOver(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length <= 1) await worker.skipWaiting();
}
