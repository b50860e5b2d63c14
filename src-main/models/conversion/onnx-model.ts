import { ProtobufMessage } from './protobuf.ts';

/** Element types by their number in ONNX's TensorProto.DataType. */
export const ELEMENT_TYPES = { float32: 1, int32: 6, int64: 7, float16: 10 } as const;

export type ElementType = keyof typeof ELEMENT_TYPES;

/** An integer, a string or a list of integers: the kinds that the emitted operators use. */
export type OnnxAttribute = number | string | readonly number[];

export interface OnnxNode {
  op: string;
  /** An empty string leaves an optional input out. */
  inputs: readonly string[];
  output: string;
  attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxConstant {
  name: string;
  type: ElementType;
  shape: readonly number[];
  /** Elements row by row, little endian; float16 as its bits. */
  values: Float32Array | Int32Array | BigInt64Array | Uint16Array;
}

export interface OnnxTensor {
  name: string;
  type: ElementType;
  shape: readonly number[];
}

export interface OnnxGraph {
  name: string;
  /** In an order in which every input is made before it is used. */
  nodes: readonly OnnxNode[];
  constants: readonly OnnxConstant[];
  inputs: readonly OnnxTensor[];
  outputs: readonly OnnxTensor[];
}

/** IR version 8 with operator set 17: the newest pair that every runtime since 2022 reads. */
const IR_VERSION = 8;
const OPERATOR_SET = 17;

/** AttributeProto.AttributeType. */
const INTEGER_ATTRIBUTE = 2;
const TEXT_ATTRIBUTE = 3;
const INTEGERS_ATTRIBUTE = 7;

/**
 * The bytes of an .onnx file; the same graph gives the same bytes.
 *
 * Field numbers: onnx.proto of ONNX 1.12 (https://github.com/onnx/onnx/blob/v1.12.0/onnx/onnx.proto).
 */
export function encodeOnnxModel(graph: OnnxGraph): Uint8Array {
  return new ProtobufMessage()
    .integer(1, IR_VERSION)
    .text(2, 'mirage')
    .message(7, encodeGraph(graph))
    .message(8, new ProtobufMessage().text(1, '').integer(2, OPERATOR_SET))
    .encode();
}

function encodeGraph({ name, nodes, constants, inputs, outputs }: OnnxGraph): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const node of nodes) message.message(1, encodeNode(node));
  message.text(2, name);
  for (const constant of constants) message.message(5, encodeConstant(constant));
  for (const input of inputs) message.message(11, encodeTensor(input));
  for (const output of outputs) message.message(12, encodeTensor(output));
  return message;
}

function encodeNode({ op, inputs, output, attributes }: OnnxNode): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const input of inputs) message.text(1, input);
  message.text(2, output).text(3, output).text(4, op);
  for (const [name, value] of Object.entries(attributes)) {
    message.message(5, encodeAttribute(name, value));
  }
  return message;
}

function encodeAttribute(name: string, value: OnnxAttribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, name);
  if (typeof value === 'number') return message.integer(3, value).integer(20, INTEGER_ATTRIBUTE);
  if (typeof value === 'string') return message.text(4, value).integer(20, TEXT_ATTRIBUTE);
  for (const item of value) message.integer(8, item);
  return message.integer(20, INTEGERS_ATTRIBUTE);
}

function encodeConstant({ name, type, shape, values }: OnnxConstant): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const size of shape) message.integer(1, size);
  return message
    .integer(2, ELEMENT_TYPES[type])
    .text(8, name)
    .bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function encodeTensor({ name, type, shape }: OnnxTensor): ProtobufMessage {
  const dimensions = new ProtobufMessage();
  for (const size of shape) dimensions.message(1, new ProtobufMessage().integer(1, size));
  const tensorType = new ProtobufMessage().integer(1, ELEMENT_TYPES[type]).message(2, dimensions);
  return new ProtobufMessage()
    .text(1, name)
    .message(2, new ProtobufMessage().message(1, tensorType));
}
