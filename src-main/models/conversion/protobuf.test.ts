import { describe, expect, it } from 'vitest';
import { ProtobufMessage } from './protobuf.ts';

const hex = (message: ProtobufMessage): string => Buffer.from(message.encode()).toString('hex');

describe('a protocol buffers message', () => {
  it('has the bytes of the format’s own examples', () => {
    // https://protobuf.dev/programming-guides/encoding: Test1 {a: 150}, Test2 {b: "testing"}, Test3 {c: {a: 150}}.
    const test1 = new ProtobufMessage().integer(1, 150);

    expect(hex(test1)).toBe('089601');
    expect(hex(new ProtobufMessage().text(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(new ProtobufMessage().message(3, test1))).toBe('1a03089601');
  });

  it('writes a negative integer as ten bytes of two’s complement', () => {
    expect(hex(new ProtobufMessage().integer(1, -2))).toBe('08feffffffffffffffff01');
  });

  it('writes integers beyond 32 bits and field numbers beyond 15', () => {
    expect(hex(new ProtobufMessage().integer(20, 2 ** 40))).toBe('a001808080808020');
  });
});
