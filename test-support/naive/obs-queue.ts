/** What a reader of OBS Virtual Camera's queue finds, in plain steps. */
export interface ReadQueue {
  state: 'starting' | 'ready' | 'stopping';
  width: number;
  height: number;
  /** Between two pictures, in units of 100 ns. */
  interval: bigint;
  writeCount: number;
  readCount: number;
  /** Offsets of the slots. */
  slots: number[];
  /** Of the newest picture. */
  timeNs: bigint;
  /** The newest picture, NV12. */
  picture: Uint8Array;
}

const STATES = [undefined, 'starting', 'ready', 'stopping'] as const;

/** Little-endian; the offsets are those of the C struct that OBS compiles. */
export function readObsQueue(memory: Uint8Array): ReadQueue {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
  const word = (offset: number): number => view.getUint32(offset, true);
  const [width, height] = [word(28), word(32)];
  const slots = [word(12), word(16), word(20)];
  const newest = slots[word(4) % 3];
  const state = STATES[word(8)];
  if (state === undefined) throw new Error(`State ${word(8)} is not one of the protocol's.`);
  if (word(24) !== 0) throw new Error('The queue holds something else than video.');
  return {
    ...{ state, width, height, slots },
    interval: view.getBigUint64(40, true),
    writeCount: word(0),
    readCount: word(4),
    timeNs: view.getBigUint64(newest, true),
    picture: memory.slice(newest + 32, newest + 32 + (width * height * 3) / 2),
  };
}

/** One pixel's Y, U and V in an NV12 picture. */
export function nv12Pixel(
  picture: Uint8Array,
  width: number,
  height: number,
  x: number,
  y: number,
): number[] {
  const chroma = width * height + (y >> 1) * width + (x >> 1) * 2;
  return [picture[y * width + x], picture[chroma], picture[chroma + 1]];
}
