import { beforeEach, describe, expect, it } from 'vitest';
import type { PublishedKind } from '../../video/live/published-kind.ts';
import { Shield } from './shield.ts';

const FPS = 50;
const TICK_MS = 1000 / FPS;

let shield: Shield;
/** Of the tick that comes next. */
let now: number;

/** A shield with the swap on, a 25 fps source, and one tick every 20 ms. */
beforeEach(() => {
  shield = new Shield(FPS, true);
  shield.expectSource(25);
  now = 1000;
});

/** One tick, with a picture captured 10 ms before unless said otherwise. */
function tick(kind?: PublishedKind, captureTimeMs = now - 10): string {
  const showing = shield.decide(now, kind && { kind, captureTimeMs });
  now += TICK_MS;
  return `${showing.kind} (${showing.picture})`;
}

/** What is shown over a time in which every tick brings the same, with how long each lasts. */
function over(durationMs: number, kind?: PublishedKind): string[] {
  const spans: { shown: string; ms: number }[] = [];
  for (let passed = 0; passed < durationMs; passed += TICK_MS) {
    const shown = tick(kind);
    const last = spans.at(-1);
    if (last?.shown === shown) last.ms += TICK_MS;
    else spans.push({ shown, ms: TICK_MS });
  }
  return spans.map(({ shown, ms }) => `${shown} ${ms}`);
}

describe('shield, with the swap on', () => {
  it('shows the placeholder before anything came', () => {
    expect(over(100)).toEqual(['placeholder (placeholder) 100']);
  });

  it('shows what was swapped, and repeats it until the next is due', () => {
    expect([tick('swapped'), tick(), tick('swapped'), tick()]).toEqual([
      'swapped (arrival)',
      'swapped (last)',
      'swapped (arrival)',
      'swapped (last)',
    ]);
  });

  it('holds the last swapped picture for 300 ms in all, then shows the blurred picture', () => {
    tick('swapped');

    expect(over(2000, 'withheld')).toEqual(['held (last) 280', 'blurred (veil) 1720']);
  });

  it('shows the blurred picture at once when nothing good ever came', () => {
    expect(tick('withheld')).toBe('blurred (veil)');
  });

  it('holds, then blurs the last picture for a second, then shows the placeholder when no more come', () => {
    tick('swapped');

    expect(over(2000)).toEqual([
      'swapped (last) 100',
      'held (last) 180',
      'blurred (blurred-last) 1020',
      'placeholder (placeholder) 700',
    ]);
  });

  it('shows the placeholder a second after the last veil', () => {
    over(600, 'withheld');

    expect(over(2000)).toEqual(['blurred (veil) 1000', 'placeholder (placeholder) 1000']);
  });

  it('does not come back to a blur older than the last good picture', () => {
    over(100, 'withheld');
    tick('swapped');

    expect(over(400).at(-1)).toBe('blurred (blurred-last) 120');
  });

  it('shows swapped pictures again as soon as they come', () => {
    tick('swapped');
    over(600, 'withheld');

    expect([tick('swapped'), tick()]).toEqual(['swapped (arrival)', 'swapped (last)']);
  });

  it('calls a repeat held once a picture was refused, even if the next is not due', () => {
    tick('swapped');
    tick('withheld');

    expect(tick()).toBe('held (last)');
  });

  it('waits one and a half periods of a slow source before it calls a repeat held', () => {
    shield.expectSource(8);
    tick('swapped');

    expect(over(280)).toEqual(['swapped (last) 180', 'held (last) 100']);
  });

  it('holds no picture of a very slow source for longer than 300 ms', () => {
    shield.expectSource(1);
    tick('swapped');

    expect(over(400)).toEqual(['swapped (last) 280', 'blurred (blurred-last) 120']);
  });

  it('never shows a picture as it came, and has nothing to blur instead', () => {
    expect(over(500, 'clear')).toEqual(['placeholder (placeholder) 500']);
  });
});

describe('shield, with the swap off', () => {
  beforeEach(() => {
    shield = new Shield(FPS, false);
  });

  it('shows pictures as they come, and repeats them', () => {
    expect([tick('clear'), tick()]).toEqual(['clear (arrival)', 'clear (last)']);
  });

  it('shows a picture that was swapped before the swap was taken off', () => {
    expect(tick('swapped')).toBe('swapped (arrival)');
  });

  it('still blurs what is withheld', () => {
    tick('clear');

    expect(over(600, 'withheld')).toEqual(['held (last) 280', 'blurred (veil) 320']);
  });
});

describe('shield, when something changes', () => {
  const changes: { what: string; change: () => void }[] = [
    {
      what: 'the swap is set on',
      change: () => {
        shield.setSwapping(true, now);
      },
    },
    {
      what: 'the source or the worker is another',
      change: () => {
        shield.beginAnew(now);
      },
    },
  ];

  describe.each(changes)('$what', ({ change }) => {
    it('lets a picture that was swapped before be held to its end', () => {
      tick('swapped');
      change();

      expect(over(400)[0]).toBe('swapped (last) 100');
    });

    it('takes nothing that was captured before', () => {
      const before = now - 1;
      change();

      expect(tick('swapped', before)).toBe('placeholder (placeholder)');
      expect(tick('withheld', before)).toBe('placeholder (placeholder)');
    });

    it('takes what is captured from then on', () => {
      const changed = now;
      change();
      now += 50;

      expect(tick('swapped', changed)).toBe('swapped (arrival)');
    });

    it('forgets the veil', () => {
      tick('withheld');
      change();

      expect(tick()).toBe('placeholder (placeholder)');
    });
  });

  it('shows no more of a clear picture once the swap is on, not even blurred', () => {
    shield = new Shield(FPS, false);
    tick('clear');
    shield.setSwapping(true, now);

    expect(over(500)).toEqual(['placeholder (placeholder) 500']);
  });

  it('shows no more of a clear picture once the source is another', () => {
    shield = new Shield(FPS, false);
    tick('clear');
    shield.beginAnew(now);

    expect(over(500)).toEqual(['placeholder (placeholder) 500']);
  });

  it('shows no clear picture captured before the swap was taken off', () => {
    const before = now - 1;
    shield.setSwapping(false, now);

    expect([tick('clear', before), tick('clear')]).toEqual([
      'placeholder (placeholder)',
      'clear (arrival)',
    ]);
  });
});

describe('shield, in a panic', () => {
  it('shows the placeholder from the next tick on, whatever comes', () => {
    tick('swapped');
    shield.setPanic(true, now);

    expect([tick('swapped'), tick('withheld'), tick('clear'), tick()]).toEqual(
      Array(4).fill('placeholder (placeholder)'),
    );
  });

  it('shows nothing of before or during the panic when it ends', () => {
    tick('swapped');
    shield.setPanic(true, now);
    const during = now;
    tick('swapped');
    tick('withheld');
    shield.setPanic(false, now);

    expect([tick(), tick('swapped', during), tick('swapped')]).toEqual([
      'placeholder (placeholder)',
      'placeholder (placeholder)',
      'swapped (arrival)',
    ]);
  });

  it('goes on being a panic when the swap or the source changes', () => {
    shield.setPanic(true, now);
    shield.setSwapping(false, now);
    shield.beginAnew(now);
    now += 50;

    expect(tick('clear')).toBe('placeholder (placeholder)');
  });
});
