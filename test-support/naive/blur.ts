import type { NativeAddon } from '../../src-main/base/addon.ts';

/* The blur in float64, every box summed anew. */

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

export const blur: NativeAddon['blur'] = (values, width, height, channels, radius) => {
  let from = Float64Array.from(values);
  let to = new Float64Array(values.length);
  const boxPass = (stepX: number, stepY: number): void => {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let k = -radius; k <= radius; k++) {
            const column = clamp(x + k * stepX, width - 1);
            const row = clamp(y + k * stepY, height - 1);
            sum += from[(row * width + column) * channels + c];
          }
          to[(y * width + x) * channels + c] = sum / (2 * radius + 1);
        }
      }
    }
    [from, to] = [to, from];
  };
  for (let pass = 0; pass < 3; pass++) boxPass(1, 0);
  for (let pass = 0; pass < 3; pass++) boxPass(0, 1);
  values.set(from);
};
