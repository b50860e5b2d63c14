import { basename } from 'node:path';
import type { ReferenceReport } from '../../video/faces/reference-analysis.ts';
import type { Severity } from '../../video/faces/reference-findings.ts';
import { padded, type Paint, type TextStyle } from '../terminal.ts';

/** What of a reference's analysis is told to people. */
export type ToldReference = Pick<ReferenceReport, 'verdict' | 'score' | 'findings'>;

const STYLES: Record<Severity, TextStyle> = { ok: 'green', advice: 'yellow', warning: 'red' };

const WIDEST_SEVERITY = 'warning'.length;

/**
 * The verdict on a reference picture, then what was found.
 *
 * @param isBrief leaves out what is well.
 */
export function referenceLines(
  path: string,
  { verdict, score, findings }: ToldReference,
  paint: Paint,
  { isBrief }: { isBrief: boolean },
): string[] {
  const told = isBrief ? findings.filter(({ severity }) => severity !== 'ok') : findings;
  return [
    `${paint('bold', basename(path))}: ${verdict} (${score} of 100)`,
    ...told.map(({ severity, message, advice }) => {
      const label = padded(paint(STYLES[severity], severity), WIDEST_SEVERITY);
      return `  ${label}  ${[message, advice].join(' ').trim()}`;
    }),
  ];
}
