// `listing FILE`: prints the program that a document becomes, for bug reports and reviews.

import { listing } from "../program/listing.ts";
import { openFile } from "./files.ts";
import { print } from "./print.ts";

/** @returns the exit code */
export async function listFile(file: string): Promise<number> {
  const { opened } = await openFile(file);
  if (opened === undefined) return 1;
  print(listing(opened.program));
  return 0;
}
