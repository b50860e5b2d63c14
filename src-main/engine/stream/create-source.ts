import type { PictureSource } from '../../devices/camera/picture-source.ts';
import type { SourceChoice } from './protocol.ts';

type CameraChoice = Extract<SourceChoice, { kind: 'camera' }>;

/**
 * Makes the source that a choice names; it still has to be opened. Each is loaded when it is chosen,
 * since the others may not load on this system.
 */
export async function createSource(choice: SourceChoice): Promise<PictureSource> {
  switch (choice.kind) {
    case 'camera':
      return createCamera(choice);
    case 'video': {
      const { VideoFileSource } = await import('../../video/sources/live/video-file-source.ts');
      return new VideoFileSource(choice.path);
    }
    case 'stills': {
      const { StillsSource } = await import('../../video/sources/live/stills-source.ts');
      return new StillsSource(choice.folder, choice.wish);
    }
    case 'test': {
      const { TestSource } = await import('../../video/sources/live/test-source.ts');
      return new TestSource(choice.wish);
    }
  }
}

async function createCamera(choice: CameraChoice): Promise<PictureSource> {
  if (process.platform === 'linux') {
    const { V4l2Source } = await import('../../devices/linux/v4l2-source.ts');
    return new V4l2Source(choice);
  }
  const { FfmpegDeviceSource } = await import('../../video/sources/live/ffmpeg-device-source.ts');
  return new FfmpegDeviceSource(choice);
}
