import type { Outcome } from '../../../tools/test/outcome.ts';
import { CLEANUP_LIMIT_SECONDS, type GuestEvent } from '../events.ts';

/** Emulated, it takes 3 s from power-on to process 1 and a second more to the scenarios. */
const BOOT_LIMIT_SECONDS = 90;
/** Unloading the overlay and powering off. */
const POWER_OFF_LIMIT_SECONDS = 20;

/**
 * How far the guest has come, from what it tells. It knows what may still take how long, and what a
 * guest that ends too early leaves undone.
 */
export class GuestProgress {
  #planned: readonly string[] = [];
  #running: string | undefined;
  #isDone = false;
  #limitSeconds = BOOT_LIMIT_SECONDS;
  readonly #passed: string[] = [];
  readonly #failed: string[] = [];

  /** From the last event on, for so long the guest may be silent. */
  get limitSeconds(): number {
    return this.#limitSeconds;
  }

  /** Every scenario has ended. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** @returns what a person wants to read of it; undefined for nothing. */
  take(event: GuestEvent): string | undefined {
    switch (event.kind) {
      case 'planned':
        this.#planned = event.scenarios;
        return undefined;
      case 'started':
        this.#running = event.name;
        this.#limitSeconds = event.limitSeconds + 2 * CLEANUP_LIMIT_SECONDS;
        return undefined;
      case 'passed':
        this.#running = undefined;
        this.#passed.push(event.name);
        return [`✓ ${event.name} (${event.seconds.toFixed(1)} s)`, ...figureLines(event)].join(
          '\n',
        );
      case 'failed':
        this.#running = undefined;
        this.#failed.push(event.name);
        return `✗ ${event.name} (${event.seconds.toFixed(1)} s)\n${indent(event.reason)}`;
      case 'done':
        this.#isDone = true;
        this.#limitSeconds = POWER_OFF_LIMIT_SECONDS;
        return undefined;
    }
  }

  /** What a guest was at that ended or hung before it was done. */
  describeUnfinished(): string {
    if (this.#running !== undefined) return `during “${this.#running}”`;
    return this.#planned.length === 0 ? 'before the first scenario' : 'between two scenarios';
  }

  /** Scenarios that were not reached have failed. */
  outcome(): Outcome {
    const unfinished = this.#isDone
      ? 0
      : Math.max(1, this.#planned.length - this.#passed.length - this.#failed.length);
    return { passed: this.#passed.length, failed: this.#failed.length + unfinished, skips: [] };
  }
}

function figureLines({ figures }: { figures: Readonly<Record<string, string>> }): string[] {
  return Object.entries(figures).map(([name, value]) => `    ${name}: ${value}`);
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
