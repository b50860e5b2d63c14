import type { NativeAddon } from '../../src-main/base/addon.ts';

/* The masked paste in float64, neighbour by neighbour. */

const clamp = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

export const pasteMasked: NativeAddon['pasteMasked'] = (
  picture,
  width,
  _height,
  crop,
  mask,
  cropWidth,
  cropHeight,
  map,
  rectangle,
) => {
  for (let y = rectangle.y; y < rectangle.y + rectangle.height; y++) {
    for (let x = rectangle.x; x < rectangle.x + rectangle.width; x++) {
      const cropX = map[0] * (x + 0.5) + map[1] * (y + 0.5) + map[2] - 0.5;
      const cropY = map[3] * (x + 0.5) + map[4] * (y + 0.5) + map[5] - 0.5;
      const isNear = cropX > -1 && cropX < cropWidth && cropY > -1 && cropY < cropHeight;
      if (!isNear) continue;

      let opacity = 0;
      const colour: [number, number, number] = [0, 0, 0];
      for (const row of [Math.floor(cropY), Math.floor(cropY) + 1]) {
        for (const column of [Math.floor(cropX), Math.floor(cropX) + 1]) {
          const weight = (1 - Math.abs(cropX - column)) * (1 - Math.abs(cropY - row));
          // Outside the crop the mask is 0, and the colour repeats the border.
          const nearest = clamp(row, cropHeight - 1) * cropWidth + clamp(column, cropWidth - 1);
          const isInside = row >= 0 && row < cropHeight && column >= 0 && column < cropWidth;
          if (isInside) opacity += (weight * mask[nearest]) / 255;
          for (let c = 0; c < 3; c++) colour[c] += weight * crop[4 * nearest + c];
        }
      }

      for (let c = 0; c < 3; c++) {
        const at = 4 * (y * width + x) + c;
        picture[at] = Math.round(picture[at] * (1 - opacity) + colour[c] * opacity);
      }
    }
  }
};
