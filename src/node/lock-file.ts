// A lock as a file: one process holds it; one whose process has died is taken over.

import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { Hold } from "../store/store.ts";

/** What stands in the file. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  readonly token: string;
}

/** A holder gives a sign of life so often; without one for the second time it is dead. In milliseconds. */
const SIGN_OF_LIFE = 5_000;
const LAPSE = 60_000;
/**
 * Two that clear a dead holder's file away at one moment can take a new one's with it; after so many milliseconds
 * whose file it is has come out. Should two run a job all the same, they write the same digits to the same places.
 */
const SETTLED = 100;

/** Locks of this process: a file that names its number and none of these is of an earlier process with that number. */
const own = new Set<string>();

/**
 * Takes a lock, or gives undefined where a living process has it. On this machine a process is dead when its number is
 * gone; on another one, which shares the folder, when it has given no sign of life for a minute.
 */
export async function holdFile(file: string): Promise<Hold | undefined> {
  const holder: Holder = { host: hostname(), pid: process.pid, token: randomUUID() };
  own.add(holder.token);
  const isHeld = await taken(file, holder);
  if (!isHeld) {
    own.delete(holder.token);
    return undefined;
  }
  const timer = setInterval(() => void touch(file), SIGN_OF_LIFE);
  timer.unref();
  return {
    async release() {
      clearInterval(timer);
      own.delete(holder.token);
      if ((await holderIn(file))?.token === holder.token) await rm(file, { force: true });
    },
  };
}

/** True while a living process has the lock. One that is silent is dead as of `holdFile`, by this machine's clock. */
export async function isHeldFile(file: string): Promise<boolean> {
  const holder = await holderIn(file);
  const seen = await stat(file).catch(() => undefined);
  return holder !== undefined && seen !== undefined && isAlive(holder, Date.now() - seen.mtimeMs);
}

async function taken(file: string, holder: Holder): Promise<boolean> {
  const mine = `${file}.${holder.token}`;
  await writeFile(mine, JSON.stringify(holder));
  try {
    if (!(await linked(mine, file)) && !((await clearedOfDead(file, mine)) && (await linked(mine, file)))) return false;
  } finally {
    await rm(mine, { force: true });
  }
  await pause(SETTLED);
  return (await holderIn(file))?.token === holder.token;
}

/** Gives a file a second name, whole and at once; false where the name is taken. */
async function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: unknown) => {
      if (isErrno(error, "EEXIST")) return false;
      throw error;
    },
  );
}

/** Takes a dead holder's file away. @param mine  a new file beside it, whose time is that of the disk's clock */
async function clearedOfDead(file: string, mine: string): Promise<boolean> {
  const holder = await holderIn(file);
  const seen = await stat(file).catch(() => undefined);
  if (seen === undefined) return true;
  const silence = (await stat(mine)).mtimeMs - seen.mtimeMs;
  if (holder !== undefined && isAlive(holder, silence)) return false;
  // Another process may do the same at this moment, and have the lock already: then its file comes back.
  const away = `${mine}.dead`;
  const isAway = await rename(file, away).then(
    () => true,
    () => false,
  );
  if (!isAway) return true;
  const moved = await holderIn(away);
  const isThatOne = moved?.token === holder?.token;
  if (!isThatOne) await linked(away, file);
  await rm(away, { force: true });
  return isThatOne;
}

function isAlive({ host, pid, token }: Holder, silence: number): boolean {
  if (silence > LAPSE) return false;
  if (host !== hostname()) return true;
  if (pid === process.pid) return own.has(token);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isErrno(error, "ESRCH");
  }
}

/** Undefined where there is no such file, or only the beginning of one. */
async function holderIn(file: string): Promise<Holder | undefined> {
  try {
    // Written by `holdFile`.
    return JSON.parse(await readFile(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

async function touch(file: string): Promise<void> {
  const now = new Date();
  // A disk that refuses for a moment costs one sign of life.
  await utimes(file, now, now).catch(() => undefined);
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
