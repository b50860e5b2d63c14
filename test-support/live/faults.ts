/** What goes wrong at the moment. */
export interface Faults {
  /** A picture takes so many times as long as it would. */
  slowdown: number;
  /** Every picture's processing throws. */
  throws: boolean;
  /** The camera gives nothing and says nothing. */
  isStalled: boolean;
  /** The camera is unplugged. */
  isUnplugged: boolean;
  /** The virtual camera is gone. */
  isVirtualCameraGone: boolean;
}

const NO_FAULTS: Faults = {
  slowdown: 1,
  throws: false,
  isStalled: false,
  isUnplugged: false,
  isVirtualCameraGone: false,
};

/** What happens once. */
export type Accident = 'video worker crashes' | 'stream worker crashes';

const CHANNEL = 'mirage faults';

/** A worker that is started later begins with the faults of that moment. */
const VARIABLE = 'MIRAGE_TEST_FAULTS';

/** The test's end: steers the workers it has started. */
export class FaultControl {
  readonly #channel = new BroadcastChannel(CHANNEL);
  #faults = NO_FAULTS;

  constructor() {
    this.set({});
  }

  set(change: Partial<Faults>): void {
    this.#faults = { ...this.#faults, ...change };
    process.env[VARIABLE] = JSON.stringify(this.#faults);
    this.#channel.postMessage(this.#faults);
  }

  cause(accident: Accident): void {
    this.#channel.postMessage(accident);
  }

  close(): void {
    this.#channel.close();
  }
}

/** A worker's end: the faults of the moment, and accidents as they happen. */
export class FaultReceiver {
  readonly #channel = new BroadcastChannel(CHANNEL);
  #faults = JSON.parse(process.env[VARIABLE] ?? JSON.stringify(NO_FAULTS)) as Faults;

  constructor(onChange: (faults: Faults) => void, onAccident: (accident: Accident) => void) {
    this.#channel.onmessage = ({ data }) => {
      if (typeof data === 'string') {
        onAccident(data as Accident);
        return;
      }
      this.#faults = data as Faults;
      onChange(this.#faults);
    };
  }

  get now(): Faults {
    return this.#faults;
  }
}

/** Ends this thread as a fault of the program would. */
export function crash(): void {
  setImmediate(() => {
    throw new Error('This thread crashes, as the test wants it.');
  });
}
