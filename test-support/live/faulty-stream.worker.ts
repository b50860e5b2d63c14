import { serveRequests } from '../../src-main/base/worker/serve-requests.ts';
import { MirageError } from '../../src-main/contract/error.ts';
import type {
  PictureReceiver,
  PictureSource,
  SourceFormat,
} from '../../src-main/devices/camera/picture-source.ts';
import type { VirtualCamera } from '../../src-main/devices/virtual-camera/virtual-camera.ts';
import { createSource } from '../../src-main/engine/stream/create-source.ts';
import { DEVICES } from '../../src-main/engine/stream/devices.ts';
import type {
  SourceChoice,
  StreamEvents,
  StreamRequests,
} from '../../src-main/engine/stream/protocol.ts';
import { StreamRequestHandlers } from '../../src-main/engine/stream/requests.ts';
import { crash, FaultReceiver } from './faults.ts';

/** The stream worker with devices that fail as a test wants it. */

let unplug = (): void => undefined;

const faults = new FaultReceiver(
  ({ isUnplugged }) => {
    if (isUnplugged) unplug();
  },
  (accident) => {
    if (accident === 'stream worker crashes') crash();
  },
);

/** A source that stalls and is unplugged. */
class FaultySource implements PictureSource {
  readonly #source: PictureSource;

  constructor(source: PictureSource) {
    this.#source = source;
  }

  get name(): string {
    return this.#source.name;
  }

  open(): Promise<SourceFormat> {
    if (faults.now.isUnplugged) throw missing();
    return this.#source.open();
  }

  start(receiver: PictureReceiver): void {
    unplug = () => {
      receiver.fail(new MirageError('camera-lost', { message: `${this.name} was unplugged.` }));
    };
    this.#source.start({
      get target() {
        return receiver.target;
      },
      deliver: (bytes, captureTimeMs) => {
        if (!faults.now.isStalled) receiver.deliver(bytes, captureTimeMs);
      },
      fail: (error) => {
        receiver.fail(error);
      },
    });
  }

  stop(): Promise<void> {
    return this.#source.stop();
  }
}

function missing(): MirageError {
  return new MirageError('camera-missing', { message: 'The camera is not there.' });
}

/** A virtual camera that goes and comes. */
class FaultyVirtualCamera implements VirtualCamera {
  readonly name = 'Mirage Camera';
  readonly deviceName = 'Mirage Camera';

  open(): Promise<void> {
    if (!faults.now.isVirtualCameraGone) return Promise.resolve();
    return Promise.reject(
      new MirageError('virtual-camera-missing', { message: 'The virtual camera is not there.' }),
    );
  }

  write(): void {
    if (!faults.now.isVirtualCameraGone) return;
    throw new MirageError('virtual-camera-lost', { message: 'The virtual camera is gone.' });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

serveRequests<StreamRequests, StreamEvents>(
  (emit) =>
    new StreamRequestHandlers(emit, {
      ...DEVICES,
      createSource: async (choice: SourceChoice) => new FaultySource(await createSource(choice)),
      openVirtualCamera: () => Promise.resolve(new FaultyVirtualCamera()),
    }),
  { urgent: ['setPanic'] },
);
