/**
 * 1 × 1 convolutions in place of multiplications, channel padding and nothing at all.
 *
 * ONNX Runtime's processor convolves on blocks of channels (8 with AVX2, 16 with AVX-512; see its
 * nchwc_transformer.cc). Convolutions, Relu, additions of two such pictures and pools of whole
 * blocks stay in blocks and fuse; any other operator costs a copy into rows, one back, and the
 * fusions on the way. Measured against Max, Mul and Pad on photographs, one thread with AVX-512:
 * facemesh-attention-pinto 3.5 → 3.0 ms, blazeface-back 6.8 → 6.1 ms.
 */
import { elementCount, type DenseArray, type Layout } from '../layout.ts';
import type { Lowering } from '../lowering.ts';

/** The most channels that the processor computes at once. */
const CHANNEL_BLOCK = 16;

/** An ONNX tensor and what it stands for. */
export interface Operand {
  /** The tensor's name. */
  value: string;
  layout: Layout;
  /** In the source's own order. */
  shape: readonly number[];
}

/**
 * Multiplies by constants; one factor a channel of a channels-first picture by convolution.
 *
 * @param factors in the source's order, broadcast against the operand.
 * @returns the name of the product.
 */
export function emitScale(
  lowering: Lowering,
  { value, layout, shape }: Operand,
  factors: DenseArray<Float32Array>,
): string {
  const channels = shape.at(-1)!;
  const isPerChannel =
    factors.shape.at(-1) === channels && elementCount(factors.shape) === channels;
  return layout === 'first' && isPerChannel
    ? scaleChannels(lowering, value, factors.values)
    : lowering.builder.operator('Mul', [value, lowering.floats(factors, layout)]);
}

/**
 * Brings a channels-first picture back into blocks after an operator that leaves them when its
 * channels do not fill them.
 *
 * @returns the name of the same picture.
 */
export function emitReblock(lowering: Lowering, value: string, channels: number): string {
  if (channels % CHANNEL_BLOCK === 0) return value;
  return scaleChannels(lowering, value, new Float32Array(channels).fill(1));
}

/**
 * Puts channels of zeros before and after those of a channels-first picture.
 *
 * @returns the name of the wider picture.
 */
export function emitChannelPadding(
  { builder }: Lowering,
  value: string,
  channels: number,
  [before, after]: readonly [number, number],
): string {
  const wider = before + channels + after;
  const filters = new Float32Array(wider * channels);
  for (let channel = 0; channel < channels; channel++) {
    filters[(before + channel) * channels + channel] = 1;
  }
  return builder.operator('Conv', [value, builder.floats(filters, [wider, channels, 1, 1])], {
    kernel_shape: [1, 1],
  });
}

function scaleChannels({ builder }: Lowering, value: string, factors: Float32Array): string {
  const channels = factors.length;
  return builder.operator('Conv', [value, builder.floats(factors, [channels, 1, 1, 1])], {
    kernel_shape: [1, 1],
    group: channels,
  });
}
