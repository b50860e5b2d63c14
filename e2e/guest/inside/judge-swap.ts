import assert from 'node:assert/strict';
import type { Figures } from '../events.ts';
import { crop, detail, difference, nearest, type Part, type Picture } from './pictures.ts';

/** Where the face is in the demo clip, hair and chin left out. */
const FACE: Part = { left: 0.42, top: 0.42, right: 0.6, bottom: 0.76 };

/** Blurred pictures and the placeholder have 0.3 of the clip's detail, swapped ones 0.9. */
const SHARP = 0.6;
/** Levels. What the recording's loss makes of a picture is 1 off; another picture 4 and more. */
const SAME_PICTURE = 3;
/** Levels, inside the face: untouched it would be 2 off, swapped it is 11 to 19. */
const OTHER_FACE = 6;
/** The encoder, emulated too, may be too slow for some of the pictures: these are not recorded. */
const LEAST_RECORDED = 0.8;
/** Levels; read twice, a picture is the same bit for bit. */
const MOVED = 1;
/** Emulated, the face networks manage about one picture a second. */
const LEAST_SHARP = 3;

/** What {@link judgeSwap} compares. */
export interface Evidence {
  /** What another program got. */
  readonly read: readonly Picture[];
  /** What Mirage recorded of what it published. */
  readonly recorded: readonly Picture[];
  /** The clip as it was before. */
  readonly originals: readonly Picture[];
}

/**
 * Judges pictures that were read from the virtual camera while a clip was swapped: they are those
 * that were recorded; sharp ones are among them, which move; and no sharp one shows the clip's face.
 *
 * @throws AssertionError in words.
 */
export function judgeSwap({ read, recorded, originals }: Evidence): Figures {
  const matches = read.map((picture) => nearest(picture, recorded).difference);
  const recordedShare = matches.filter((off) => off <= SAME_PICTURE).length / read.length;
  const clipDetail = Math.min(...originals.map(detail));
  const sharp = read.filter((picture) => detail(picture) > SHARP * clipDetail);
  const originalFaces = originals.map((picture) => crop(picture, FACE));
  const offOriginal = sharp.map(
    (picture) => nearest(crop(picture, FACE), originalFaces).difference,
  );
  const leastOff = Math.min(...offOriginal);
  const motion = Math.max(...sharp.slice(1).map((picture) => difference(picture, sharp[0])));

  assert.ok(sharp.length >= LEAST_SHARP, `only ${sharp.length} of ${read.length} are sharp`);
  assert.ok(leastOff >= OTHER_FACE, `a face is only ${leastOff.toFixed(1)} levels off the clip's`);
  assert.ok(motion >= MOVED, `the picture stands still: ${motion.toFixed(1)} levels`);
  assert.ok(
    recordedShare >= LEAST_RECORDED,
    `only ${(100 * recordedShare).toFixed(0)}% of the pictures were recorded`,
  );
  return {
    'pictures read': `${read.length}, ${sharp.length} of them sharp`,
    'found in the recording': `${(100 * recordedShare).toFixed(0)}%`,
    'least difference from the clip inside the face': `${leastOff.toFixed(1)} levels`,
  };
}
