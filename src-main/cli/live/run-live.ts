import { stat } from 'node:fs/promises';
import type { LiveReport } from '../../contract/live-metrics.ts';
import { findCamera } from '../../engine/live/find-camera.ts';
import { LiveSession } from '../../engine/live/live-session.ts';
import type { LiveSessionOptions } from '../../engine/live/live-session-options.ts';
import { sayNotice, sayReference } from '../commands/asides.ts';
import type { CommandContext } from '../commands/context.ts';
import type { LiveCommandOptions } from '../commands/live-options.ts';
import { ReportFile } from '../commands/report-file.ts';
import type { Terminal } from '../terminal.ts';
import { attendSession } from './attend-session.ts';
import { isInForeground } from './foreground.ts';
import { inputFiles, introduction, sessionOptions } from './live-request.ts';
import { liveSummary } from './live-summary.ts';

/**
 * Publishes a camera with another face until it is asked to end, then says how it went.
 *
 * @throws MirageError what a device, a file or a model refuses with, `interrupted` when it was asked
 *   to end before everything was open.
 */
export async function runLive(
  options: LiveCommandOptions,
  { terminal, signal }: CommandContext,
): Promise<void> {
  const startedMs = Date.now();
  const camera = await findCamera(options.camera, { ...options.size, fps: options.fps });
  const session = sessionOptions(options, camera);
  const reportFile =
    options.report === undefined
      ? undefined
      : await ReportFile.prepare(options.report, inputFiles(camera, session.references));
  let report: LiveReport;
  try {
    report = await runSession(session, options.seconds, terminal, signal);
    await reportFile?.commit(report);
  } catch (thrown) {
    await reportFile?.discard();
    throw thrown;
  }
  if (options.json === true) {
    terminal.printJson(report);
    return;
  }
  const recording = await writtenSince(startedMs, options.record);
  for (const line of liveSummary(report, recording)) terminal.print(line);
}

async function runSession(
  options: LiveSessionOptions,
  seconds: number | undefined,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<LiveReport> {
  const session = new LiveSession(options);
  session.on('notice', (notice) => {
    sayNotice(terminal, notice);
  });
  session.on('reference', (path, reference) => {
    sayReference(terminal, path, reference);
  });
  session.on('rung', ({ to, reason }) => {
    sayNotice(terminal, { message: `${reason} Now: ${to}.` });
  });
  for (const line of introduction(options)) terminal.say(line);
  await attendSession(session, {
    ...{ terminal, signal, seconds },
    keyboard: isInForeground() ? process.stdin : undefined,
    signals: process,
    interrupt: () => process.emit('SIGINT', 'SIGINT'),
    isRecording: options.sinks.record !== undefined,
  });
  return session.report();
}

/** @returns the path of a recording that was not lost on the way; undefined for none. */
async function writtenSince(timeMs: number, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const written = await stat(path).catch(() => undefined);
  return written !== undefined && written.mtimeMs >= timeMs ? path : undefined;
}
