import type { GraphNode } from '../graph-model.ts';
import type { Lowering } from '../lowering.ts';

/** Emits the ONNX operators for one source operation and defines its result. */
export type Converter = (node: GraphNode, lowering: Lowering) => void;

/** Converters by the source operation's name. */
export type ConverterTable = Readonly<Record<string, Converter>>;
