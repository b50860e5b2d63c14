import {
  joinModes,
  messagesOf,
  ratesWithin,
  type CaptureBackend,
  type ListedCamera,
  type OfferedMode,
} from './capture-backend.ts';

/** ffmpeg's names of the layouts Mirage knows. */
const PIXEL_FORMATS: Readonly<Record<string, OfferedMode['pixelFormat']>> = {
  nv12: 'nv12',
  yuv420p: 'i420',
  yuyv422: 'yuyv',
  mjpeg: 'mjpeg',
};

const OFFER_LINE =
  /(?:pixel_format|vcodec)=(\w+)\s+min s=\d+x\d+ fps=([\d.e+]+) max s=(\d+)x(\d+) fps=([\d.e+]+)/;

/** Windows: DirectShow. Source of what is printed: libavdevice/dshow.c, 4.x and 5.0 onwards. */
export const DSHOW: CaptureBackend = {
  listArguments: ['-f', 'dshow', '-list_devices', 'true', '-i', 'dummy'],
  readCameras,
  offerArguments: (path) => ['-f', 'dshow', '-list_options', 'true', '-i', `video=${path}`],
  readOffer,
  inputArguments: (path, { pixelFormat, width, height, fps }) => [
    // The default holds less than one large picture, and every one would be dropped.
    ...['-f', 'dshow', '-rtbufsize', String(width * height * 2 * 3)],
    ...(pixelFormat === 'mjpeg'
      ? ['-vcodec', 'mjpeg']
      : ['-pixel_format', ffmpegName(pixelFormat)]),
    ...['-video_size', `${width}x${height}`, '-framerate', String(fps)],
    ...['-i', `video=${path}`],
  ],
  readRefusal: (printed) => {
    if (/Could not find video device/i.test(printed)) {
      return {
        code: 'camera-missing',
        reason: 'it is not attached.',
        hint: 'Attach it, or choose another camera; mirage devices lists them.',
      };
    }
    if (/Could not set video options|Could not find output pin/i.test(printed)) {
      return {
        code: 'camera-format-unsupported',
        reason: 'it does not give pictures of that size and rate.',
        hint: 'Ask for a size and rate that mirage devices lists.',
      };
    }
    // Also what the camera's privacy switch of Windows leads to.
    if (/Could not run graph|Could not RenderStream|Unable to BindToObject/i.test(printed)) {
      return {
        code: 'camera-in-use',
        reason: 'another program uses it, or Windows withholds it.',
        hint: 'Close the other program; allow desktop apps in Settings, Privacy, Camera.',
      };
    }
    return undefined;
  },
  silence: {
    code: 'camera-in-use',
    reason: 'it opens but gives no pictures.',
    hint: 'Close other programs that use it, or unplug it and plug it in again.',
  },
};

/**
 * From 5.0 each name is followed by its kinds, as in `"C920" (video)`; before, the kinds were
 * headings. The alternative name stays the same while the camera stays in its port.
 */
function readCameras(printed: string): ListedCamera[] {
  const cameras: ListedCamera[] = [];
  let isVideoSection = false;
  let name: string | undefined;
  for (const message of messagesOf(printed, /dshow|in#/)) {
    const heading = /^DirectShow (video|audio) devices/.exec(message);
    if (heading) isVideoSection = heading[1] === 'video';
    const alternative = /^\s*Alternative name "(.*)"/.exec(message)?.[1];
    const device = /^\s*"(.*)"(?: \((.*)\))?\s*$/.exec(message);
    if (alternative !== undefined) {
      if (name !== undefined) cameras.push(camera(name, alternative));
      name = undefined;
    } else if (device) {
      // A virtual camera that nobody feeds is of no kind.
      const kinds = device.at(2);
      const isCamera = kinds === undefined ? isVideoSection : /video|none/.test(kinds);
      name = isCamera ? device[1] : undefined;
    }
  }
  return cameras;
}

function camera(name: string, alternative: string): ListedCamera {
  // Software is under "@device_sw_", what is plugged in under "@device_pnp_".
  const isVirtual = alternative.startsWith('@device_sw_');
  return { id: alternative, name, path: alternative, isVirtual };
}

function readOffer(printed: string): OfferedMode[] {
  const modes = messagesOf(printed, /dshow|in#/).flatMap((message): OfferedMode[] => {
    const match = OFFER_LINE.exec(message);
    if (!match || !Object.hasOwn(PIXEL_FORMATS, match[1])) return [];
    const [least, width, height, most] = match.slice(2).map(Number);
    const pixelFormat = PIXEL_FORMATS[match[1]];
    return [{ pixelFormat, width, height, rates: ratesWithin(least, most) }];
  });
  return joinModes(modes);
}

function ffmpegName(pixelFormat: OfferedMode['pixelFormat']): string {
  return Object.entries(PIXEL_FORMATS).find(([, known]) => known === pixelFormat)![0];
}
