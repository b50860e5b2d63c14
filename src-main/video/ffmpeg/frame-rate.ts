/** Frames per second as a fraction in lowest terms. */
export interface FrameRate {
  numerator: number;
  denominator: number;
}

/** What a file without any usable rate is played at: ffmpeg's own default for raw streams. */
const DEFAULT_RATE: FrameRate = { numerator: 25, denominator: 1 };

/** The rates the NTSC family slows by 1000/1001 (SMPTE ST 12-1 and its multiples). */
const NTSC_BASES = [12, 15, 24, 30, 48, 60, 120];

/** ffmpeg prints rates with two decimals, so half of the last digit is all a printed rate can be off. */
const PRINTED_PRECISION = 0.005;

/**
 * Faster than this is no rate of pictures but the ticks of a container's clock (1000, 90000):
 * what ffmpeg names when it finds no common interval.
 */
const FASTEST_PLAUSIBLE = 120;

/** Rates closer than this (relative) are one rate: a last frame of odd length moves the mean this far. */
const SAME_RATE = 0.01;

export function framesPerSecond(rate: FrameRate): number {
  return rate.numerator / rate.denominator;
}

/**
 * Reads a rate as ffprobe ("30000/1001") and ffmpeg ("29.97", "90k") write it.
 *
 * @returns undefined for "0/0", "N/A" and the like.
 */
export function parseFrameRate(text: string): FrameRate | undefined {
  const match = /^(\d+(?:\.\d+)?)(k?)(?:\/(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, amount, thousands, divisor = '1'] = match;
  const value = Number(amount) * (thousands === 'k' ? 1000 : 1);
  if (value === 0 || Number(divisor) === 0) return undefined;
  return standardRate(reduced(Math.round(value * 100), Number(divisor) * 100));
}

/**
 * The rate the file means: whole numbers and the NTSC family within a printed rate's precision,
 * anything else as it stands. The two probers agree because both pass through here.
 */
function standardRate(rate: FrameRate): FrameRate {
  const fps = framesPerSecond(rate);
  const whole = Math.round(fps);
  if (whole > 0 && Math.abs(fps - whole) <= PRINTED_PRECISION) {
    return { numerator: whole, denominator: 1 };
  }
  const base = NTSC_BASES.find((each) => Math.abs(fps - each / 1.001) <= PRINTED_PRECISION);
  return base === undefined ? rate : { numerator: base * 1000, denominator: 1001 };
}

export interface ConstantRate {
  rate: FrameRate;
  /** The file's own frames come at uneven intervals. */
  isVariable: boolean;
}

/**
 * The constant rate a file is decoded at.
 *
 * @param average frames divided by duration (ffmpeg's avg_frame_rate, printed as "fps").
 * @param nominal the finest interval seen (r_frame_rate, printed as "tbr").
 */
export function chooseConstantRate(
  average: FrameRate | undefined,
  nominal: FrameRate | undefined,
): ConstantRate {
  if (!average || !nominal) {
    const only = average ?? nominal;
    return { rate: only && isPlausible(only) ? only : DEFAULT_RATE, isVariable: false };
  }
  const ratio = framesPerSecond(nominal) / framesPerSecond(average);
  if (isNear(ratio, 1)) return { rate: nominal, isVariable: false };
  // Interlaced streams name their field rate, exactly twice the frame rate.
  if (isNear(ratio, 2)) return { rate: average, isVariable: false };
  // A finest interval many times finer than the mean would decode each frame many times over.
  const worthKeeping = isPlausible(nominal) && ratio < 2;
  return { rate: worthKeeping ? nominal : average, isVariable: true };
}

function isPlausible(rate: FrameRate): boolean {
  return framesPerSecond(rate) <= FASTEST_PLAUSIBLE;
}

function isNear(ratio: number, target: number): boolean {
  return Math.abs(ratio / target - 1) < SAME_RATE;
}

function reduced(numerator: number, denominator: number): FrameRate {
  let [a, b] = [numerator, denominator];
  while (b > 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
