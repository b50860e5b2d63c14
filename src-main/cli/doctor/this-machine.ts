import { nativeAddon } from '../../base/addon.ts';
import { findSoundServers } from '../../devices/linux/sound-server.ts';
import { inspectVirtualCamera } from '../../devices/virtual-camera/inspect-virtual-camera.ts';
import { listCameras } from '../../engine/live/list-cameras.ts';
import { planProviders, type Provider } from '../../models/inference/providers.ts';
import { modelStatuses } from '../../models/model-status.ts';
import { containerFor } from '../../video/ffmpeg/containers.ts';
import { locateFfmpeg } from '../../video/ffmpeg/locate.ts';
import { runProgram } from '../../video/ffmpeg/process.ts';
import { chooseEncoders } from '../../video/ffmpeg/video-encoders.ts';
import { deviceSteps } from './device-steps.ts';
import type { DiagnosticStep } from './diagnostic-step.ts';
import {
  addonStep,
  encoderStep,
  ffmpegStep,
  modelsStep,
  nodeStep,
  type FfmpegQueries,
} from './program-steps.ts';
import { probeInOwnProcess } from './provider-probe.ts';
import { providerSteps } from './provider-steps.ts';

const ALL_PROVIDERS: readonly Provider[] = ['cpu', 'cuda', 'tensorrt', 'coreml', 'dml', 'webgpu'];

const ffmpegQueries: FfmpegQueries = {
  locate: locateFfmpeg,
  readVersion: async (ffmpeg) => (await runProgram(ffmpeg, ['-version'])).stdout,
  chooseEncoder: async (ffmpeg) => (await chooseEncoders(ffmpeg, containerFor('a.mp4'))).video,
};

/**
 * All steps of `mirage doctor`, on this machine.
 *
 * @param program the built mirage command, which is started to try the providers.
 */
export function stepsOnThisMachine(program: string): DiagnosticStep[] {
  const isCudaOnly = process.env.MIRAGE_CUDA_ONLY === '1';
  const { candidates } = planProviders({
    platform: process.platform,
    requested: ALL_PROVIDERS,
    isCudaOnly: false,
  });
  return [
    nodeStep(process.versions.node),
    addonStep(nativeAddon),
    ffmpegStep(ffmpegQueries),
    encoderStep(ffmpegQueries),
    modelsStep(modelStatuses),
    ...providerSteps(candidates, isCudaOnly, (provider) => probeInOwnProcess(program, provider)),
    ...deviceSteps(process.platform, {
      cameras: listCameras,
      soundServers: findSoundServers,
      virtualCamera: inspectVirtualCamera,
    }),
  ];
}
