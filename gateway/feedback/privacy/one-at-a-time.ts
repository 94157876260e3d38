/** Does one thing at a time for each name: whoever asks meanwhile waits. */
export class OneAtATime {
  readonly #pending = new Map<string, Promise<unknown>>();

  /** Does some work once all before it for the name is over, however that ended. */
  async do<T>(name: string, work: () => Promise<T>): Promise<T> {
    for (let other = this.#pending.get(name); other; other = this.#pending.get(name)) {
      await other.catch(() => {});
    }
    const working = work();
    this.#pending.set(name, working);
    try {
      return await working;
    } finally {
      this.#pending.delete(name);
    }
  }
}
