import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { talking } from '../../../test-support/synthetic-clip/head-motion.ts';
import { mean } from '../../../test-support/face-measures.ts';
import { SwapStage, type Scene } from '../../../test-support/swap-scene.ts';
import { cosineSimilarity } from '../faces/identity.ts';

describe('whose face the geometric swap shows', () => {
  let stage: SwapStage;

  beforeAll(async () => {
    stage = await SwapStage.open();
  });
  afterAll(() => stage.close());

  /** Mean similarity to both references and to who was there, over every third frame. */
  async function similarities(scene: Scene) {
    const found = { toFirst: [] as number[], toSecond: [] as number[], toOriginal: [] as number[] };
    const frames = await stage.play({ clip: { motion: talking }, frames: 16, ...scene });
    for (const { original, swapped, face } of frames.filter(({ n }) => n % 3 === 0)) {
      const after = await stage.identity.embed(swapped, face);
      const before = await stage.identity.embed(original, face);
      found.toFirst.push(cosineSimilarity(after, stage.references[0].embedding));
      found.toSecond.push(cosineSimilarity(after, stage.references[1].embedding));
      found.toOriginal.push(cosineSimilarity(after, before));
    }
    return {
      toFirst: mean(found.toFirst),
      toSecond: mean(found.toSecond),
      toOriginal: mean(found.toOriginal),
    };
  }

  it('is the original’s at an opacity of 0: the reference is someone else', async () => {
    const { toFirst, toOriginal } = await similarities({ settings: { opacity: 0 } });

    expect(toOriginal).toBeGreaterThan(0.99);
    expect(toFirst).toBeLessThan(0.2);
  });

  it('comes to be more the reference’s than the original’s', async () => {
    const { toFirst, toOriginal } = await similarities({});

    expect(toFirst).toBeGreaterThan(0.4);
    expect(toFirst).toBeGreaterThan(toOriginal);
    expect(toOriginal).toBeLessThan(0.5);
  });

  it('is nearer to the reference with its shape than without', async () => {
    const withShape = await similarities({ settings: { shape: 1 } });
    const without = await similarities({ settings: { shape: 0 } });

    expect(withShape.toFirst).toBeGreaterThan(without.toFirst);
  });

  it('is nearer to the reference with its eyes than with the live ones', async () => {
    const reference = await similarities({ settings: { eyes: 'reference' } });
    const live = await similarities({ settings: { eyes: 'live' } });

    expect(reference.toFirst).toBeGreaterThan(live.toFirst);
  });

  it('lies between two pictures of one person when both are given', async () => {
    const [one, two] = stage.references;
    const onlyOne = await similarities({ references: [one] });
    const onlyTwo = await similarities({ references: [two] });
    const both = await similarities({ references: [one, two] });

    expect(both.toSecond).toBeGreaterThan(onlyOne.toSecond);
    expect(both.toFirst).toBeGreaterThan(onlyTwo.toFirst);
    // Nothing is lost against the worse of the two pictures.
    const worse = Math.min(onlyOne.toFirst + onlyOne.toSecond, onlyTwo.toFirst + onlyTwo.toSecond);
    expect(both.toFirst + both.toSecond).toBeGreaterThan(worse);
  });
});
