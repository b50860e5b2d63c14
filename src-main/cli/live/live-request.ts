import type { LiveSessionOptions } from '../../engine/live/live-session-options.ts';
import type { SourceChoice } from '../../engine/stream/protocol.ts';
import { NO_VIRTUAL_CAMERA, type LiveCommandOptions } from '../commands/live-options.ts';
import { settingsFrom } from '../commands/setting-options.ts';

/** What the command line asks of a session. */
export function sessionOptions(
  options: LiveCommandOptions,
  camera: SourceChoice,
): LiveSessionOptions {
  const { reference: references = [], virtualCamera, record, size, fps, pixelFormat } = options;
  return {
    camera,
    references,
    isSwapping: options.passthrough !== true,
    settings: settingsFrom(options),
    maxFaces: options.maxFaces,
    output: { ...size, fps, pixelFormat },
    isMirrored: options.mirror === true,
    sinks: {
      virtualCamera: virtualCamera === NO_VIRTUAL_CAMERA ? undefined : virtualCamera,
      record:
        record === undefined ? undefined : { path: record, inputs: inputFiles(camera, references) },
    },
  };
}

/** The files that a session reads, and that nothing may be written over. */
export function inputFiles(camera: SourceChoice, references: readonly string[]): string[] {
  switch (camera.kind) {
    case 'video':
      return [camera.path, ...references];
    case 'stills':
      return [camera.folder, ...references];
    case 'camera':
    case 'test':
      return [...references];
  }
}

/** What is said before a session starts: where pictures come from, and what may surprise. */
export function introduction({ camera, isSwapping, sinks }: LiveSessionOptions): string[] {
  const lines = [`Camera: ${nameOf(camera)}.`];
  if (!isSwapping) lines.push('The camera is published as it is; no face is replaced.');
  if (sinks.virtualCamera === undefined && sinks.record === undefined) {
    lines.push('Nothing is published or recorded; the session is only measured.');
  }
  return lines;
}

function nameOf(camera: SourceChoice): string {
  switch (camera.kind) {
    case 'camera':
      return `${camera.name} (${camera.path})`;
    case 'video':
      return `the video ${camera.path}, again and again`;
    case 'stills':
      return `the pictures of ${camera.folder}, again and again`;
    case 'test':
      return 'a drawn test picture';
  }
}
