import { describe, expect, it } from 'vitest';
import { referenceLines, type ToldReference } from './reference-lines.ts';

const plain = (_: string, text: string): string => text;

const smiling: ToldReference = {
  verdict: 'A good reference.',
  score: 92,
  findings: [
    { code: 'size', severity: 'ok', message: 'The face is 210 pixels large.', advice: '' },
    {
      code: 'mouth',
      severity: 'advice',
      message: 'The face smiles.',
      advice: 'Use a picture with closed lips.',
    },
  ],
};

describe('a reference picture in words', () => {
  it('has a verdict and every finding with its advice', () => {
    expect(referenceLines('pictures/me.png', smiling, plain, { isBrief: false })).toEqual([
      'me.png: A good reference. (92 of 100)',
      '  ok       The face is 210 pixels large.',
      '  advice   The face smiles. Use a picture with closed lips.',
    ]);
  });

  it('is only what could be better when brief', () => {
    expect(referenceLines('me.png', smiling, plain, { isBrief: true })).toEqual([
      'me.png: A good reference. (92 of 100)',
      '  advice   The face smiles. Use a picture with closed lips.',
    ]);
  });
});
