import { ffmpeg } from './ffmpeg.ts';

export interface ColourDescription {
  range: 'tv' | 'pc';
  matrix: string;
  primaries: string;
  transfer: string;
}

export interface VideoFixture {
  /** Width x height; 320x240 without it. */
  size?: string;
  rate?: string;
  seconds?: number;
  /** Filters after the moving test picture. */
  filters?: string;
  /** Encoder and its options; H.264 without B-frames otherwise. */
  video?: readonly string[];
  /** Encoder and its options for a tone that sets in at {@link TONE_ONSET}; no sound otherwise. */
  sound?: readonly string[];
  /** Seconds by which the sound (positive) or the picture (negative) starts late. */
  soundDelay?: number;
  /** How the file says its colours are meant; ffmpeg's names. */
  tags?: ColourDescription;
}

/** Seconds of silence before the tone. */
export const TONE_ONSET = 0.5;

export const LOSSLESS_H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0'];
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '15'];

/** Draws a video file; the extension chooses the container. */
export async function makeVideo(path: string, fixture: VideoFixture = {}): Promise<string> {
  const { size = '320x240', rate = '25', seconds = 1, video = H264, soundDelay = 0 } = fixture;
  const filters = ['format=yuv420p', fixture.filters, fixture.tags && setTags(fixture.tags)];
  const offset = (delay: number): string[] => (delay > 0 ? ['-itsoffset', String(delay)] : []);
  const tone = `aevalsrc=exprs='0.5*sin(2*PI*440*t)*gte(t,${TONE_ONSET})':s=44100:d=${seconds}`;
  await ffmpeg(
    ...[...offset(-soundDelay), '-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=${seconds}`],
    ...(fixture.sound ? [...offset(soundDelay), '-f', 'lavfi', '-i', tone] : []),
    ...['-vf', filters.filter((each) => each !== undefined).join(','), ...video],
    ...(fixture.tags ? tagOptions(fixture.tags) : []),
    ...(fixture.sound ?? []),
    path,
  );
  return path;
}

/**
 * Draws an MP4 of 3 seconds whose frames come at 30 a second and, from half way on, at 10. Matroska
 * lies between because it is where every ffmpeg writes uneven times unasked.
 */
export async function makeUnevenVideo(path: string): Promise<string> {
  const matroska = await makeVideo(`${path}.mkv`, {
    rate: '30',
    seconds: 3,
    filters: "select='not(gt(n,45)*mod(n,3))'",
  });
  await ffmpeg('-i', matroska, '-c', 'copy', path);
  return path;
}

/** Newer ffmpegs take the tags from the frames, older ones from the options: both are given. */
function setTags({ range, matrix, primaries, transfer }: ColourDescription): string {
  return `setparams=range=${range}:colorspace=${matrix}:color_primaries=${primaries}:color_trc=${transfer}`;
}

function tagOptions({ range, matrix, primaries, transfer }: ColourDescription): string[] {
  return [
    ...['-color_range', range, '-colorspace', matrix],
    ...['-color_primaries', primaries, '-color_trc', transfer],
  ];
}
