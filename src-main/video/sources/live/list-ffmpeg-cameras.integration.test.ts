import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../../../../test-support/media/temporary-folder.ts';
import type { FfmpegPrograms } from '../../ffmpeg/locate.ts';
import { listFfmpegCameras } from './list-ffmpeg-cameras.ts';

const folder = new TemporaryFolder();

/** A program that prints like ffmpeg, by what is among its arguments, and fails like it. */
function fakeFfmpeg(name: string, answers: Record<string, string>): FfmpegPrograms {
  const path = folder.file(name);
  const cases = Object.entries(answers).map(
    ([argument, printed]) => `*'${argument}'*) printf '%s\\n' '${printed}' >&2 ;;`,
  );
  writeFileSync(path, `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\nesac\nexit 1\n`);
  chmodSync(path, 0o755);
  return { ffmpeg: path, ffprobe: undefined };
}

describe('listFfmpegCameras', () => {
  it('lists the cameras of Windows, each with what it offers', async () => {
    const programs = fakeFfmpeg('dshow', {
      '-list_devices true': `[dshow @ 01] "C920" (video)
[dshow @ 01]   Alternative name "@device_pnp_one"
[dshow @ 01] "Busy" (video)
[dshow @ 01]   Alternative name "@device_pnp_two"`,
      '-list_options true -i video=@device_pnp_one': `[dshow @ 01]  Pin "Capture"
[dshow @ 01]   vcodec=mjpeg  min s=640x480 fps=30 max s=640x480 fps=30`,
      '-list_options true -i video=@device_pnp_two': '[dshow @ 01] Unable to BindToObject for Busy',
    });

    expect(await listFfmpegCameras('win32', programs)).toEqual([
      {
        ...{ id: '@device_pnp_one', name: 'C920', path: '@device_pnp_one', isVirtual: false },
        ...{
          isPermitted: true,
          modes: [{ pixelFormat: 'mjpeg', width: 640, height: 480, rates: [30] }],
        },
      },
      {
        ...{ id: '@device_pnp_two', name: 'Busy', path: '@device_pnp_two', isVirtual: false },
        ...{ isPermitted: true, modes: [] },
      },
    ]);
  });

  it('lists the cameras of macOS, and says which may not be opened', async () => {
    const programs = fakeFfmpeg('avfoundation', {
      '-list_devices true': `[AVFoundation indev @ 01] AVFoundation video devices:
[AVFoundation indev @ 01] [0] FaceTime HD Camera
[AVFoundation indev @ 01] [1] Capture screen 0`,
      '-i FaceTime HD Camera': `[avfoundation @ 01] Failed to create AV capture input device: Cannot use FaceTime HD Camera`,
    });

    expect(await listFfmpegCameras('darwin', programs)).toMatchObject([
      { id: 'FaceTime HD Camera', isPermitted: false, modes: [] },
    ]);
  });

  it('lists nothing where cameras are reached in another way', async () => {
    expect(await listFfmpegCameras('linux')).toEqual([]);
  });
});
