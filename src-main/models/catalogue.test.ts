import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findResource } from '../base/resource.ts';
import { bundledCatalogue, findModel, findNetwork, parseCatalogue } from './catalogue.ts';
import { formatCatalogue } from './format-catalogue.ts';

const committedText = readFileSync(findResource('models/catalogue.json')!, 'utf8');

/** The committed catalogue with its first model changed. */
function withFirstModel(change: Record<string, unknown>): string {
  const { models } = bundledCatalogue();
  return JSON.stringify({ models: [{ ...models[0], ...change }, ...models.slice(1)] });
}

describe('the catalogue', () => {
  it('is committed in the form that the build tool writes', () => {
    expect(formatCatalogue(parseCatalogue(committedText, 'catalogue.json'))).toBe(committedText);
  });

  it('holds nothing that may not be bundled', () => {
    expect(bundledCatalogue().models.filter(({ nonCommercial }) => nonCommercial)).toEqual([]);
  });

  it.each([
    ['a file outside the models folder', { file: '../secret.onnx' }],
    ['a hash that is none', { sha256: 'abc' }],
    ['a field it does not know', { sha512: 'abc' }],
    [
      'a shape that is not static',
      { inputs: [{ ...findNetwork('mobileface').inputs[0], shape: [-1, 3] }] },
    ],
    [
      'a package name with a shell character',
      { origin: { ...findModel('mobileface').origin, package: 'a;b' } },
    ],
    ['an id twice', { id: 'mobileface' }],
  ])('refuses %s', (_, change) => {
    expect(() => parseCatalogue(withFirstModel(change), 'broken.json')).toThrow(
      expect.objectContaining({
        code: 'model-corrupt',
        message: expect.stringContaining('broken.json') as string,
      }) as Error,
    );
  });

  it('refuses text that is no JSON', () => {
    expect(() => parseCatalogue('{', 'broken.json')).toThrow(/broken\.json is not valid/);
  });

  it('finds a model by id', () => {
    expect(findNetwork('blazeface-back').inputs[0].shape).toEqual([1, 3, 256, 256]);
  });

  it('lists what there is when asked for a model it does not have', () => {
    expect(() => findModel('blazeface-front')).toThrow(
      expect.objectContaining({
        code: 'model-missing',
        hint: expect.stringContaining('blazeface-back') as string,
      }) as Error,
    );
  });

  it('does not pass a mesh off as a network', () => {
    expect(() => findNetwork('canonical-face-mesh')).toThrow(/mesh, not a network/);
  });
});
