/** Wire types of protocol buffers (https://protobuf.dev/programming-guides/encoding). */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Writes the fields of one protocol buffers message, in the order of the calls. */
export class ProtobufMessage {
  readonly #chunks: Uint8Array[] = [];

  /** A non-negative integer below 2^53, or a negative one as int64 (ten bytes). */
  integer(field: number, value: number): this {
    this.#key(field, VARINT);
    return this.#varint(BigInt(value));
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value, 'utf8'));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, LENGTH_DELIMITED);
    this.#varint(BigInt(value.byteLength));
    this.#chunks.push(value);
    return this;
  }

  message(field: number, value: ProtobufMessage): this {
    return this.bytes(field, value.encode());
  }

  encode(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }

  #key(field: number, wireType: number): void {
    this.#varint(BigInt((field << 3) | wireType));
  }

  /** Seven bits a byte, lowest first, the top bit set on all but the last. */
  #varint(value: bigint): this {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    do {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      bytes.push(rest === 0n ? low : low | 0x80);
    } while (rest !== 0n);
    this.#chunks.push(Uint8Array.from(bytes));
    return this;
  }
}
