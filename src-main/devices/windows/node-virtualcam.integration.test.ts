import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TemporaryFolder } from '../../../test-support/media/temporary-folder.ts';
import { findResource } from '../../base/resource.ts';
import type { PublishedFormat } from '../virtual-camera/virtual-camera.ts';
import { NodeVirtualcamCamera } from './node-virtualcam.ts';

const folder = new TemporaryFolder();
const FORMAT: PublishedFormat = { pixelFormat: 'i420', width: 64, height: 48, fps: 25 };
/** BT.601, limited range: grey of 128 is luma 126. */
const GREY = new Uint8Array((64 * 48 * 3) / 2).fill(126, 0, 64 * 48).fill(128, 64 * 48);

function builtHost(): string {
  const host = findResource('out/main/node-virtualcam.host.mjs');
  if (host === undefined) throw new Error('Mirage is not built. Run: npm run build');
  return host;
}

/** Stands in for the package: writes down what it is asked for. `start` runs when it is started. */
function makePackage(name: string, start = ''): { path: string; record: string } {
  const path = folder.file(`${name}.cjs`);
  const record = folder.file(`${name}.txt`);
  writeFileSync(
    path,
    `const { appendFileSync } = require('node:fs');
     const note = (line) => appendFileSync(${JSON.stringify(record)}, line + '\\n');
     exports.start = (...words) => { ${start}; note('start ' + words.join(' ')); };
     exports.send = (time, rgba) => note(['send', time > 0, rgba.length, ...rgba.slice(0, 4)].join(' '));
     exports.stop = () => note('stop');`,
  );
  return { path, record };
}

const linesOf = (record: string): string[] => readFileSync(record, 'utf8').trim().split('\n');

describe('the camera behind node-virtualcam', () => {
  it('is started, fed with RGBA and stopped, in a process of its own', async () => {
    const { path, record } = makePackage('working');
    const camera = new NodeVirtualcamCamera(path, builtHost());

    await camera.open(FORMAT);
    camera.write(GREY);
    await camera.close();
    await camera.close();

    expect(linesOf(record)).toEqual([
      'start 64 48 25 0',
      `send true ${64 * 48 * 4} 128 128 128 255`,
      'stop',
    ]);
  });

  it('can be opened again, which the package itself does not allow', async () => {
    const { path, record } = makePackage(
      'again',
      'if (globalThis.once) throw 1; globalThis.once = 1',
    );
    const camera = new NodeVirtualcamCamera(path, builtHost());

    await camera.open(FORMAT);
    await camera.close();
    await camera.open({ ...FORMAT, width: 32 });
    await camera.close();

    expect(linesOf(record)).toEqual(['start 64 48 25 0', 'stop', 'start 32 48 25 0', 'stop']);
  });

  it('is missing when the package ends its process, which takes nothing else along', async () => {
    const { path, record } = makePackage('aborting', 'process.abort()');
    const camera = new NodeVirtualcamCamera(path, builtHost());

    await expect(camera.open(FORMAT)).rejects.toMatchObject({ code: 'virtual-camera-missing' });
    await camera.close();

    expect(existsSync(record)).toBe(false);
  });
});
