import { describe, expect, it } from 'vitest';
import { PulledBytes } from './pulled-bytes.ts';

/** A stream that pushes the next of its chunks, again and again, until it is told to stand still. */
function streamOf(...chunks: number[][]): PulledBytes {
  const waiting = chunks.map((chunk) => Uint8Array.from(chunk));
  const pulled = new PulledBytes(() => {
    let goesOn = true;
    while (goesOn) {
      const chunk = waiting.shift();
      if (chunk) {
        goesOn = pulled.accept(chunk);
      } else {
        pulled.end();
        goesOn = false;
      }
    }
  });
  return pulled;
}

async function pullAll(pulled: PulledBytes, size: number): Promise<number[][]> {
  const pieces: number[][] = [];
  for (;;) {
    const target = new Uint8Array(size);
    const filled = await pulled.fill(target);
    if (filled > 0) pieces.push([...target.subarray(0, filled)]);
    if (filled < size) return pieces;
  }
}

describe('PulledBytes', () => {
  it.each([
    {
      what: 'chunks smaller than the target',
      chunks: [[1], [2, 3], [4, 5, 6]],
      pieces: [
        [1, 2, 3, 4],
        [5, 6],
      ],
    },
    {
      what: 'a chunk of several targets',
      chunks: [[1, 2, 3, 4, 5, 6, 7, 8, 9]],
      pieces: [[1, 2, 3, 4], [5, 6, 7, 8], [9]],
    },
    {
      what: 'chunks that fit exactly',
      chunks: [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      pieces: [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
    },
    { what: 'empty chunks', chunks: [[], [1, 2], [], [3]], pieces: [[1, 2, 3]] },
    { what: 'no chunk', chunks: [], pieces: [] },
  ])('fills targets of four bytes from $what', async ({ chunks, pieces }) => {
    const pulled = await pullAll(streamOf(...chunks), 4);

    expect(pulled).toEqual(pieces);
  });

  it('lets nothing through while no target waits', () => {
    const pulled = new PulledBytes(() => undefined);

    const goesOn = pulled.accept(Uint8Array.of(1));

    expect(goesOn).toBe(false);
  });

  it('gives what was held back although the stream has ended', async () => {
    const pulled = new PulledBytes(() => undefined);
    pulled.accept(Uint8Array.of(1, 2, 3));
    pulled.end();

    const pieces = await pullAll(pulled, 2);

    expect(pieces).toEqual([[1, 2], [3]]);
  });

  it('refuses a second target while the first is being filled', async () => {
    const pulled = new PulledBytes(() => undefined);
    void pulled.fill(new Uint8Array(1));

    await expect(pulled.fill(new Uint8Array(1))).rejects.toThrow(RangeError);
  });
});
