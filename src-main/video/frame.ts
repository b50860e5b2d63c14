/** A picture in the working format: interleaved 8-bit RGBA, rows without padding. */
export interface Frame {
  width: number;
  height: number;
  /** Length width · height · 4. */
  pixels: Uint8Array<ArrayBuffer>;
  /** Presentation or capture time in milliseconds, on the source's own monotonic clock. */
  timeMs: number;
}

/** A black, transparent frame of the given size. */
export function createFrame(width: number, height: number, timeMs = 0): Frame {
  return { width, height, pixels: new Uint8Array(width * height * 4), timeMs };
}
