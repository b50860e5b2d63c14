import type { Camera } from '../../../devices/camera/camera.ts';
import { locateFfmpeg, type FfmpegPrograms } from '../../ffmpeg/locate.ts';
import { runProgram } from '../../ffmpeg/process.ts';
import { AVFOUNDATION } from './avfoundation.ts';
import type { CaptureBackend, ListedCamera } from './capture-backend.ts';
import { DSHOW } from './dshow.ts';

/** Some drivers take seconds to answer; one that hangs must not hold up the others for ever. */
const ANSWER_TIMEOUT_MS = 10_000;

/** ffmpeg's way to cameras on a platform; undefined where another is used. */
export function captureBackendOf(platform: NodeJS.Platform): CaptureBackend | undefined {
  if (platform === 'win32') return DSHOW;
  if (platform === 'darwin') return AVFOUNDATION;
  return undefined;
}

/**
 * Lists the cameras of Windows or macOS with what they offer. Screens and microphones are left out.
 *
 * @returns nothing on other platforms.
 * @throws MirageError `ffmpeg-missing`.
 */
export async function listFfmpegCameras(
  platform: NodeJS.Platform = process.platform,
  programs?: FfmpegPrograms,
): Promise<Camera[]> {
  const backend = captureBackendOf(platform);
  if (!backend) return [];
  const { ffmpeg } = programs ?? (await locateFfmpeg());
  const listed = backend.readCameras(await ask(ffmpeg, backend.listArguments));
  const cameras: Camera[] = [];
  // One after the other: two at once may stand in each other's way in one driver.
  for (const camera of listed) cameras.push(await describe(ffmpeg, backend, camera));
  return cameras;
}

/** What ffmpeg prints when asked; it always ends with an error, for nothing is captured. */
export async function ask(ffmpeg: string, question: readonly string[]): Promise<string> {
  const { stderr } = await runProgram(ffmpeg, ['-nostdin', '-hide_banner', ...question], {
    timeoutMs: ANSWER_TIMEOUT_MS,
  });
  return stderr;
}

async function describe(
  ffmpeg: string,
  backend: CaptureBackend,
  camera: ListedCamera,
): Promise<Camera> {
  const printed = await ask(ffmpeg, backend.offerArguments(camera.path));
  const modes = backend.readOffer(printed);
  const isRefused =
    modes.length === 0 && backend.readRefusal(printed)?.code === 'camera-not-permitted';
  return { ...camera, isPermitted: !isRefused, modes };
}
