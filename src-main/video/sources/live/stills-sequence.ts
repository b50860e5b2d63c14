import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { MirageError } from '../../../contract/error.ts';
import type { Notice } from '../../../contract/notice.ts';
import type { Frame } from '../../frame.ts';
import { loadPicture } from '../load-picture.ts';
import { sharp } from '../sharp.ts';

/** "2.png" before "10.png", whatever the language of the system. */
const NATURAL_ORDER = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * The pictures of a folder in the order of their names, again and again, all of the first one's
 * size. What is no picture is left out and noted once.
 */
export class StillsSequence {
  readonly #limit: { width: number; height: number };
  readonly #notices: Notice[] = [];
  /** Those that may be pictures yet. */
  #paths: string[];
  #position = -1;
  #size: { width: number; height: number } | undefined;

  private constructor(paths: string[], limit: { width: number; height: number }) {
    this.#paths = paths;
    this.#limit = limit;
  }

  /**
   * @param path a folder, or one picture.
   * @param limit the first picture is scaled down into it.
   * @throws MirageError `input-missing`, `input-unreadable`, `input-unsupported` (an empty folder).
   */
  static async open(
    path: string,
    limit: { width: number; height: number },
  ): Promise<StillsSequence> {
    const paths = await listFiles(path);
    if (paths.length === 0) throw noPicture(path);
    return new StillsSequence(paths, limit);
  }

  /** What was left out, and why. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** How many files there are that may be pictures. */
  get length(): number {
    return this.#paths.length;
  }

  /**
   * Loads the picture `steps` places further on, or the next readable one after it.
   *
   * @throws MirageError `input-unsupported` when no picture is left.
   */
  async advance(steps: number): Promise<Frame> {
    this.#position += steps;
    for (;;) {
      this.#position %= this.#paths.length;
      const path = this.#paths[this.#position];
      try {
        return await this.#load(path);
      } catch (thrown) {
        this.#leaveOut(path, MirageError.from(thrown));
      }
    }
  }

  async #load(path: string): Promise<Frame> {
    const { frame } = await loadPicture(path, { animated: 'first-frame' });
    this.#size ??= fitInside(frame, this.#limit);
    return await fitted(frame, this.#size);
  }

  #leaveOut(path: string, error: MirageError): void {
    this.#notices.push({ code: 'picture-left-out', message: `Left out: ${error.message}` });
    this.#paths.splice(this.#position, 1);
    if (this.#paths.length === 0) throw noPicture(path, error);
  }
}

/** Ordinary files of a folder that are not hidden; the path itself when it is no folder. */
async function listFiles(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort((left, right) => NATURAL_ORDER.compare(left, right))
      .map((name) => join(path, name));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new MirageError(isMissing ? 'input-missing' : 'input-unreadable', {
      message: isMissing ? `${path} does not exist.` : `${path} cannot be read.`,
      hint: 'Choose a folder of pictures that you may read.',
      cause,
    });
  }
}

function noPicture(path: string, cause?: MirageError): MirageError {
  return new MirageError('input-unsupported', {
    message: `There is no picture to show in ${basename(path)}.`,
    hint: 'Choose a folder with JPEG, PNG, WebP or TIFF pictures in it.',
    cause,
  });
}

/** The largest size of the frame's shape within the limit; never larger than the frame. */
function fitInside(
  frame: { width: number; height: number },
  limit: { width: number; height: number },
): { width: number; height: number } {
  const scale = Math.min(1, limit.width / frame.width, limit.height / frame.height);
  return {
    width: Math.max(1, Math.round(frame.width * scale)),
    height: Math.max(1, Math.round(frame.height * scale)),
  };
}

/** Scaled whole, between black bars; on sharp's threads, for the caller's has a clock to keep. */
async function fitted(frame: Frame, size: { width: number; height: number }): Promise<Frame> {
  if (frame.width === size.width && frame.height === size.height) return frame;
  const { width, height } = frame;
  const pixels = await sharp(frame.pixels, { raw: { width, height, channels: 4 } })
    .resize(size.width, size.height, { fit: 'contain', background: '#000' })
    .raw()
    .toBuffer();
  return {
    ...size,
    pixels: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length),
    timeMs: 0,
  };
}
