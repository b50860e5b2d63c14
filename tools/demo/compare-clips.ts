import { nativeAddon, type Rectangle } from '../../src-main/base/addon.ts';
import { MirageError } from '../../src-main/contract/error.ts';
import { FaceTracker } from '../../src-main/video/faces/tracker.ts';
import { framesPerSecond } from '../../src-main/video/ffmpeg/frame-rate.ts';
import { probeVideo } from '../../src-main/video/ffmpeg/probe.ts';
import { createFrame, type Frame } from '../../src-main/video/frame.ts';
import { VideoFileReader } from '../../src-main/video/sources/video-file-reader.ts';
import { FlickerMeter } from './flicker-meter.ts';
import { boundsOf } from './face-bounds.ts';

/** The same moment before and after the swap. */
export interface Moment {
  seconds: number;
  original: Frame;
  swapped: Frame;
  /** Where the face is in the original. */
  face: Rectangle;
}

export interface Comparison {
  frames: number;
  /** See {@link FlickerMeter}; both inside the original's face. */
  flicker: { original: number; swapped: number };
  moments: Moment[];
}

/**
 * Reads a clip and its swapped version side by side, and looks for the face in the original alone.
 *
 * @param momentCount pictures to keep: the middles of as many equal parts.
 * @throws MirageError what reading and tracking may throw, and `internal` when the two differ in
 *   size or length.
 */
export async function compareClips(
  originalPath: string,
  swappedPath: string,
  momentCount: number,
): Promise<Comparison> {
  const original = await openClip(originalPath);
  try {
    const swapped = await openClip(swappedPath);
    try {
      return await compare(original, swapped, momentCount);
    } finally {
      await swapped.reader.close();
    }
  } finally {
    await original.reader.close();
  }
}

interface Clip {
  reader: VideoFileReader;
  /** I420, the frame that was read last. */
  yuv: Uint8Array;
  flicker: FlickerMeter;
}

async function openClip(path: string): Promise<Clip> {
  const info = await probeVideo(path);
  const reader = await VideoFileReader.open(info);
  return {
    reader,
    yuv: new Uint8Array(reader.frameBytes),
    flicker: new FlickerMeter(info.width, info.height),
  };
}

async function compare(original: Clip, swapped: Clip, momentCount: number): Promise<Comparison> {
  const { info } = original.reader;
  if (original.yuv.length !== swapped.yuv.length) throw unlike('in size');
  const fps = framesPerSecond(info.frameRate);
  const isKept = momentFrames(info.estimatedFrames ?? 0, momentCount);
  const moments: Moment[] = [];
  const tracker = await FaceTracker.open({ maxFaces: 1 });
  try {
    let index = 0;
    for (; await readBoth(original, swapped); index++) {
      const seconds = index / fps;
      const frame = toRgba(original, seconds);
      const face = (await tracker.process(frame)).at(0);
      const bounds = boundsOf(face?.mesh, info);
      original.flicker.observe(original.yuv, bounds);
      swapped.flicker.observe(swapped.yuv, bounds);
      if (bounds && isKept.has(index)) {
        moments.push({ seconds, original: frame, swapped: toRgba(swapped, seconds), face: bounds });
      }
    }
    return {
      frames: index,
      flicker: { original: original.flicker.level, swapped: swapped.flicker.level },
      moments,
    };
  } finally {
    await tracker.close();
  }
}

async function readBoth(original: Clip, swapped: Clip): Promise<boolean> {
  const hasOriginal = await original.reader.read(original.yuv);
  if (hasOriginal !== (await swapped.reader.read(swapped.yuv))) throw unlike('in length');
  return hasOriginal;
}

function toRgba({ reader: { info }, yuv }: Clip, seconds: number): Frame {
  const frame = createFrame(info.width, info.height, seconds * 1000);
  const { width, height, matrix, range } = info;
  nativeAddon().rgbaFromI420(yuv, width, height, matrix, range, frame.pixels);
  return frame;
}

/** The middle frame of each of `count` equal parts. */
function momentFrames(frames: number, count: number): Set<number> {
  return new Set(Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * frames) / count)));
}

function unlike(how: string): MirageError {
  return new MirageError('internal', {
    message: `The swapped clip differs from the original ${how}.`,
  });
}
