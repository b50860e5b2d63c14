import { z } from 'zod';
import { parseFrameRate } from './frame-rate.ts';
import { clockwise, specified, type MediaReport, type VideoStreamReport } from './media-report.ts';

/** What is asked of ffprobe; side data and tags come whole, because their entries changed names. */
export const FFPROBE_ARGUMENTS = [
  ...['-hide_banner', '-loglevel', 'error', '-print_format', 'json'],
  ...['-show_format', '-show_streams'],
];

const streamSchema = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  pix_fmt: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_primaries: z.string().optional(),
  color_transfer: z.string().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  sample_rate: z.string().optional(),
  disposition: z.record(z.string(), z.number()).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});
type Stream = z.infer<typeof streamSchema>;

const reportSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z.object({ duration: z.string().optional() }).default({}),
});

/**
 * Reads ffprobe's JSON.
 *
 * @throws when the text is no such JSON.
 */
export function readFfprobeReport(json: string): MediaReport {
  const { streams, format } = reportSchema.parse(JSON.parse(json));
  const video = streams.find(
    (stream) =>
      stream.codec_type === 'video' &&
      stream.disposition?.attached_pic !== 1 &&
      stream.disposition?.timed_thumbnails !== 1,
  );
  return {
    durationMs: format.duration === undefined ? undefined : printed(Number(format.duration)),
    video: video && videoStream(video),
    audio: streams
      .filter((stream) => stream.codec_type === 'audio')
      .map((stream) => ({
        codec: stream.codec_name ?? 'unknown',
        sampleRate: Number(stream.sample_rate ?? 0),
      })),
  };
}

function videoStream(stream: Stream): VideoStreamReport {
  const rotation = stream.side_data_list?.find((each) => each.rotation !== undefined)?.rotation;
  return {
    codec: stream.codec_name ?? 'unknown',
    pixelFormat: stream.pix_fmt ?? 'unknown',
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    pixelAspect: pixelAspect(stream.sample_aspect_ratio),
    rotation: clockwise(rotation ?? 0),
    range:
      stream.color_range === 'tv' || stream.color_range === 'pc' ? stream.color_range : undefined,
    colour: {
      primaries: specified(stream.color_primaries),
      transfer: specified(stream.color_transfer),
      matrix: specified(stream.color_space),
    },
    averageRate: parseFrameRate(stream.avg_frame_rate ?? ''),
    nominalRate: parseFrameRate(stream.r_frame_rate ?? ''),
  };
}

function pixelAspect(text: string | undefined): number {
  const [width, height] = (text ?? '').split(':').map(Number);
  return width && height ? width / height : 1;
}

/** Seconds as ffmpeg prints them: to the nearest hundredth (av_dump_format in libavformat/dump.c). */
function printed(seconds: number): number | undefined {
  return Number.isFinite(seconds) ? Math.floor(seconds * 100 + 0.5) * 10 : undefined;
}
