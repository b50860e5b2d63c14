import type { FrameRate } from './frame-rate.ts';

/** What either prober saw in a file, in ffmpeg's own words; {@link describeVideo} interprets it. */
export interface MediaReport {
  /** Length of the longest stream, rounded to ffmpeg's printed 10 ms; absent in live recordings. */
  durationMs: number | undefined;
  /** The first stream of moving pictures; cover art does not count. */
  video: VideoStreamReport | undefined;
  audio: AudioStream[];
}

export interface VideoStreamReport {
  codec: string;
  pixelFormat: string;
  /** As stored: before rotation, in pixels that need not be square. */
  width: number;
  height: number;
  /** Width of a pixel divided by its height. */
  pixelAspect: number;
  /** Degrees clockwise, 0 ≤ rotation < 360, that set the stored picture upright. */
  rotation: number;
  range: 'tv' | 'pc' | undefined;
  colour: ColourTags;
  averageRate: FrameRate | undefined;
  nominalRate: FrameRate | undefined;
}

/** A stream of sound. */
export interface AudioStream {
  /** ffmpeg's name, such as aac, opus, pcm_s16le. */
  codec: string;
  sampleRate: number;
}

/** ITU-T H.273 colour description in ffmpeg's names; what is absent is unspecified in the file. */
export interface ColourTags {
  primaries?: string | undefined;
  transfer?: string | undefined;
  matrix?: string | undefined;
}

/** Names both probers give to what the file leaves open. */
export function specified(name: string | undefined): string | undefined {
  return name === undefined || /^(unknown|unspecified|reserved)/.test(name) ? undefined : name;
}

/** ffmpeg's display matrix turns counter-clockwise, by -180..180; this is the same turn clockwise. */
export function clockwise(counterClockwise: number): number {
  return (360 - (Math.round(counterClockwise) % 360)) % 360;
}
