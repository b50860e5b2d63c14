import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeRaw } from '../../../test-support/media/ffmpeg.ts';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { pictureBytes } from '../../base/picture-format.ts';
import { findResource } from '../../base/resource.ts';
import type { WorkerClient } from '../../base/worker/worker-client.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { ExchangeReader, ExchangeWriter } from '../../video/live/frame-exchange.ts';
import { kindNumber, type PublishedKind } from '../../video/live/published-kind.ts';
import { readFrameStamp } from '../../video/sources/live/frame-stamp.ts';
import { renderPlaceholder } from '../live/placeholder.ts';
import type { PublishRecord, SinkChoice, StreamEvents, StreamRequests } from './protocol.ts';
import { startStreamWorker } from './stream-worker.ts';

const folder = new TemporaryFolder();
const FORMAT: PublishedFormat = { pixelFormat: 'i420', width: 320, height: 180, fps: 30 };
const PICTURE_BYTES = pictureBytes(FORMAT);

/** The number of each recorded picture that came from the test source; the placeholder has none. */
function recordedNumbers(frames: Buffer): number[] {
  const { width, height } = FORMAT;
  return Array.from({ length: frames.length / PICTURE_BYTES }, (_, at) => {
    const luma = frames.subarray(at * PICTURE_BYTES, at * PICTURE_BYTES + width * height);
    return readFrameStamp(luma, width, height);
  }).flatMap((stamp) => stamp?.frameNumber ?? []);
}

describe('stream worker, in a thread of its own', () => {
  let worker: WorkerClient<StreamRequests, StreamEvents>;
  let failures: string[];
  let onPublished: (record: PublishRecord) => void;

  beforeEach(() => {
    const entry = findResource('out/main/stream.worker.mjs');
    if (entry === undefined) throw new Error('The worker is not built; run: npm run build');
    failures = [];
    onPublished = () => undefined;
    worker = startStreamWorker({
      entry,
      listeners: {
        published: (record) => {
          onPublished(record);
        },
        sourceFailed: ({ message }) => failures.push(message),
        sinkFailed: ({ error }) => failures.push(error.message),
      },
      onFailure: ({ message }) => failures.push(message),
    });
  });

  afterEach(async () => {
    await worker.end();
    expect(failures).toEqual([]);
  });

  /** Resolves with the first record that fits. */
  function record(fits: (record: PublishRecord) => boolean): Promise<PublishRecord> {
    return new Promise((resolve) => {
      onPublished = (each) => {
        if (fits(each)) resolve(each);
      };
    });
  }

  async function open(record: SinkChoice['record']): Promise<void> {
    const placeholder = await renderPlaceholder(FORMAT);
    const sinks = { virtualCamera: undefined, record };
    await worker.ask('openSinks', { format: FORMAT, sinks, placeholder, isSwapping: true });
    const { width, height, fps } = FORMAT;
    const { format } = await worker.ask('openSource', {
      kind: 'test',
      wish: { width, height, fps },
    });
    expect(format).toMatchObject({ pixelFormat: 'i420', width, height });
  }

  /** Stands for the video worker: passes pictures on as they are, under the kind it is told. */
  async function passOn(kind: PublishedKind, pictures: number): Promise<void> {
    const { captured, published } = await worker.ask('connect', undefined);
    const [reader, writer] = [new ExchangeReader(captured), new ExchangeWriter(published)];
    const { signal } = new AbortController();
    for (let passed = 0; passed < pictures; passed++) {
      await reader.waitForPicture(signal);
      const picture = reader.take();
      if (!picture) throw new Error('A picture was promised.');
      const { slot } = writer;
      slot.pixels.set(picture.pixels);
      slot.kind = kindNumber(kind);
      slot.bytes = picture.bytes;
      slot.sequence = picture.sequence;
      slot.captureTimeMs = picture.captureTimeMs;
      writer.publish();
    }
  }

  it('publishes what was swapped, in order, and records it', async () => {
    const path = folder.file('call.mkv');
    await open({ path, inputs: [] });
    const sequences: number[] = [];
    const tenth = record(({ kind, isNew, sequence }) => {
      if (kind === 'swapped' && isNew) sequences.push(sequence);
      return sequences.length >= 10;
    });

    await Promise.all([passOn('swapped', 30), tenth]);
    await worker.ask('close', undefined);

    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
    const numbers = recordedNumbers(await decodeRaw(path));
    expect(numbers.length).toBeGreaterThanOrEqual(10);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  it('publishes nothing of what came as it was while the swap is on', async () => {
    const kinds = new Set<string>();
    await open(undefined);
    const afterwards = record(({ kind, captured }) => {
      kinds.add(kind);
      return captured > 10;
    });

    await Promise.all([passOn('clear', 10), afterwards]);
    await worker.ask('close', undefined);

    expect(kinds).toEqual(new Set(['placeholder']));
  });

  it('reports a request that cannot be met and goes on', async () => {
    await expect(worker.ask('connect', undefined)).rejects.toMatchObject({ code: 'internal' });

    await open(undefined);
    const next = record(() => true);

    expect((await next).kind).toBe('placeholder');
    await worker.ask('close', undefined);
  });
});
