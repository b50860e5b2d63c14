import { describe, expect, it } from 'vitest';
import { Bystanders } from './bystanders.ts';

const PASSER = { x: 500, y: 200, size: 80 };
const PRESENTER = { x: 200, y: 200, size: 160 };

const placesOf = (bystanders: Bystanders) => bystanders.places.map(({ x, y }) => [x, y]);

describe('bystanders', () => {
  it('keeps a place for half a second after a face was seen there last', () => {
    const bystanders = new Bystanders();
    bystanders.see([PASSER], [PRESENTER], 0);

    bystanders.see([], [PRESENTER], 500);
    expect(placesOf(bystanders)).toEqual([[500, 200]]);

    bystanders.see([], [PRESENTER], 501);
    expect(placesOf(bystanders)).toEqual([]);
  });

  it('moves a place along with its face', () => {
    const bystanders = new Bystanders();
    bystanders.see([PASSER], [], 0);

    bystanders.see([{ ...PASSER, x: 540 }], [], 167);

    expect(placesOf(bystanders)).toEqual([[540, 200]]);
  });

  it('gives a place up when its face is followed', () => {
    const bystanders = new Bystanders();
    bystanders.see([PASSER], [PRESENTER], 0);

    bystanders.see([], [PRESENTER, { ...PASSER, x: 510 }], 167);

    expect(placesOf(bystanders)).toEqual([]);
  });

  it('keeps the place of a face that was lost for five seconds, for it may be there turned away', () => {
    const bystanders = new Bystanders();
    bystanders.lose(PASSER, 1000);

    bystanders.see([], [PRESENTER], 6000);
    expect(placesOf(bystanders)).toEqual([[500, 200]]);

    bystanders.see([], [PRESENTER], 6001);
    expect(placesOf(bystanders)).toEqual([]);
  });

  it('takes a face of about its size that appears elsewhere for the lost one', () => {
    const bystanders = new Bystanders();
    bystanders.lose(PASSER, 1000);

    bystanders.follow({ x: 100, y: 100, size: 200 });
    expect(placesOf(bystanders)).toEqual([[500, 200]]);

    bystanders.follow({ x: 100, y: 100, size: 100 });
    expect(placesOf(bystanders)).toEqual([]);
  });

  it('forgets all of a time that is yet to come, when the clock was set back', () => {
    const bystanders = new Bystanders();
    bystanders.see([PASSER], [], 90_000);
    bystanders.lose(PRESENTER, 90_000);

    bystanders.see([], [], 10);

    expect(placesOf(bystanders)).toEqual([]);
  });

  it('follows the picture to another size', () => {
    const bystanders = new Bystanders();
    bystanders.see([PASSER], [], 0);

    bystanders.scale(0.5);

    expect(bystanders.places).toMatchObject([{ x: 250, y: 100, size: 40 }]);
  });
});
