import { monotonicMs } from '../../base/monotonic-clock.ts';
import { pictureBytes } from '../../base/picture-format.ts';
import { MirageError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import type {
  PictureReceiver,
  PictureSource,
  SourceFormat,
} from '../../devices/camera/picture-source.ts';
import type {
  PublishedFormat,
  VirtualCamera,
} from '../../devices/virtual-camera/virtual-camera.ts';
import { ExchangeReader, ExchangeWriter } from '../../video/live/frame-exchange.ts';
import { kindNumber, VEIL, type PublishedKind } from '../../video/live/published-kind.ts';
import type { StreamRequests } from './protocol.ts';

export const CAPTURED: SourceFormat = {
  pixelFormat: 'i420',
  width: 16,
  height: 16,
  matrix: 'bt601',
  range: 'limited',
  fps: 25,
};

export const PUBLISHED: PublishedFormat = { pixelFormat: 'i420', width: 64, height: 36, fps: 50 };

/** What the luma of a picture is set to, so that it is known when it is seen again. */
export const PLACEHOLDER_LUMA = 17;

/** A picture in the published layout, of one grey. */
export function greyPicture(luma: number): Uint8Array {
  const picture = new Uint8Array(pictureBytes(PUBLISHED)).fill(128);
  return picture.fill(luma, 0, PUBLISHED.width * PUBLISHED.height);
}

/** A camera whose every picture is one number. */
export class FakeSource implements PictureSource {
  readonly name = 'A camera';
  isOpen = false;
  stops = 0;
  refusal: MirageError | undefined;
  receiver: PictureReceiver | undefined;

  open(): Promise<SourceFormat> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.isOpen = true;
    return Promise.resolve(CAPTURED);
  }

  start(receiver: PictureReceiver): void {
    this.receiver = receiver;
  }

  stop(): Promise<void> {
    this.isOpen = false;
    this.stops++;
    return Promise.resolve();
  }

  shoot(luma: number): void {
    this.receiver?.target.fill(luma);
    this.receiver?.deliver(pictureBytes(CAPTURED), monotonicMs());
  }

  fail(): void {
    this.receiver?.fail(new MirageError('camera-lost', { message: 'It was unplugged.' }));
  }
}

/** A sink that keeps the luma of what it is given, as a virtual camera or a recording. */
export class FakeSink implements VirtualCamera {
  readonly name: string;
  readonly deviceName: string;
  readonly notices: Notice[] = [];
  isOpen = false;
  readonly lumas: number[] = [];
  refusal: MirageError | undefined;
  writeFailure: MirageError | undefined;
  closeFailure: MirageError | undefined;

  constructor(name: string) {
    this.name = name;
    this.deviceName = name;
  }

  get last(): number | undefined {
    return this.lumas.at(-1);
  }

  open(): Promise<void> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.isOpen = true;
    return Promise.resolve();
  }

  write(picture: Uint8Array): void {
    if (this.writeFailure) throw this.writeFailure;
    if (picture.length !== pictureBytes(PUBLISHED)) throw new RangeError('Not a picture.');
    this.lumas.push(picture[0]);
  }

  close(): Promise<void> {
    this.isOpen = false;
    return this.closeFailure ? Promise.reject(this.closeFailure) : Promise.resolve();
  }
}

/** Stands for the video worker: takes pictures up and lets them out as it is told to. */
export class FakeVideoWorker {
  readonly #captured: ExchangeReader;
  readonly #published: ExchangeWriter;

  constructor({ captured, published }: StreamRequests['connect']['output']) {
    this.#captured = new ExchangeReader(captured);
    this.#published = new ExchangeWriter(published);
  }

  /** The number of the newest captured picture; undefined when there is no new one. */
  take(): { luma: number; sequence: number; captureTimeMs: number; bytes: number } | undefined {
    const slot = this.#captured.take();
    if (!slot) return undefined;
    const { sequence, captureTimeMs, bytes } = slot;
    return { luma: slot.pixels[0], sequence, captureTimeMs, bytes };
  }

  /** Takes the newest captured picture and lets it out: as a grey picture, or as a veil of that grey. */
  process(kind: PublishedKind): void {
    const taken = this.take();
    if (!taken) throw new Error('There is no new picture.');
    const { luma, sequence, captureTimeMs } = taken;
    this.publish(kind, luma, { sequence, captureTimeMs });
  }

  publish(
    kind: PublishedKind,
    luma: number,
    { sequence = 1, captureTimeMs = monotonicMs(), bytes = publishedBytes(kind) } = {},
  ): void {
    const { slot } = this.#published;
    if (kind === 'withheld') slot.pixels.fill(luma, 0, VEIL.bytes);
    else slot.pixels.set(greyPicture(luma));
    slot.kind = kindNumber(kind);
    slot.sequence = sequence;
    slot.captureTimeMs = captureTimeMs;
    slot.bytes = bytes;
    this.#published.publish();
  }
}

function publishedBytes(kind: PublishedKind): number {
  return kind === 'withheld' ? VEIL.bytes : pictureBytes(PUBLISHED);
}
