import type { SerialisedError } from '../../contract/error.ts';
import type { Notice } from '../../contract/notice.ts';
import type { CameraWish } from '../../devices/camera/camera.ts';
import type { SourceFormat } from '../../devices/camera/picture-source.ts';
import type { PublishedFormat } from '../../devices/virtual-camera/virtual-camera.ts';
import type { ExchangeHandle } from '../../video/live/frame-exchange.ts';

/** Where pictures come from. */
export type SourceChoice =
  | { kind: 'camera'; id: string; name: string; path: string; wish: CameraWish }
  /** Played at its own rate, again and again. */
  | { kind: 'video'; path: string }
  /** A folder of pictures, played in the order of their names, again and again. */
  | { kind: 'stills'; folder: string; wish: CameraWish }
  /** A drawn picture with a face and a machine-readable number and time. */
  | { kind: 'test'; wish: CameraWish };

/** Where pictures go beside the engine itself. */
export interface SinkChoice {
  /** The name or path of a virtual camera; undefined for none. */
  virtualCamera: string | undefined;
  /** A video file to record into; undefined for none. */
  record: { path: string; /** Files that must not be overwritten. */ inputs: string[] } | undefined;
}

/** Which of them. */
export type SinkName = 'virtual-camera' | 'record';

export interface OpenedSinks {
  /** What other programs list the virtual camera as. */
  virtualCamera: string | undefined;
  notices: Notice[];
}

export interface OpenedSource {
  name: string;
  format: SourceFormat;
  notices: Notice[];
}

/** What can be asked of the stream worker, which owns capture, the shield and publishing. */
export interface StreamRequests {
  /** Opens the sinks and publishes the placeholder from then on. */
  openSinks: {
    input: {
      format: PublishedFormat;
      sinks: SinkChoice;
      /** In the published layout. */
      placeholder: Uint8Array;
      /** Whether only swapped pictures may be shown. */
      isSwapping: boolean;
    };
    output: OpenedSinks;
  };
  /** Opens the virtual camera again after it was lost. */
  reopenVirtualCamera: { input: undefined; output: undefined };
  /** Opens a source; one that is open is stopped first. */
  openSource: { input: SourceChoice; output: OpenedSource };
  /** Stops the source; harmless when there is none. */
  closeSource: { input: undefined; output: undefined };
  /**
   * Makes a new pair of exchanges for a new video worker and lets the pictures flow. What the worker
   * before may still write is never read.
   */
  connect: {
    input: undefined;
    output: { captured: ExchangeHandle; published: ExchangeHandle };
  };
  /** While on, the placeholder is published whatever comes. Takes effect with the next tick. */
  setPanic: { input: boolean; output: undefined };
  /**
   * Nothing that was captured before is taken any more, also when the answer stays the same (another
   * reference). What is shown and swapped already may be held to its end; see `Shield`.
   */
  setSwapping: { input: boolean; output: undefined };
  /** Publishes a last placeholder, completes the recording, closes everything. */
  close: { input: undefined; output: { notices: Notice[] } };
}

/** What the shield let through. */
export type ShownKind = 'swapped' | 'clear' | 'held' | 'blurred' | 'placeholder';

/** One tick of the publish clock. */
export interface PublishRecord {
  /** By monotonicMs; when the sinks had the picture. */
  timeMs: number;
  kind: ShownKind;
  /** A picture that was not published before. */
  isNew: boolean;
  /** Of a new swapped or clear picture; 0 for others. */
  sequence: number;
  captureTimeMs: number;
  readyTimeMs: number;
  /** What the sinks took. */
  writeMs: number;
  /** Since the source was opened: pictures delivered, and those overtaken before they were taken. */
  captured: number;
  dropped: number;
}

/** What the stream worker says by itself. */
export interface StreamEvents {
  published: PublishRecord;
  /** The source gives nothing more; it has been stopped. */
  sourceFailed: SerialisedError;
  /** A sink was lost and closed; publishing to the others goes on. */
  sinkFailed: { sink: SinkName; error: SerialisedError };
}
