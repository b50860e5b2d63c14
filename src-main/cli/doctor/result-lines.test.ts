import { describe, expect, it } from 'vitest';
import { resultLines, verdictLine } from './result-lines.ts';

const plain = (_: string, text: string): string => text;
const ok = { name: 'ffmpeg', isEssential: true, status: 'ok', detail: '5.1.6' } as const;
const missing = { ...ok, status: 'missing', detail: 'not found', fix: 'sudo apt install' } as const;

describe('the doctor’s words', () => {
  it('are a numbered line, with the way out below it', () => {
    expect(resultLines(3, ok, plain)).toEqual([' 3. ffmpeg               ok         5.1.6']);
    expect(resultLines(12, missing, plain)).toEqual([
      '12. ffmpeg               missing    not found',
      '                         → sudo apt install',
    ]);
  });

  it('alarm only where the main job needs it', () => {
    const styles: string[] = [];
    const noting = (style: string, text: string): string => {
      styles.push(style);
      return text;
    };

    resultLines(1, { ...missing, fix: undefined }, noting);
    resultLines(2, { ...missing, fix: undefined, isEssential: false }, noting);

    expect(styles).toEqual(['red', 'yellow']);
  });

  it('end in a verdict', () => {
    const camera = { ...missing, name: 'Camera', isEssential: false };

    expect(verdictLine([ok, camera])).toMatch(/^Ready/);
    expect(verdictLine([ok, camera, missing])).toBe('Not ready. Needed first: ffmpeg.');
  });
});
