import { CONVOLUTION } from './convolution.ts';
import { ELEMENTWISE } from './elementwise.ts';
import type { Converter } from './operation.ts';
import { REDUCTION } from './reduction.ts';
import { SHAPE } from './shape.ts';

/** Every source operation that can be converted. */
export const CONVERTERS: ReadonlyMap<string, Converter> = new Map(
  [CONVOLUTION, ELEMENTWISE, REDUCTION, SHAPE].flatMap((table) => Object.entries(table)),
);
