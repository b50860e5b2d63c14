import plainSharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { nativeAddon } from '../../base/addon.ts';
import { findResource } from '../../base/resource.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import { psnr } from '../../../test-support/media/ffmpeg.ts';
import { renderPlaceholder } from './placeholder.ts';

const drawing = findResource('assets/placeholder.svg');
const picture = findResource('assets/placeholder.png');

async function rendered(format: PublishedFormat): Promise<Uint8Array> {
  const { pixelFormat, width, height } = format;
  const rgba = new Uint8Array(width * height * 4);
  const convert = pixelFormat === 'i420' ? 'rgbaFromI420' : 'rgbaFromYuyv';
  const placeholder = await renderPlaceholder(format);
  nativeAddon()[convert](placeholder, width, height, 'bt601', 'limited', rgba);
  return rgba;
}

/** The brightness (red) of the picture at a place given in shares of its sides. */
function redAt(rgba: Uint8Array, { width, height }: PublishedFormat, x: number, y: number): number {
  return rgba[(Math.floor(y * height) * width + Math.floor(x * width)) * 4];
}

describe('placeholder', () => {
  it('ships as the drawing shows it', async () => {
    // The program itself never loads drawings; see sources/sharp.ts.
    plainSharp.unblock({ operation: ['VipsForeignLoadSvg'] });
    const drawn = await plainSharp(drawing).removeAlpha().raw().toBuffer();

    const shipped = await plainSharp(picture).raw().toBuffer();

    expect(psnr(shipped, drawn)).toBeGreaterThan(45);
  });

  it.each([
    { width: 1280, height: 720, pixelFormat: 'i420', fps: 30 },
    { width: 640, height: 480, pixelFormat: 'yuyv', fps: 15 },
    { width: 720, height: 1280, pixelFormat: 'i420', fps: 30 },
  ] satisfies PublishedFormat[])(
    'fills $width x $height $pixelFormat, the mask in the middle',
    async (format) => {
      const rgba = await rendered(format);

      const [corner, mask] = [redAt(rgba, format, 0.01, 0.01), redAt(rgba, format, 0.5, 0.48)];
      expect(corner).toBeLessThan(40);
      expect(mask).toBeGreaterThan(120);
    },
  );
});
