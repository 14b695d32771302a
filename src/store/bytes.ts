// Numbers and texts as little-endian bytes: a writer that grows, and a reader that never looks beyond the end.

export interface ByteWriter {
  byte(value: number): void;
  /** A whole number below 2³² as u32. */
  count(value: number): void;
  /** f64; every NaN as the same one. */
  number(value: number): void;
  /** f64 each, to the bit. */
  numbers(values: Float64Array): void;
  /** Its length in bytes (u32), then UTF-8; half of a surrogate pair is written as if it were a letter. */
  text(value: string): void;
  bytes(value: Uint8Array): void;
  /** All so far; a view that the next write may outdate. */
  written(): Uint8Array<ArrayBuffer>;
}

export function byteWriter(): ByteWriter {
  let buffer = new Uint8Array(1024);
  let view = new DataView(buffer.buffer);
  let length = 0;

  /** @returns where `size` more bytes may be written */
  function room(size: number): number {
    const at = length;
    length += size;
    if (length > buffer.length) {
      const larger = new Uint8Array(Math.max(2 * buffer.length, length));
      larger.set(buffer);
      buffer = larger;
      view = new DataView(buffer.buffer);
    }
    return at;
  }

  // Room first: it may put another buffer in the place of this one.
  const self: ByteWriter = {
    byte(value) {
      const at = room(1);
      view.setUint8(at, value);
    },
    count(value) {
      const at = room(4);
      view.setUint32(at, value, true);
    },
    number(value) {
      const at = room(8);
      if (Number.isNaN(value)) view.setBigUint64(at, NAN, true);
      else view.setFloat64(at, value, true);
    },
    bytes(value) {
      const at = room(value.length);
      buffer.set(value, at);
    },
    numbers: (values) => self.bytes(bytesOfNumbers(values)),
    text: (value) => writeText(self, value),
    written: () => buffer.subarray(0, length),
  };
  return self;
}

const NAN = 0x7ff8000000000000n;

function writeText(writer: ByteWriter, text: string): void {
  const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  writer.count(points.reduce((sum, point) => sum + sizeOf(point), 0));
  for (const point of points) writePoint(writer, point);
}

/** The methods throw a RangeError where the bytes end too soon. */
export interface ByteReader {
  byte(): number;
  /** A u32 that says how many things of at least `size` bytes follow: more than there is room for is refused. */
  count(size: number): number;
  number(): number;
  numbers(count: number): Float64Array;
  text(): string;
  bytes(length: number): Uint8Array;
  /** Bytes not read yet. */
  readonly left: number;
}

/** @param end  nothing from there on is read */
export function byteReader(bytes: Uint8Array, end: number): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;

  function take(size: number): number {
    if (size > end - offset) throw new RangeError("the bytes end too soon");
    offset += size;
    return offset - size;
  }

  const self: ByteReader = {
    byte: () => view.getUint8(take(1)),
    count(size) {
      const count = view.getUint32(take(4), true);
      if (count * size > end - offset) throw new RangeError("more is announced than there is");
      return count;
    },
    number: () => view.getFloat64(take(8), true),
    numbers(count) {
      const at = take(count * 8);
      return numbersOfBytes(bytes.subarray(at, at + count * 8));
    },
    text() {
      return textOf(self.bytes(self.count(1)));
    },
    bytes(length) {
      const at = take(length);
      return bytes.subarray(at, at + length);
    },
    get left() {
      return end - offset;
    },
  };
  return self;
}

/** f64 as little-endian bytes of their own, to the bit: as numbers, NaNs would lose theirs. */
export function bytesOfNumbers(values: Float64Array): Uint8Array<ArrayBuffer> {
  return littleEndian(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** @param bytes  eight for each number, from any place of a buffer on */
export function numbersOfBytes(bytes: Uint8Array): Float64Array<ArrayBuffer> {
  return new Float64Array(littleEndian(bytes).buffer);
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** A copy, from this machine's order to the one of files, or back. */
function littleEndian(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  return IS_LITTLE_ENDIAN ? copy : copy.map((_, position) => copy[position ^ 7] ?? 0);
}

function sizeOf(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x10000 ? 3 : 4;
}

const LEADS = [0, 0, 0xc0, 0xe0, 0xf0];

function writePoint(writer: ByteWriter, point: number): void {
  const size = sizeOf(point);
  writer.byte((LEADS[size] ?? 0) | (point >> (6 * (size - 1))));
  for (let shift = 6 * (size - 2); shift >= 0; shift -= 6) writer.byte(0x80 | ((point >> shift) & 0x3f));
}

/** Errors: RangeError where the bytes are no UTF-8. */
function textOf(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let position = 0; position < bytes.length;) {
    const lead = bytes[position] ?? 0;
    const size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    let point = size === 1 ? lead : lead & (0x7f >> size);
    for (let next = position + 1; next < position + size; next += 1) {
      const byte = bytes[next] ?? 0;
      if ((byte & 0xc0) !== 0x80) throw new RangeError("the bytes are no text");
      point = (point << 6) | (byte & 0x3f);
    }
    pieces.push(String.fromCodePoint(point));
    position += size;
  }
  return pieces.join("");
}

/** Letters of one byte each, such as the name of a format. */
export function asciiBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
