import { describe, expect, it } from 'vitest';
import { openHandles } from '../../../test-support/media/open-handles.ts';
import { startPulledProcess, type Transport } from './pulled-process.ts';

const TRANSPORTS: Transport[] = process.platform === 'win32' ? ['pipe'] : ['pipe', 'socket'];

/** A program that writes bytes counting up, modulo 251, and complains once. */
function counter(length: number): string[] {
  const script = `process.stderr.write('counted');
    process.stdout.write(Uint8Array.from({ length: ${length} }, (_, index) => index % 251));`;
  return ['-e', script];
}

describe.each(TRANSPORTS)('a program pulled through a %s', (transport) => {
  it('gives every byte it writes, in order, whatever the size of the targets', async () => {
    const length = 1_000_000;
    const { output, exited, stderr } = await startPulledProcess(
      process.execPath,
      counter(length),
      transport,
    );

    const whole = new Uint8Array(length + 1);
    let filled = 0;
    for (let size = 1; filled < length; size = size * 3 + 1) {
      filled += await output.fill(whole.subarray(filled, Math.min(filled + size, length)));
    }

    expect(await output.fill(whole.subarray(length))).toBe(0);
    expect(whole.subarray(0, length).findIndex((byte, index) => byte !== index % 251)).toBe(-1);
    expect(await exited).toEqual({ code: 0 });
    expect(stderr.text).toBe('counted');
  });

  it('is ended by stop in the middle of its output, and leaves nothing open', async () => {
    const before = await openHandles();
    const { output, stop } = await startPulledProcess(
      process.execPath,
      counter(5_000_000),
      transport,
    );
    await output.fill(new Uint8Array(1000));

    await stop();

    expect(await openHandles()).toBeLessThanOrEqual(before);
  });

  it('gives nothing when it cannot be started', async () => {
    const { output, exited } = await startPulledProcess('/does/not/exist', [], transport);

    const filled = await output.fill(new Uint8Array(10));

    expect(filled).toBe(0);
    expect(await exited).toMatchObject({ code: null, startError: { code: 'ENOENT' } });
  });
});
