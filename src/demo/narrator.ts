/** Tells the story on a terminal: every step as it begins and ends, with what it brought. Writes to stderr, so that stdout is the machine's. */
export class Narrator {
  readonly #startedAt = performance.now();

  constructor(private write: (text: string) => void = (text) => void process.stderr.write(text)) {}

  /** Says nothing more: what still runs in the background has no audience. */
  hush(): void {
    this.write = () => {};
  }

  /** Seconds since the story began. */
  get seconds(): number {
    return Math.round((performance.now() - this.#startedAt) / 100) / 10;
  }

  chapter(title: string): void {
    this.write(`\n${title}\n`);
  }

  say(line: string): void {
    this.write(`  ${line}\n`);
  }

  /** Announces a step, does it, and says how long it took. */
  async step<Result>(what: string, work: () => Promise<Result>, sayOf?: (result: Result) => string): Promise<Result> {
    const startedAt = performance.now();
    this.write(`  ${what} …`);
    const result = await work();
    const took = ((performance.now() - startedAt) / 1000).toFixed(1);
    this.write(` ${sayOf === undefined ? 'done' : sayOf(result)} (${took} s)\n`);
    return result;
  }
}
