import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';
import { nativeAddon, type NativeAddon } from '../src-main/base/addon.ts';
import { naiveKernels, type PixelKernels } from '../test-support/naive/kernels.ts';
import { naiveMeshKernels, type MeshKernels } from '../test-support/naive/mesh.ts';
import { createRandom } from '../test-support/random.ts';
import { buildNativeVariant } from '../tools/native-variant.ts';
import { meshWorkloads } from './mesh-workloads.ts';
import { measure, type BenchTable, type MeasureOptions, type Timing } from './table.ts';

const SIZES = [
  [640, 360],
  [1280, 720],
] as const;

/** The float64 references take up to seconds per run; a few runs are enough to divide by. */
const NAIVE_RUNS: MeasureOptions = { warmUpRuns: 0, minimumRuns: 2, minimumMs: 0 };

type Kernels = PixelKernels & MeshKernels;

interface Workload {
  name: string;
  isWithoutReference?: boolean;
  run: (kernels: Kernels) => void;
}

const NAIVE: Kernels = { ...naiveKernels, ...naiveMeshKernels };

/** A face 420 pixels high in a 720-line picture, as the pipeline crops and pastes it. */
const FACE_SHARE = 420 / 720;

/**
 * Every kernel at one picture size, with the arguments of the live pipeline; buffers are made
 * once, as there.
 */
function workloads(width: number, height: number): Workload[] {
  const rgba = createRandom(1).bytes(width * height * 4);
  const yuv420 = createRandom(2).bytes((width * height * 3) / 2);
  const yuv422 = createRandom(3).bytes(width * height * 2);
  const picture = new Uint8Array(rgba.length);
  const half = new Uint8Array(rgba.length / 4);
  const detectorInput = new Float32Array(3 * 256 * 256);
  const meshInput = new Float32Array(3 * 192 * 192);
  const crop = createRandom(4).bytes(512 * 512 * 4);
  const mask = createRandom(5).bytes(512 * 512);
  const light = createRandom(6).floats(128 * 128 * 4, 0, 1);
  const lightScratch = new Float32Array(light.length);
  const target420 = new Uint8Array(yuv420.length);
  const target422 = new Uint8Array(yuv422.length);

  const face = Math.round(FACE_SHARE * height);
  const corner = { x: (width - face) / 2, y: (height - face) / 2 };
  const cropToPicture = (scale: number): Float64Array =>
    Float64Array.of(scale, 0.1 * scale, corner.x, -0.1 * scale, scale, corner.y);
  const zoom = 512 / face;
  const pictureToCrop = Float64Array.of(zoom, 0, -zoom * corner.x, 0, zoom, -zoom * corner.y);
  const whole = { x: 0, y: 0, width, height };
  const faceRectangle = {
    x: Math.floor(corner.x),
    y: Math.floor(corner.y),
    width: face,
    height: face,
  };

  return [
    {
      name: 'I420 to RGBA',
      run: (kernels) => {
        kernels.rgbaFromI420(yuv420, width, height, 'bt709', 'limited', picture);
      },
    },
    {
      name: 'NV12 to RGBA',
      run: (kernels) => {
        kernels.rgbaFromNv12(yuv420, width, height, 'bt709', 'limited', picture);
      },
    },
    {
      name: 'YUYV to RGBA',
      run: (kernels) => {
        kernels.rgbaFromYuyv(yuv422, width, height, 'bt601', 'limited', picture);
      },
    },
    {
      name: 'RGBA to I420',
      run: (kernels) => {
        kernels.i420FromRgba(rgba, width, height, 'bt709', 'limited', whole, target420);
      },
    },
    {
      name: 'RGBA to NV12',
      run: (kernels) => {
        kernels.nv12FromRgba(rgba, width, height, 'bt709', 'limited', target420);
      },
    },
    {
      name: 'RGBA to YUYV',
      run: (kernels) => {
        kernels.yuyvFromRgba(rgba, width, height, 'bt601', 'limited', target422);
      },
    },
    {
      name: 'scale to half',
      run: (kernels) => {
        kernels.scaleRgba(rgba, width, height, half, width / 2, height / 2);
      },
    },
    {
      name: 'letterbox to 256²',
      run: (kernels) => {
        kernels.letterboxToTensor(rgba, width, height, 2 / 255, -1, detectorInput, 256, 256);
      },
    },
    {
      name: 'warp to 192², one sample',
      run: (kernels) => {
        const matrix = cropToPicture(1.2);
        kernels.warpToTensor(rgba, width, height, matrix, 1 / 255, 0, meshInput, 192, 192);
      },
    },
    {
      name: 'warp to 192², 2x2 samples',
      run: (kernels) => {
        const matrix = cropToPicture((1.5 * face) / 192 + 0.5);
        kernels.warpToTensor(rgba, width, height, matrix, 1 / 255, 0, meshInput, 192, 192);
      },
    },
    {
      name: 'warp to 512² RGBA',
      run: (kernels) => {
        kernels.warpToRgba(rgba, width, height, cropToPicture(1 / zoom), crop, 512, 512);
      },
    },
    {
      name: 'paste 512² crop on the face',
      run: (kernels) => {
        kernels.pasteMasked(
          picture,
          width,
          height,
          crop,
          mask,
          512,
          512,
          pictureToCrop,
          faceRectangle,
        );
      },
    },
    {
      name: 'blur 128² x 4, radius 16',
      run: (kernels) => {
        kernels.blur(light, 128, 128, 4, 16, lightScratch);
      },
    },
    ...meshWorkloads(width, height, face),
  ];
}

const milliseconds = (value: number): number => Number(value.toPrecision(3));
const times = (slower: Timing, faster: Timing): string => {
  const ratio = slower.p50 / faster.p50;
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)}x`;
};

/**
 * The native kernels against the same sources built without vectorising and against plain TypeScript
 * in float64 (their references in the tests).
 *
 * @throws Error when the scalar build fails.
 */
export async function benchNative(): Promise<BenchTable> {
  const vector = nativeAddon();
  const scalar = createRequire(import.meta.url)(buildNativeVariant('scalar')) as NativeAddon;
  const rows = SIZES.flatMap(([width, height]) =>
    workloads(width, height).map(({ name, run, isWithoutReference }) => {
      const native = measure(() => {
        run(vector);
      });
      const plain = measure(() => {
        run(scalar);
      });
      const naive = isWithoutReference
        ? undefined
        : measure(() => {
            run(NAIVE);
          }, NAIVE_RUNS);
      return [
        name,
        `${width}x${height}`,
        milliseconds(native.p50),
        milliseconds(native.p95),
        milliseconds(plain.p50),
        milliseconds(plain.p95),
        naive ? milliseconds(naive.p50) : '-',
        naive ? milliseconds(naive.p95) : '-',
        times(plain, native),
        naive ? times(naive, native) : '-',
      ];
    }),
  );
  return Promise.resolve({
    title: 'Native kernels',
    columns: [
      'kernel',
      'picture',
      'vector p50 ms',
      'vector p95 ms',
      'scalar p50 ms',
      'scalar p95 ms',
      'TypeScript p50 ms',
      'TypeScript p95 ms',
      'scalar / vector',
      'TypeScript / vector',
    ],
    rows,
    note:
      `One thread of ${cpus()[0]?.model ?? 'an unknown processor'} (${availableParallelism()} cores). ` +
      'TypeScript is the float64 reference of the tests: written to be right, not fast; timed twice.',
  });
}
