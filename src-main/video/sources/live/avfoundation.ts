import {
  joinModes,
  messagesOf,
  type CaptureBackend,
  type ListedCamera,
  type OfferedMode,
} from './capture-backend.ts';

const INPUT = ['-f', 'avfoundation'];

/** macOS: AVFoundation. Source of what is printed: libavdevice/avfoundation.m, 4.x onwards. */
export const AVFOUNDATION: CaptureBackend = {
  listArguments: [...INPUT, '-list_devices', 'true', '-i', ''],
  readCameras,
  // There is no way to ask: a size that no camera has makes it name those it has.
  offerArguments: (path) => [...INPUT, '-video_size', '2x2', '-framerate', '30', '-i', path],
  readOffer,
  inputArguments: (path, { width, height, fps }) => [
    // Every camera gives NV12; macOS converts what its hardware sends.
    ...[...INPUT, '-pixel_format', 'nv12', '-video_size', `${width}x${height}`],
    ...['-framerate', String(fps), '-i', path],
  ],
  readRefusal: (printed) => {
    if (/Video device not found|Invalid device index|No AV capture device/i.test(printed)) {
      return {
        code: 'camera-missing',
        reason: 'it is not attached.',
        hint: 'Attach it, or choose another camera; mirage devices lists them.',
      };
    }
    if (/in use by another/i.test(printed)) {
      return {
        code: 'camera-in-use',
        reason: 'another program uses it.',
        hint: 'Close the other program, or choose another camera.',
      };
    }
    if (/not authori[sz]ed|not permitted|Cannot use /i.test(printed)) return NOT_PERMITTED;
    if (/is not supported by the (?:input )?device/i.test(printed)) {
      return {
        code: 'camera-format-unsupported',
        reason: 'it does not give pictures of that size and rate.',
        hint: 'Ask for a size and rate that mirage devices lists.',
      };
    }
    return undefined;
  },
  get silence() {
    return NOT_PERMITTED;
  },
};

/** macOS lets a program that may not see the camera open it, and shows it nothing. */
const NOT_PERMITTED = {
  code: 'camera-not-permitted',
  reason: 'macOS has not allowed this program to see it.',
  hint: 'Allow the terminal or Mirage in System Settings, Privacy & Security, Camera; then start it again.',
} as const;

function readCameras(printed: string): ListedCamera[] {
  let isVideoSection = false;
  const listed: { index: string; name: string }[] = [];
  for (const message of messagesOf(printed, /AVFoundation|in#/)) {
    const heading = /^AVFoundation (video|audio) devices/.exec(message);
    if (heading) isVideoSection = heading[1] === 'video';
    const device = /^\[(\d+)\] (.*)$/.exec(message);
    if (!device || !isVideoSection || device[2].startsWith('Capture screen ')) continue;
    listed.push({ index: device[1], name: device[2] });
  }
  return listed.map(({ index, name }, position) => {
    const isAmbiguous = listed.some((other, at) => at !== position && other.name.startsWith(name));
    const before = listed.slice(0, position).filter((other) => other.name === name).length;
    return {
      id: before === 0 ? name : `${name} #${before + 1}`,
      name,
      // An index is another camera's after the next plug, so it is used only where a name will not do.
      path: isAmbiguous || !isPlainName(name) ? index : name,
      isVirtual: /virtual/i.test(name),
    };
  });
}

/** Not taken for an index, a pair of video and sound, or one of the names with a meaning. */
function isPlainName(name: string): boolean {
  return !/^\s*[-+\d]|:|^none|^default/.test(name);
}

/** Only the highest rate of a range can be asked for. */
function readOffer(printed: string): OfferedMode[] {
  const modes = messagesOf(printed, /AVFoundation|in#/i).flatMap((message): OfferedMode[] => {
    const match = /^\s*(\d+)x(\d+)@\[[\d.]+ ([\d.]+)\]fps/.exec(message);
    if (!match) return [];
    const [width, height, most] = match.slice(1).map(Number);
    const rates = [Math.round(most * 100) / 100];
    return [{ pixelFormat: 'nv12', width, height, rates }];
  });
  return joinModes(modes);
}
