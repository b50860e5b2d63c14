/** A repeatable source of numbers for tests: the same seed gives the same sequence everywhere. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number, least ≤ n ≤ most. */
  whole(least: number, most: number): number;
  pick<T>(choices: readonly T[]): T;
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** Uniform in [low, high). */
  floats(length: number, low: number, high: number): Float32Array<ArrayBuffer>;
}

/** A linear congruential generator modulo 2^32 (constants: Knuth, via Numerical Recipes, 7.1). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const whole = (least: number, most: number): number =>
    least + Math.floor(next() * (most - least + 1));
  return {
    next,
    whole,
    pick: (choices) => choices[whole(0, choices.length - 1)],
    bytes: (length) => Uint8Array.from({ length }, () => whole(0, 255)),
    floats: (length, low, high) => Float32Array.from({ length }, () => low + next() * (high - low)),
  };
}
