// Comma-separated text to rows of cells, within bounds that no file can break.

/** Characters of a data file. */
export const MAX_FILE_CHARACTERS = 8_388_608;
const MAX_CELLS = 1_000_000;

export interface Csv {
  readonly header: readonly string[];
  /** Cells below the header, each without spaces around it; as many as the header has, empty where a row is shorter. */
  readonly rows: readonly (readonly string[])[];
}

/** What is wrong with a file as a whole. */
export interface CsvFault {
  readonly fault: string;
}

/**
 * Reads comma-separated values (RFC 4180: quotation marks around cells with commas, doubled within). A semicolon or a
 * tab separates where the first line has more of them than commas. Empty lines and lines that begin with # are skipped.
 */
export function readCsv(text: string): Csv | CsvFault {
  if (text.length > MAX_FILE_CHARACTERS) {
    return { fault: `has ${(text.length / 1e6).toFixed(1)} million characters; up to 8 million are read` };
  }
  const content = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const rows = splitCells(content, separatorOf(content));
  if (rows === undefined) return { fault: `has more than ${MAX_CELLS} cells, or a quotation mark that is not closed` };
  const [header, ...below] = rows;
  if (header === undefined) return { fault: "is empty" };
  return { header, rows: below.map((row) => header.map((_, column) => row[column] ?? "")) };
}

function separatorOf(text: string): string {
  const first =
    text
      .slice(0, 10_000)
      .split(/\r?\n/)
      .find((line) => line !== "" && !line.startsWith("#")) ?? "";
  const counts = [",", ";", "\t"].map((sign) => [sign, first.split(sign).length] as const);
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Rows that hold something; undefined where there are too many cells, or a quotation is never closed. */
function splitCells(text: string, separator: string): string[][] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  let count = 0;
  const endRow = (): void => {
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  while (position < text.length) {
    if (row.length === 0 && text[position] === "#") {
      position = endOfLine(text, position);
      continue;
    }
    const cell = text[position] === '"' ? quoted(text, position) : plain(text, position, separator);
    if (cell === undefined || (count += 1) > MAX_CELLS) return undefined;
    row.push(cell.value);
    position = cell.end;
    if (text[position] === separator) {
      position += 1;
      if (position === text.length || text[position] === "\n" || text[position] === "\r") row.push("");
      else continue;
    }
    endRow();
    position = endOfLine(text, position);
  }
  return rows;
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function plain(text: string, start: number, separator: string): Cell {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return { value: text.slice(start, end).trim(), end };
}

function quoted(text: string, start: number): Cell | undefined {
  let value = "";
  let position = start + 1;
  for (;;) {
    const close = text.indexOf('"', position);
    if (close < 0) return undefined;
    value += text.slice(position, close);
    if (text[close + 1] !== '"') return { value: value.trim(), end: close + 1 };
    value += '"';
    position = close + 2;
  }
}

/** Position after the line feed of the line at a position. */
function endOfLine(text: string, position: number): number {
  const feed = text.indexOf("\n", position);
  return feed < 0 ? text.length : feed + 1;
}
