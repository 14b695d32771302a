// A job held by one tab: with the browser's locks, which die with the tab; without them by a lease in the database.

import type { Hold } from "../store/store.ts";
import type { Within } from "./database.ts";

/** A lease lasts so long, and is renewed so often, in milliseconds. Timers of a hidden tab may wait a minute. */
const LEASE = 180_000;
const RENEWAL = 30_000;

/** Undefined where another tab holds it. */
export function holdJob(within: Within, key: string): Promise<Hold | undefined> {
  const locks = browserLocks();
  return locks === undefined ? holdByLease(within, key) : holdByLock(locks, lockName(key));
}

/** True while this tab or another one holds it. */
export async function isHeldJob(within: Within, key: string): Promise<boolean> {
  const locks = browserLocks();
  if (locks !== undefined) return ((await locks.query()).held ?? []).some(({ name }) => name === lockName(key));
  const lease = await within((database) => database.get("leases", key));
  return lease !== undefined && lease.until >= Date.now();
}

/** Missing where a page is not served over a secure connection, and in browsers of before 2022. */
function browserLocks(): LockManager | undefined {
  return (navigator as { readonly locks?: LockManager }).locks;
}

function lockName(key: string): string {
  return `midsummer-job-${key}`;
}

function holdByLock(locks: LockManager, name: string): Promise<Hold | undefined> {
  return new Promise((resolve, reject) => {
    const done = locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(undefined);
      // The browser lets go when the promise that it gets is kept, or the tab is gone.
      return new Promise<void>((letGo) => {
        resolve({
          async release() {
            letGo();
            await done;
          },
        });
      });
    });
    done.catch(reject);
  });
}

async function holdByLease(within: Within, key: string): Promise<Hold | undefined> {
  const owner = crypto.getRandomValues(new Uint32Array(4)).join("-");
  if (!(await takeLease(within, key, owner))) return undefined;
  const timer = setInterval(() => void takeLease(within, key, owner).catch(() => false), RENEWAL);
  return {
    async release() {
      clearInterval(timer);
      await within(async (database) => {
        const lease = await database.get("leases", key);
        if (lease?.owner === owner) await database.delete("leases", key);
      });
    },
  };
}

/** Takes or renews a lease, in one transaction. */
function takeLease(within: Within, key: string, owner: string): Promise<boolean> {
  return within(async (database) => {
    const transaction = database.transaction("leases", "readwrite");
    const lease = await transaction.store.get(key);
    const isFree = lease === undefined || lease.owner === owner || lease.until < Date.now();
    if (isFree) await transaction.store.put({ owner, until: Date.now() + LEASE }, key);
    await transaction.done;
    return isFree;
  });
}
