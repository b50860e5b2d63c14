import { sharp } from '../../src-main/video/sources/sharp.ts';
import { createFrame, type Frame } from '../../src-main/video/frame.ts';

/** A smooth picture with one red corner, top left, an eighth of the width wide. */
export function drawPicture(width: number, height: number): Frame {
  const frame = createFrame(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isMarked = x < width / 8 && y < width / 8;
      const pixel = isMarked ? [255, 0, 0, 255] : [40, (x * 255) / width, (y * 255) / height, 255];
      frame.pixels.set(pixel, (y * width + x) * 4);
    }
  }
  return frame;
}

/** A frame as sharp takes it. */
export function asSharp({ pixels, width, height }: Frame): ReturnType<typeof sharp> {
  return sharp(pixels, { raw: { width, height, channels: 4 } });
}

/** Several frames in one file. */
export async function drawAnimation(format: 'gif' | 'webp', frames = 3): Promise<Buffer> {
  const pictures = Array.from({ length: frames }, (_, index) =>
    sharp({
      create: { width: 16, height: 16, channels: 3, background: { r: index * 80, g: 9, b: 9 } },
    })
      .png()
      .toBuffer(),
  );
  return await sharp(await Promise.all(pictures), { join: { animated: true } })
    [format]()
    .toBuffer();
}
