import { resolve } from 'node:path';
import { MirageError } from '../../contract/error.ts';
import type { PublishedPixelFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { PictureSize } from './option-values.ts';
import type { SettingOptions } from './setting-options.ts';

/** The options of `mirage live` as commander hands them over. */
export interface LiveCommandOptions extends SettingOptions {
  camera?: string;
  reference?: string[];
  passthrough?: true;
  virtualCamera: string;
  size: PictureSize;
  fps: number;
  mirror?: true;
  pixelFormat: PublishedPixelFormat;
  record?: string;
  report?: string;
  seconds?: number;
  json?: true;
}

/** What --virtual-camera takes for none at all. */
export const NO_VIRTUAL_CAMERA = 'none';

/** Below, a face is too small to find; above, no video call goes. */
export const LEAST_SIZE: PictureSize = { width: 160, height: 120 };
export const MOST_SIZE: PictureSize = { width: 3840, height: 2160 };

/** A week: longer than any session, shorter than what a timer can count. */
export const MOST_SECONDS = 7 * 24 * 3600;

/**
 * Refuses options that contradict each other, and a session that would show the real face without
 * being told to.
 *
 * @throws MirageError `usage`.
 */
export function refuseContradictions({
  reference,
  passthrough,
  record,
  report,
}: LiveCommandOptions): void {
  if (reference === undefined && passthrough === undefined) {
    throw new MirageError('usage', {
      message: 'There is no face to show.',
      hint: 'Name a picture with --reference, or publish the camera as it is with --passthrough.',
    });
  }
  if (reference !== undefined && passthrough !== undefined) {
    throw new MirageError('usage', {
      message: '--passthrough publishes the camera as it is, so it does not go with --reference.',
      hint: 'Leave one of the two away.',
    });
  }
  if (record !== undefined && report !== undefined && resolve(record) === resolve(report)) {
    throw new MirageError('usage', {
      message: '--record and --report name the same file.',
      hint: 'Give the report another name, such as report.json.',
    });
  }
}
