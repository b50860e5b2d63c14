import { VideoFileWriter } from '../../src-main/video/sinks/video-file-writer.ts';

/**
 * A program for tests: writes a video without end until it is interrupted, then aborts or finishes
 * it, as told. Prints "writing" once frames flow.
 *
 * Arguments: the output path, "abort" or "finish".
 */
const [path, ending] = process.argv.slice(2) as [string, 'abort' | 'finish'];
const writer = await VideoFileWriter.create(path, {
  width: 320,
  height: 240,
  frameRate: { numerator: 30, denominator: 1 },
  range: 'limited',
  colour: {},
});
let isInterrupted = false;
process.on('SIGINT', () => (isInterrupted = true));
const frame = new Uint8Array(writer.frameBytes);
// eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- set by the signal
while (!isInterrupted) {
  await writer.write(frame.fill(writer.framesWritten % 256));
  if (writer.framesWritten === 50) process.stdout.write('writing\n');
  // Frames that the pipe takes at once would never let the signal through.
  await new Promise((resolve) => setImmediate(resolve));
}
await (ending === 'abort' ? writer.abort() : writer.finish());
process.stdout.write(`${writer.framesWritten}\n`);
process.exitCode = 130;
