import { parseFrameRate } from './frame-rate.ts';
import { clockwise, specified, type MediaReport, type VideoStreamReport } from './media-report.ts';

const STREAM_LINE = /^\s*Stream #0:\d+(?:\[\w+\])?(?:\([^)]*\))?: (\w+): (.*)$/;
const DURATION_LINE = /^\s*Duration: (\d+):(\d\d):(\d\d)\.(\d\d),/;
const ROTATION_LINE = /^\s*display ?matrix: rotation of (-?[\d.]+) degrees/i;

/**
 * Reads what `ffmpeg -i` prints about a file, for machines without ffprobe. The layout of these
 * lines (avcodec_string in libavcodec, av_dump_format in libavformat) is the same from 4.1 to 9.0.
 */
export function readFfmpegReport(printed: string): MediaReport {
  const report: MediaReport = { durationMs: undefined, video: undefined, audio: [] };
  let described: VideoStreamReport | undefined;
  for (const line of printed.split(/\r?\n/)) {
    const duration = DURATION_LINE.exec(line);
    if (duration) {
      const [hours, minutes, seconds, hundredths] = duration.slice(1).map(Number);
      report.durationMs = ((hours * 60 + minutes) * 60 + seconds) * 1000 + hundredths * 10;
    }
    const rotation = ROTATION_LINE.exec(line);
    if (rotation && described) described.rotation = clockwise(Number(rotation[1]));
    const stream = STREAM_LINE.exec(line);
    if (!stream) continue;
    described = undefined;
    const [kind, description] = [stream[1], stream[2]];
    if (kind === 'Audio') report.audio.push(audioStream(description));
    if (kind === 'Video' && !isStill(description) && report.video === undefined) {
      described = videoStream(description);
      report.video = described;
    }
  }
  return report;
}

/** Cover art. Versions before 4.2 do not mark it; it is a picture without a rate of frames. */
function isStill(description: string): boolean {
  if (/\((?:attached pic|timed thumbnails)\)/.test(description)) return true;
  return /^(?:png|mjpeg|bmp)\b/.test(description) && !description.includes(' fps');
}

/** "h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 1280x720 [SAR 1:1 DAR 16:9], 25 fps, 25 tbr" */
function videoStream(description: string): VideoStreamReport {
  const fields = topLevelFields(description);
  const sizeIndex = fields.findIndex((field) => /^\d+x\d+/.test(field));
  const size = /^(\d+)x(\d+)/.exec(fields[sizeIndex] ?? '');
  const aspect = /\bSAR (\d+):(\d+)/.exec(description);
  const format = /^(\w+)(?:\((.*)\))?$/.exec(sizeIndex === 2 ? fields[1] : '');
  const details = format?.[2]?.split(', ') ?? [];
  return {
    codec: firstWord(fields[0]),
    pixelFormat: format?.[1] ?? 'unknown',
    width: Number(size?.[1] ?? 0),
    height: Number(size?.[2] ?? 0),
    pixelAspect: aspect ? Number(aspect[1]) / Number(aspect[2]) : 1,
    rotation: 0,
    range: details.find((each) => each === 'tv' || each === 'pc'),
    colour: colourTags(details),
    averageRate: rateBefore('fps', fields),
    nominalRate: rateBefore('tbr', fields),
  };
}

/** "44100 Hz" follows the codec. */
function audioStream(description: string): MediaReport['audio'][number] {
  const sampleRate = /\b(\d+) Hz/.exec(description)?.[1];
  return { codec: firstWord(description), sampleRate: Number(sampleRate ?? 0) };
}

/** "matrix/primaries/transfer", or one name when the three are equal. */
function colourTags(details: readonly string[]): VideoStreamReport['colour'] {
  const triple = details.find((each) => each.includes('/'))?.split('/');
  const single = details.find((each) => /^(bt|smpte|fcc|gbr|film|ycgco|ictcp)/i.test(each));
  const [matrix, primaries, transfer] = triple ?? [single, single, single];
  return {
    primaries: specified(primaries),
    transfer: specified(transfer),
    matrix: specified(matrix),
  };
}

function rateBefore(
  unit: 'fps' | 'tbr',
  fields: readonly string[],
): VideoStreamReport['averageRate'] {
  const field = fields.find((each) => each.endsWith(` ${unit}`) || each.includes(` ${unit} `));
  return parseFrameRate(firstWord(field ?? ''));
}

function firstWord(text: string): string {
  return /^[^\s,]*/.exec(text)![0];
}

/** Splits at the commas that stand outside every parenthesis. */
function topLevelFields(text: string): string[] {
  return text.split(/,\s(?![^(]*\))/);
}
