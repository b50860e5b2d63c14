/** A state that follows another only where a table says so. */
export class StateMachine<State extends string> {
  readonly #transitions: Readonly<Record<State, readonly State[]>>;
  #state: State;

  /** @param transitions for each state those that may follow it. */
  constructor(transitions: Readonly<Record<State, readonly State[]>>, initial: State) {
    this.#transitions = transitions;
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  /** @throws Error when the table does not allow it: a fault of the caller, never of the user. */
  enter(next: State): void {
    if (!this.#transitions[this.#state].includes(next)) {
      throw new Error(`The state ${next} cannot follow ${this.#state}.`);
    }
    this.#state = next;
  }
}
