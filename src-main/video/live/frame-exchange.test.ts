import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../test-support/random.ts';
import { createExchange, ExchangeReader, ExchangeWriter } from './frame-exchange.ts';

const BYTES = 64;

function open() {
  const handle = createExchange(BYTES);
  return { writer: new ExchangeWriter(handle), reader: new ExchangeReader(handle) };
}

/** Fills the slot so that it can be told whether all of it is of one picture. */
function write(writer: ExchangeWriter, sequence: number): boolean {
  const { slot } = writer;
  slot.sequence = sequence;
  slot.captureTimeMs = sequence + 0.25;
  slot.kind = sequence % 3;
  slot.bytes = BYTES;
  slot.pixels.fill(sequence % 251);
  return writer.publish();
}

describe('frame exchange', () => {
  it('gives what was written, once', () => {
    const { writer, reader } = open();
    expect(reader.take()).toBeUndefined();

    write(writer, 7);

    expect(reader.isFresh).toBe(true);
    const taken = reader.take();
    expect(taken).toMatchObject({ sequence: 7, captureTimeMs: 7.25, kind: 1, bytes: BYTES });
    expect([...taken!.pixels]).toEqual(Array.from({ length: BYTES }, () => 7));
    expect(taken!.readyTimeMs).toBeGreaterThan(0);
    expect(reader.take()).toBeUndefined();
  });

  it('gives the newest, and says that an older one was overwritten', () => {
    const { writer, reader } = open();

    expect([1, 2, 3].map((sequence) => write(writer, sequence))).toEqual([false, true, true]);

    expect(reader.take()!.sequence).toBe(3);
    expect(write(writer, 4)).toBe(false);
  });

  it('leaves what was taken untouched, whatever the writer does, until the next take', () => {
    const { writer, reader } = open();
    write(writer, 1);
    const taken = reader.take()!;

    for (let sequence = 2; sequence < 20; sequence++) {
      write(writer, sequence);
      writer.slot.pixels.fill(255);
    }

    expect(taken.sequence).toBe(1);
    expect(new Set(taken.pixels)).toEqual(new Set([1]));
    expect(reader.take()!.sequence).toBe(19);
  });

  it('keeps order and whole pictures in every mixture of writing and taking', () => {
    const { writer, reader } = open();
    const random = createRandom(11);
    let written = 0;
    let last = 0;
    for (let step = 0; step < 5000; step++) {
      if (random.next() < 0.5) {
        written += 1;
        write(writer, written);
        // Half-way through the next: it must not be seen.
        writer.slot.sequence = 1e9;
        writer.slot.pixels.fill(254);
        continue;
      }
      const taken = reader.take();
      expect(taken?.sequence).toBe(written > last ? written : undefined);
      if (!taken) continue;
      last = taken.sequence;
      expect(new Set(taken.pixels)).toEqual(new Set([last % 251]));
    }
    expect(last).toBeGreaterThan(1000);
  });

  it('wakes a reader that waits for a picture', async () => {
    const { writer, reader } = open();
    const waiting = reader.waitForPicture(new AbortController().signal);

    write(writer, 1);

    await expect(waiting).resolves.toBe('fresh');
  });

  it('does not wait when a picture is there', async () => {
    const { writer, reader } = open();
    write(writer, 1);
    await expect(reader.waitForPicture(new AbortController().signal)).resolves.toBe('fresh');
  });

  it('lets a waiting reader go when it is told to stop', async () => {
    const { reader } = open();
    const stopping = new AbortController();
    const waiting = reader.waitForPicture(stopping.signal);

    stopping.abort();
    reader.wake();

    await expect(waiting).resolves.toBe('aborted');
  });
});
