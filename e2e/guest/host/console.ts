/** What the guest wrote to its serial console, as far as it tells why a guest ended. */
const LAST_LINES = 25;

/** The kernel's own word for its end; what follows on the line is the reason. */
const PANIC = /Kernel panic - not syncing: .*/;

export class GuestConsole {
  #text = '';

  /** Whether anything has come: the machine runs. */
  get hasSpoken(): boolean {
    return this.#text !== '';
  }

  append(text: string): void {
    this.#text += text;
  }

  /** The kernel's last words; undefined while it lives. */
  get panic(): string | undefined {
    return PANIC.exec(this.#text)?.[0].trim();
  }

  /** The end of it, for whoever has to find out why. */
  lastLines(): string {
    return this.#text.trimEnd().split(/\r?\n/).slice(-LAST_LINES).join('\n');
  }
}
