// Keeps the page for use without a net: starts the service worker, and moves to a new build when the page starts.
import { trustedScriptUrl } from "../browser/trusted-script-url.ts";

/** How often a build that waits is asked to take over, and milliseconds from one time to the next. */
const MOST_ASKED = 10;
const ASK_AGAIN = 400;

/**
 * Registers the service worker of a built page.
 *
 * @param onReady is called once every file is kept in this browser
 */
export async function keepOffline(onReady: () => void): Promise<void> {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  try {
    const { serviceWorker } = navigator;
    // The files for later wait for those of the first view.
    if (!serviceWorker.controller) await loaded();
    const registration = await serviceWorker.register(trustedScriptUrl("service-worker.js"));
    moveToWaiting(serviceWorker, registration);
    // Browsers look for a new build by themselves, but at a time of their own.
    if (navigator.onLine) registration.update().catch(() => undefined);
    await serviceWorker.ready;
    onReady();
  } catch {
    // Refused, as in some private windows or on a host without https: the page works with the net as before.
  }
}

function loaded(): Promise<void> {
  if (document.readyState === "complete") return Promise.resolve();
  return new Promise((resolve) => window.addEventListener("load", () => resolve(), { once: true }));
}

/**
 * A build that was fetched before the page started takes over now, as long as nothing has been done with the page. The
 * worker refuses while other pages are open; the one before a reload may count as open for a moment.
 */
function moveToWaiting(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
  if (!registration.waiting || !container.controller) return;
  container.addEventListener("controllerchange", () => location.reload(), { once: true });
  let asked = 0;
  let isInUse = false;
  for (const use of ["pointerdown", "keydown"]) window.addEventListener(use, () => (isInUse = true), { once: true });
  const ask = (): void => {
    if (asked++ === MOST_ASKED || isInUse) return;
    registration.waiting?.postMessage("take-over");
    setTimeout(ask, ASK_AGAIN);
  };
  ask();
}
