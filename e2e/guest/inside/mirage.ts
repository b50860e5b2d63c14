import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { liveReportSchema, type LiveReport } from '../../../src-main/contract/live-metrics.ts';
import { VIRTUAL_CAMERA } from './drivers.ts';
import type { Size } from './pictures.ts';
import { inCheckout } from './place.ts';
import { start, type RunningProgram } from './programs.ts';
import type { Scene } from './scenario.ts';

/**
 * Emulated, one picture takes the face networks 350 ms, and 1.6 s when the detector runs as well.
 * Nothing here depends on how fast that is; the sizes and rates are small so that the rest, which is
 * emulated too, does not take its share.
 */
export const SIZE: Size = { width: 320, height: 240 };
export const FPS = 15;

export interface LiveOptions {
  /** As for --camera. */
  readonly camera: string;
  /** The demo portrait's face is shown; otherwise the camera as it is. */
  readonly isSwapping?: boolean;
  readonly size?: Size;
  /** A file to record into. */
  readonly record?: string;
}

/** `mirage live` at work. */
export interface Live {
  readonly program: RunningProgram;
  /** Resolves when it says that it is live, for the first time or the n-th. */
  readonly isLive: (times?: number) => Promise<void>;
  /** Ends it as Ctrl-C does. @returns its report. */
  readonly stop: () => Promise<LiveReport>;
}

/** The built command line. */
const MIRAGE = inCheckout('out/main/mirage.mjs');

/** Starts `mirage live` on the virtual camera. */
export function startLive(
  scene: Scene,
  { camera, isSwapping = false, size = SIZE, record }: LiveOptions,
): Live {
  const reportPath = join(scene.folder, 'report.json');
  const face = isSwapping
    ? ['--reference', inCheckout('assets/demo/astronaut.png')]
    : ['--passthrough'];
  const program = start(
    scene,
    process.execPath,
    [
      ...[MIRAGE, 'live', '--camera', camera, ...face],
      ...['--virtual-camera', VIRTUAL_CAMERA.name, '--fps', String(FPS)],
      ...['--size', `${size.width}x${size.height}`, '--report', reportPath],
      ...(record === undefined ? [] : ['--record', record]),
    ],
    { name: 'mirage' },
  );
  return {
    program,
    isLive: async (times = 1) => {
      await program.says(new RegExp(`(^live, [^]*?){${times}}`, 'm'));
    },
    stop: async () => {
      program.child.kill('SIGINT');
      await program.success();
      return liveReportSchema.parse(JSON.parse(await readFile(reportPath, 'utf8')));
    },
  };
}
