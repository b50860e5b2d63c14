import type { NativeAddon } from '../../base/addon.ts';
import type { ModelStatus } from '../../models/model-status.ts';
import type { FfmpegPrograms } from '../../video/ffmpeg/locate.ts';
import type { VideoEncoder } from '../../video/ffmpeg/video-encoders.ts';
import { modelState } from '../commands/model-rows.ts';
import type { DiagnosticStep } from './diagnostic-step.ts';

/** package.json's engines; onnxruntime-node and sharp need no newer one. */
export const OLDEST_NODE = [20, 19] as const;

/** @param version as in process.versions.node. */
export function nodeStep(version: string): DiagnosticStep {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  return {
    name: 'Node.js',
    isEssential: true,
    run: () =>
      isEnough
        ? { status: 'ok', detail: version }
        : {
            status: 'failed',
            detail: `${version} is too old.`,
            fix: `Install Node.js ${OLDEST_NODE.join('.')} or newer from https://nodejs.org`,
          },
  };
}

/** @param load throws `addon-missing` where it cannot be loaded. */
export function addonStep(load: () => Pick<NativeAddon, 'build'>): DiagnosticStep {
  return {
    name: 'Native addon',
    isEssential: true,
    run: () => ({ status: 'ok', detail: `${load().build} build` }),
  };
}

/** What the ffmpeg steps ask; each throws a MirageError where the answer is no. */
export interface FfmpegQueries {
  locate: () => Promise<FfmpegPrograms>;
  /** What `ffmpeg -version` prints. */
  readVersion: (ffmpeg: string) => Promise<string>;
  /** The encoder that an MP4 is written with. */
  chooseEncoder: (ffmpeg: string) => Promise<Pick<VideoEncoder, 'name' | 'codec'>>;
}

export function ffmpegStep({ locate, readVersion }: FfmpegQueries): DiagnosticStep {
  return {
    name: 'ffmpeg',
    isEssential: true,
    run: async () => {
      const { ffmpeg, ffprobe } = await locate();
      const [, version = 'unknown version'] =
        /^ffmpeg version (\S+)/.exec(await readVersion(ffmpeg)) ?? [];
      const companion = ffprobe === undefined ? ', without ffprobe' : '';
      return { status: 'ok', detail: `${version}, ${ffmpeg}${companion}` };
    },
  };
}

export function encoderStep({ locate, chooseEncoder }: FfmpegQueries): DiagnosticStep {
  return {
    name: 'H.264 encoder',
    isEssential: false,
    run: async () => {
      const { ffmpeg } = await locate();
      const { name, codec } = await chooseEncoder(ffmpeg);
      if (codec === 'h264') return { status: 'ok', detail: name };
      return {
        status: 'missing',
        detail: `MP4 videos are written as ${codec}, which is larger and plays in fewer places.`,
        fix: 'Install an ffmpeg with libx264, or set FFMPEG_PATH to one.',
      };
    },
  };
}

/** @param listStatuses of all models of the catalogue. */
export function modelsStep(
  listStatuses: () => Promise<Pick<ModelStatus, 'id' | 'file'>[]>,
): DiagnosticStep {
  return {
    name: 'Models',
    isEssential: true,
    run: async () => {
      const statuses = await listStatuses();
      const idsThatAre = (state: ReturnType<typeof modelState>): string[] =>
        statuses.filter(({ file }) => modelState(file) === state).map(({ id }) => id);
      const [missing, corrupt] = [idsThatAre('missing'), idsThatAre('corrupt')];
      if (missing.length + corrupt.length === 0) {
        return { status: 'ok', detail: `${statuses.length} present, checksums right` };
      }
      const complaints = [
        ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
        ...(corrupt.length > 0 ? [`checksum wrong: ${corrupt.join(', ')}`] : []),
      ];
      return {
        status: corrupt.length > 0 ? 'failed' : 'missing',
        detail: complaints.join('; '),
        fix: 'In a checkout: npm run models:build. Otherwise install Mirage again. mirage models shows the files.',
      };
    },
  };
}
