import { probeVideo } from '../../src-main/video/ffmpeg/probe.ts';
import { VideoFileWriter } from '../../src-main/video/sinks/video-file-writer.ts';
import { VideoFileReader } from '../../src-main/video/sources/video-file-reader.ts';

export interface Rewriting {
  frames: number;
  encoder: string;
  notices: string[];
}

/** Reads a video and writes its frames, untouched, and its sound into another file. */
export async function rewriteVideo(
  input: string,
  output: string,
  options: { durationLimitMs?: number } = {},
): Promise<Rewriting> {
  const info = await probeVideo(input);
  const writer = await VideoFileWriter.create(output, { ...info, audioFrom: info, ...options });
  try {
    const reader = await VideoFileReader.open(info);
    try {
      const frame = new Uint8Array(reader.frameBytes);
      while (await reader.read(frame)) await writer.write(frame);
    } finally {
      await reader.close();
    }
    await writer.finish();
  } finally {
    await writer.abort();
  }
  return {
    frames: writer.framesWritten,
    encoder: writer.encoderName,
    notices: writer.notices.map((notice) => notice.code),
  };
}
