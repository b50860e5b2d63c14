import type { NativeAddon, Rectangle, YuvMatrix, YuvRange } from '../../src-main/base/addon.ts';

/*
 * The YUV conversions in float64, pixel by pixel, straight from the definitions of ITU-R BT.601-7
 * and BT.709-6: E'Y = Kr·R + Kg·G + Kb·B, E'CB = (B - E'Y) / (2 (1 - Kb)), E'CR likewise with R.
 */

interface Codes {
  kr: number;
  kb: number;
  black: number;
  lumaSpan: number;
  chromaSpan: number;
}

function codesOf(matrix: YuvMatrix, range: YuvRange): Codes {
  const weights = matrix === 'bt601' ? { kr: 0.299, kb: 0.114 } : { kr: 0.2126, kb: 0.0722 };
  return range === 'limited'
    ? { ...weights, black: 16, lumaSpan: 219, chromaSpan: 224 }
    : { ...weights, black: 0, lumaSpan: 255, chromaSpan: 255 };
}

const toByte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** Where the code values of pixel (x, y) lie in a buffer. */
interface Layout {
  luma: (x: number, y: number) => number;
  u: (x: number, y: number) => number;
  v: (x: number, y: number) => number;
  /** Rows of pixels that share their chroma. */
  blockHeight: 1 | 2;
}

type LayoutOf = (width: number, height: number) => Layout;

const i420: LayoutOf = (width, height) => {
  const chromaWidth = Math.ceil(width / 2);
  const chromaLength = chromaWidth * Math.ceil(height / 2);
  const u = (x: number, y: number): number => width * height + (y >> 1) * chromaWidth + (x >> 1);
  return {
    luma: (x, y) => y * width + x,
    u,
    v: (x, y) => u(x, y) + chromaLength,
    blockHeight: 2,
  };
};

const nv12: LayoutOf = (width, height) => {
  const chromaWidth = Math.ceil(width / 2);
  const u = (x: number, y: number): number =>
    width * height + 2 * ((y >> 1) * chromaWidth + (x >> 1));
  return { luma: (x, y) => y * width + x, u, v: (x, y) => u(x, y) + 1, blockHeight: 2 };
};

const yuyv: LayoutOf = (width) => {
  const pair = (x: number, y: number): number => 2 * (y * width + 2 * (x >> 1));
  return {
    luma: (x, y) => 2 * (y * width + x),
    u: (x, y) => pair(x, y) + 1,
    v: (x, y) => pair(x, y) + 3,
    blockHeight: 1,
  };
};

type Decode = NativeAddon['rgbaFromI420'];
type Encode = NativeAddon['nv12FromRgba'];

function decodeFrom(layoutOf: LayoutOf): Decode {
  return (source, width, height, matrix, range, target) => {
    const { kr, kb, black, lumaSpan, chromaSpan } = codesOf(matrix, range);
    const layout = layoutOf(width, height);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const luma = (source[layout.luma(x, y)] - black) / lumaSpan;
        const red = luma + (2 * (1 - kr) * (source[layout.v(x, y)] - 128)) / chromaSpan;
        const blue = luma + (2 * (1 - kb) * (source[layout.u(x, y)] - 128)) / chromaSpan;
        const green = (luma - kr * red - kb * blue) / (1 - kr - kb);
        const at = 4 * (y * width + x);
        target[at] = toByte(255 * red);
        target[at + 1] = toByte(255 * green);
        target[at + 2] = toByte(255 * blue);
        target[at + 3] = 255;
      }
    }
  };
}

interface Block {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Mean of one channel over a block, 0..1; right and bottom are exclusive. */
function mean(rgba: Uint8Array, width: number, block: Block, channel: number): number {
  let sum = 0;
  for (let y = block.top; y < block.bottom; y++) {
    for (let x = block.left; x < block.right; x++) sum += rgba[4 * (y * width + x) + channel];
  }
  return sum / (255 * (block.right - block.left) * (block.bottom - block.top));
}

function encodeTo(layoutOf: LayoutOf) {
  return (
    source: Uint8Array,
    width: number,
    height: number,
    matrix: YuvMatrix,
    range: YuvRange,
    part: Rectangle,
    target: Uint8Array,
  ): void => {
    const { kr, kb, black, lumaSpan, chromaSpan } = codesOf(matrix, range);
    const layout = layoutOf(width, height);
    const [right, bottom] = [part.x + part.width, part.y + part.height];
    for (let y = part.y; y < bottom; y++) {
      for (let x = part.x; x < right; x++) {
        const at = 4 * (y * width + x);
        const luma = kr * source[at] + (1 - kr - kb) * source[at + 1] + kb * source[at + 2];
        target[layout.luma(x, y)] = toByte(black + (lumaSpan * luma) / 255);
      }
    }
    for (let y = part.y; y < bottom; y += layout.blockHeight) {
      for (let x = part.x; x < right; x += 2) {
        const block = {
          left: x,
          top: y,
          right: Math.min(x + 2, width),
          bottom: Math.min(y + layout.blockHeight, height),
        };
        const red = mean(source, width, block, 0);
        const green = mean(source, width, block, 1);
        const blue = mean(source, width, block, 2);
        const luma = kr * red + (1 - kr - kb) * green + kb * blue;
        target[layout.u(x, y)] = toByte(128 + (chromaSpan * (blue - luma)) / (2 * (1 - kb)));
        target[layout.v(x, y)] = toByte(128 + (chromaSpan * (red - luma)) / (2 * (1 - kr)));
      }
    }
  };
}

const encodeNv12 = encodeTo(nv12);
const encodeYuyv = encodeTo(yuyv);

export const rgbaFromI420: Decode = decodeFrom(i420);
export const rgbaFromNv12: Decode = decodeFrom(nv12);
export const rgbaFromYuyv: Decode = decodeFrom(yuyv);

export const i420FromRgba: NativeAddon['i420FromRgba'] = encodeTo(i420);

export const nv12FromRgba: Encode = (source, width, height, matrix, range, target) => {
  const whole = { x: 0, y: 0, width, height };
  encodeNv12(source, width, height, matrix, range, whole, target);
};

export const yuyvFromRgba: Encode = (source, width, height, matrix, range, target) => {
  const whole = { x: 0, y: 0, width, height };
  encodeYuyv(source, width, height, matrix, range, whole, target);
};
