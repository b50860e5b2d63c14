import type { PixelFormat } from '../../../base/picture-format.ts';
import type { ErrorCode } from '../../../contract/error.ts';

/** A size and layout a camera offers; see `CameraMode`. */
export interface OfferedMode {
  pixelFormat: Exclude<PixelFormat, 'rgba'>;
  width: number;
  height: number;
  /** Pictures a second, highest first. */
  rates: number[];
}

/** One of them at one rate. */
export interface AskedMode extends Omit<OfferedMode, 'rates'> {
  fps: number;
}

/** A camera as ffmpeg lists it. */
export interface ListedCamera {
  id: string;
  name: string;
  /** What ffmpeg opens it by. */
  path: string;
  isVirtual: boolean;
}

/** Why a camera gives no pictures, in the words of the program's errors. */
export interface CameraRefusal {
  code: Extract<ErrorCode, `camera-${string}`>;
  /** Completes "… cannot be used: ". */
  reason: string;
  hint: string;
}

/** One of ffmpeg's ways to cameras: what to ask it, and how to read what it prints. */
export interface CaptureBackend {
  /** Arguments that make ffmpeg print the cameras. */
  readonly listArguments: readonly string[];
  readCameras: (printed: string) => ListedCamera[];
  /** Arguments that make ffmpeg print what a camera offers, without pictures. */
  offerArguments: (path: string) => string[];
  readOffer: (printed: string) => OfferedMode[];
  /** Arguments that open a camera. */
  inputArguments: (path: string, mode: AskedMode) => string[];
  /** @returns undefined when what was printed explains nothing. */
  readRefusal: (printed: string) => CameraRefusal | undefined;
  /** What it means when a camera opens and stays silent. */
  readonly silence: CameraRefusal;
}

/** Rates that programs ask for, highest first. */
const USUAL_RATES = [120, 60, 50, 30, 25, 24, 20, 15, 10, 5];

/** The usual rates within a range, and its ends; rounded to hundredths, highest first. */
export function ratesWithin(least: number, most: number): number[] {
  const [low, high] = [least, most].map((rate) => Math.round(rate * 100) / 100);
  const between = USUAL_RATES.filter((rate) => rate > low && rate < high);
  return [...new Set([high, ...between, low])];
}

/** Joins what is said of one layout and size in several lines; largest size first. */
export function joinModes(modes: readonly OfferedMode[]): OfferedMode[] {
  const joined = new Map<string, OfferedMode>();
  for (const mode of modes) {
    const key = `${mode.pixelFormat} ${mode.width}x${mode.height}`;
    const rates = [...(joined.get(key)?.rates ?? []), ...mode.rates];
    joined.set(key, { ...mode, rates: [...new Set(rates)].sort((a, b) => b - a) });
  }
  return [...joined.values()].sort((a, b) => b.width * b.height - a.width * a.height);
}

/** ffmpeg's lines without the "[dshow @ 000001]" before them. */
export function messagesOf(printed: string, part: RegExp): string[] {
  return printed.split(/\r?\n/).flatMap((line) => {
    const prefix = /^\[([^\]]*) @ [^\]]*\] ?/.exec(line);
    return prefix && part.test(prefix[1]) ? [line.slice(prefix[0].length)] : [];
  });
}
