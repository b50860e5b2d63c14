import { describe, expect, it } from 'vitest';
import { asSharp, drawPicture } from '../../../test-support/media/draw-picture.ts';
import { createRandom, type Random } from '../../../test-support/random.ts';
import { MirageError } from '../../contract/error.ts';
import { loadPicture } from './load-picture.ts';

const MUTATIONS = 2000;
const MAX_PIXELS = 1_000_000;

/** Small pictures whose every part is hit often. */
async function seeds(): Promise<Uint8Array[]> {
  const picture = asSharp(drawPicture(40, 30));
  return await Promise.all([
    picture.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    picture.clone().jpeg({ progressive: true }).toBuffer(),
    picture.clone().withIccProfile('p3').png().toBuffer(),
    picture.clone().png({ palette: true, progressive: true }).toBuffer(),
    picture.clone().webp().toBuffer(),
    picture.clone().webp({ lossless: true }).toBuffer(),
  ]);
}

function mutate(random: Random, original: Uint8Array, other: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(original);
  switch (random.pick(['flip', 'truncate', 'splice', 'overwrite'] as const)) {
    case 'flip':
      for (let flips = random.whole(1, 20); flips > 0; flips--) {
        const at = random.whole(0, bytes.length - 1);
        bytes[at] = bytes[at] ^ (1 << random.whole(0, 7));
      }
      return bytes;
    case 'truncate':
      return bytes.subarray(0, random.whole(0, bytes.length - 1));
    case 'splice':
      return Buffer.concat([
        bytes.subarray(0, random.whole(0, bytes.length)),
        other.subarray(random.whole(0, other.length)),
      ]);
    case 'overwrite': {
      // Sizes and counts at their extremes, early in the file where headers are.
      const at = random.whole(0, Math.min(200, bytes.length - 4));
      bytes.fill(random.pick([0x00, 0x7f, 0x80, 0xff]), at, at + random.whole(1, 4));
      return bytes;
    }
  }
}

describe('loadPicture with damaged files', () => {
  it(
    `loads or refuses each of ${MUTATIONS} mutations, in bounded memory`,
    { timeout: 60_000 },
    async () => {
      const random = createRandom(20240501);
      const originals = await seeds();
      for (const original of originals) await loadPicture(original);
      const before = process.memoryUsage.rss();
      const outcomes = new Map<string, number>();
      let largest = 0;

      for (let index = 0; index < MUTATIONS; index++) {
        const bytes = mutate(random, random.pick(originals), random.pick(originals));
        const outcome = await loadPicture(bytes, {
          maxPixels: MAX_PIXELS,
          animated: 'first-frame',
        }).then(
          ({ frame }) => {
            largest = Math.max(largest, frame.width * frame.height);
            expect(frame.pixels.length).toBe(frame.width * frame.height * 4);
            return 'loaded';
          },
          (thrown: unknown) => {
            if (!(thrown instanceof MirageError)) throw thrown;
            return thrown.code;
          },
        );
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }

      expect([...outcomes.keys()].sort()).toEqual([
        'input-unreadable',
        'input-unsupported',
        'loaded',
        'picture-too-large',
      ]);
      expect(largest).toBeLessThanOrEqual(MAX_PIXELS);
      expect(process.memoryUsage.rss() - before).toBeLessThan(200e6);
    },
  );
});
