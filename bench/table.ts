import { performance } from 'node:perf_hooks';

/** Figures under a heading. Each row has one cell per column. */
export interface BenchTable {
  title: string;
  columns: string[];
  rows: (string | number)[][];
  /** What the reader must know to judge the figures. */
  note?: string;
}

/** Durations in milliseconds. */
export interface Timing {
  p50: number;
  p95: number;
  p99: number;
  minimum: number;
}

export interface MeasureOptions {
  /** Runs before the clock counts: caches fill, the compiler settles. Default 3. */
  warmUpRuns?: number;
  /** Runs in any case. Default 10. */
  minimumRuns?: number;
  /** Runs on until this much time was measured. Default 300. */
  minimumMs?: number;
  /** Runs at most. Default 2000. */
  maximumRuns?: number;
  /** The clock, in milliseconds. Default the process's monotonic one. */
  now?: () => number;
}

/** Times a synchronous piece of work again and again. */
export function measure(run: () => void, options: MeasureOptions = {}): Timing {
  const {
    warmUpRuns = 3,
    minimumRuns = 10,
    minimumMs = 300,
    maximumRuns = 2000,
    now = () => performance.now(),
  } = options;
  for (let i = 0; i < warmUpRuns; i++) run();

  const durations: number[] = [];
  let measuredMs = 0;
  while (
    durations.length < maximumRuns &&
    (durations.length < minimumRuns || measuredMs < minimumMs)
  ) {
    const start = now();
    run();
    const duration = now() - start;
    durations.push(duration);
    measuredMs += duration;
  }
  return summarise(durations);
}

/**
 * Nearest-rank percentiles: p95 is the smallest duration that at least 95% of runs did not exceed.
 *
 * @throws RangeError when there is no duration.
 */
export function summarise(durations: readonly number[]): Timing {
  if (durations.length === 0) throw new RangeError('There are no durations to summarise.');
  const sorted = [...durations].sort((a, b) => a - b);
  const percentile = (percent: number): number =>
    sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  return { p50: percentile(50), p95: percentile(95), p99: percentile(99), minimum: sorted[0] };
}

/** The table as GitHub-flavoured Markdown: a heading, the rows with numbers to the right, the note. */
export function toMarkdown({ title, columns, rows, note }: BenchTable): string {
  const isNumeric = columns.map(
    (_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'),
  );
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = [
    `### ${title}`,
    '',
    line(columns.map(escapeCell)),
    line(isNumeric.map((numeric) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell) => escapeCell(String(cell))))),
  ];
  if (note !== undefined) lines.push('', note);
  return `${lines.join('\n')}\n`;
}

const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
