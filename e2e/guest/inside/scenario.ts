import type { Figures } from '../events.ts';

/** One thing that must be true in a machine with real drivers. */
export interface Scenario {
  /** Reads as a sentence. */
  readonly name: string;
  /** Several times what it takes when emulated on two cores. */
  readonly limitSeconds: number;
  /** @returns what it measured, if anything. @throws anything when it is not true. */
  readonly run: (scene: Scene) => Promise<Figures | undefined>;
}

type Undo = () => Promise<void>;

/** What a scenario works with; whatever it set up is undone after it, the last first. */
export class Scene {
  /** For logs and pictures; it stays when the guest is gone. */
  readonly folder: string;
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
  readonly #undos: Undo[] = [];

  constructor(folder: string, signal: AbortSignal) {
    this.folder = folder;
    this.signal = signal;
  }

  /** Has something undone when the scenario is over, however it ends. */
  onEnd(undo: Undo): void {
    this.#undos.push(undo);
  }

  /** Undoes everything; one that fails keeps none of the others. @throws AggregateError of those. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const undo of this.#undos.splice(0).reverse()) {
      try {
        await undo();
      } catch (failure) {
        failures.push(failure);
      }
    }
    if (failures.length > 0) {
      const reasons = failures.map((failure) => `- ${String(failure)}`);
      throw new AggregateError(failures, ['The scenario did not clean up:', ...reasons].join('\n'));
    }
  }
}
