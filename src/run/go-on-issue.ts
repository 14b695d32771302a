// Why a run cannot go on: it is of another version of the software, or its chains have left no state.

import type { Issue } from "../base/issue.ts";
import type { Job } from "../store/job.ts";
import type { RunRecord } from "../store/record.ts";
import type { Host } from "./host.ts";

/** Why a record cannot be made longer, or undefined. */
export function goOnIssue(record: RunRecord, host: Pick<Host, "version" | "commit">): Issue | undefined {
  if (record.chains.some(({ state }) => state === undefined)) return NO_STATE;
  return versionIssue(record, host);
}

/** The digits are promised for one version of the software: another may compute them differently. */
export function versionIssue(
  { version, commit }: Pick<Job, "version" | "commit">,
  host: Pick<Host, "version" | "commit">,
): Issue | undefined {
  if (version === host.version && commit === host.commit) return undefined;
  const name = (words: { version: string; commit: string }) => `${words.version} (${words.commit.slice(0, 12)})`;
  return {
    code: "T108",
    severity: "error",
    path: "",
    message: `this run was begun with Midsummer ${name({ version, commit })}; this is ${name(host)}, whose digits may differ.`,
    advice: "Keep the draws so far, or calibrate again with this version.",
  };
}

const NO_STATE: Issue = {
  code: "T109",
  severity: "error",
  path: "",
  message: "this run was saved without the state of its chains, so they cannot go on.",
  advice: "Calibrate again with as many draws as you want.",
};
