import { describe, expect, it } from 'vitest';
import { fitPicture } from './picture-fit.ts';

const size = (text: string): { width: number; height: number } => {
  const [width, height] = text.split('x').map(Number);
  return { width, height };
};
const rectangle = ([x, y, width, height]: readonly number[]) => ({ x, y, width, height });

describe('fitPicture', () => {
  it.each([
    ['the same shape is shown whole', '1920x1080', '1280x720', [0, 0, 1920, 1080], undefined],
    ['4:3 loses a quarter in 16:9', '640x480', '1280x720', [0, 60, 640, 360], undefined],
    ['16:9 loses a quarter in 4:3', '1280x720', '640x480', [160, 0, 960, 720], undefined],
    ['5:4 would lose more and gets bars', '1280x1024', '1280x720', undefined, [190, 0, 900, 720]],
    ['upright gets bars at both sides', '720x1280', '1280x720', undefined, [437, 0, 405, 720]],
    ['very wide gets bars above and below', '800x200', '640x480', undefined, [0, 160, 640, 160]],
    ['a sliver stays a pixel wide', '1x1000', '100x100', undefined, [49, 0, 1, 100]],
  ] as const)('%s', (_, source, target, part, place) => {
    const [from, to] = [size(source), size(target)];

    const fit = fitPicture(from, to);

    expect(fit.part).toEqual(part ? rectangle(part) : { x: 0, y: 0, ...from });
    expect(fit.place).toEqual(place ? rectangle(place) : { x: 0, y: 0, ...to });
  });
});
