/** One piece of work at a time; the others wait, in the order they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** @returns what the work returns or throws, once its turn has come. */
  take<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
