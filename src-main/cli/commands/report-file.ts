import { writeFile } from 'node:fs/promises';
import type { LiveReport } from '../../contract/live-metrics.ts';
import type { SwapReport } from '../../contract/swap-report.ts';
import { OutputFile, outputError } from '../../video/sinks/output-file.ts';

/** The figures of a run in a file that is whole or absent. */
export class ReportFile {
  readonly #file: OutputFile;

  private constructor(file: OutputFile) {
    this.#file = file;
  }

  /**
   * Finds out before the run whether the report can be written. The caller commits or discards it.
   *
   * @param inputs files that must not be overwritten.
   * @throws MirageError `output-unwritable`, `disk-full`.
   */
  static async prepare(path: string, inputs: readonly string[]): Promise<ReportFile> {
    return new ReportFile(await OutputFile.prepare(path, inputs));
  }

  /** @throws MirageError `output-unwritable`, `disk-full`. */
  async commit(report: SwapReport | LiveReport): Promise<void> {
    try {
      await writeFile(this.#file.temporaryPath, `${JSON.stringify(report, undefined, 2)}\n`);
    } catch (cause) {
      throw outputError(this.#file.path, cause);
    }
    await this.#file.commit();
  }

  async discard(): Promise<void> {
    await this.#file.discard();
  }
}
