import { nativeAddon } from '../src-main/base/addon.ts';
import { PIXEL_KERNELS } from './naive/kernels.ts';

export type Kernel = (typeof PIXEL_KERNELS)[number];

/** The arguments of a call, with their names. */
export type Call = (readonly [name: string, value: unknown])[];

const SIZE: Call = [
  ['width', 8],
  ['height', 6],
];
export const RECTANGLE = { x: 2, y: 2, width: 4, height: 4 };
const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7);
const identity = (): Float64Array => Float64Array.of(1, 0, 0, 0, 1, 0);

const yuvCall = (sourceLength: number, targetLength: number, ...rest: Call): Call => [
  ['source', bytes(sourceLength)],
  ...SIZE,
  ['matrix', 'bt601'],
  ['range', 'limited'],
  ...rest,
  ['target', bytes(targetLength)],
];

/** Calls that are in order, all on an 8x6 picture. */
export const CALLS: Record<Kernel, () => Call> = {
  rgbaFromI420: () => yuvCall(72, 192),
  rgbaFromNv12: () => yuvCall(72, 192),
  rgbaFromYuyv: () => yuvCall(96, 192),
  i420FromRgba: () => yuvCall(192, 72, ['rectangle', { ...RECTANGLE }]),
  nv12FromRgba: () => yuvCall(192, 72),
  yuyvFromRgba: () => yuvCall(192, 96),
  scaleRgba: () => [
    ['source', bytes(192)],
    ...SIZE,
    ['target', bytes(60)],
    ['targetWidth', 5],
    ['targetHeight', 3],
  ],
  placeRgba: () => [
    ['source', bytes(192)],
    ...SIZE,
    ['part', { ...RECTANGLE }],
    ['target', bytes(60)],
    ['targetWidth', 5],
    ['targetHeight', 3],
    ['place', { x: 1, y: 0, width: 3, height: 2 }],
    ['direction', 'straight'],
  ],
  letterboxToTensor: () => [
    ['source', bytes(192)],
    ...SIZE,
    ['scale', 1],
    ['offset', 0],
    ['tensor', new Float32Array(45)],
    ['tensorWidth', 5],
    ['tensorHeight', 3],
  ],
  warpToTensor: () => [
    ['source', bytes(192)],
    ...SIZE,
    ['cropToPicture', identity()],
    ['scale', 1],
    ['offset', 0],
    ['tensor', new Float32Array(45)],
    ['tensorWidth', 5],
    ['tensorHeight', 3],
  ],
  warpToRgba: () => [
    ['source', bytes(192)],
    ...SIZE,
    ['cropToPicture', identity()],
    ['target', bytes(60)],
    ['targetWidth', 5],
    ['targetHeight', 3],
  ],
  pasteMasked: () => [
    ['picture', bytes(192)],
    ...SIZE,
    ['crop', bytes(60)],
    ['mask', bytes(15)],
    ['cropWidth', 5],
    ['cropHeight', 3],
    ['pictureToCrop', identity()],
    ['rectangle', { ...RECTANGLE }],
  ],
  blur: () => [
    ['values', new Float32Array(96)],
    ...SIZE,
    ['channels', 2],
    ['radius', 3],
    ['scratch', new Float32Array(96)],
  ],
};

/** Calls the native kernel. */
export function invoke(kernel: Kernel, call: Call): void {
  const values = call.map(([, value]) => value);
  (nativeAddon()[kernel] as (...values: unknown[]) => void)(...values);
}

/** The kernel's call in order, with one argument replaced. */
export function callWith(kernel: Kernel, name: string, value: unknown): Call {
  return CALLS[kernel]().map((argument) => (argument[0] === name ? [name, value] : argument));
}

/** Every argument of every kernel whose correct value passes `isWanted`. */
export const argumentsWhere = (isWanted: (value: unknown, name: string) => boolean) =>
  PIXEL_KERNELS.flatMap((kernel) =>
    CALLS[kernel]()
      .filter(([name, value]) => isWanted(value, name))
      .map(([name, value]) => ({ kernel, name, value })),
  );

export const isTypedArray = (value: unknown): value is Uint8Array | Float32Array | Float64Array =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** What `run` throws; undefined when it returns. */
export function thrownBy(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
