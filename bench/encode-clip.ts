import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createFrame } from '../src-main/video/frame.ts';
import { locateFfmpeg } from '../src-main/video/ffmpeg/locate.ts';
import { DrawnClip, type SceneSize } from './scene.ts';

/** Writes the synthetic clip as H.264. */
export async function encodeClip(path: string, size: SceneSize, frames: number): Promise<void> {
  const { width, height } = size;
  const clip = await DrawnClip.draw(size);
  const { ffmpeg } = await locateFfmpeg();
  const encoder = spawn(
    ffmpeg,
    [
      ...['-loglevel', 'error', '-f', 'rawvideo', '-pix_fmt', 'rgba', '-s', `${width}x${height}`],
      ...['-r', '30', '-i', 'pipe:0', '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '18'],
      ...['-pix_fmt', 'yuv420p', '-y', path],
    ],
    { stdio: ['pipe', 'ignore', 'pipe'] },
  );
  const complaint = text(encoder.stderr);
  const ended = once(encoder, 'close') as Promise<[number]>;
  const frame = createFrame(width, height);
  for (let n = 0; n < frames && encoder.stdin.writable; n++) {
    clip.copy(n, frame);
    if (!encoder.stdin.write(frame.pixels.slice())) {
      await Promise.race([once(encoder.stdin, 'drain'), ended]);
    }
  }
  encoder.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`ffmpeg could not write ${path}: ${await complaint}`);
}
