/** Barks when it has not been told in time that all is well. */
export class Watchdog {
  readonly #bark: (reason: string) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(bark: (reason: string) => void) {
    this.#bark = bark;
  }

  /** From now on so much time may pass. @param complaint what it means when it has. */
  allow(seconds: number, complaint: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#bark(`${complaint} for ${seconds} s`);
    }, seconds * 1000);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
