import { padded, type Paint, type TextStyle } from '../terminal.ts';
import type { StepResult } from './diagnostic-step.ts';

const NAME_WIDTH = 'Inference, TensorRT'.length;
const STATUS_WIDTH = 'unchecked'.length;

/** A step's line, and below it what puts it right. */
export function resultLines(number: number, result: StepResult, paint: Paint): string[] {
  const { name, status, detail, fix } = result;
  const head = `${String(number).padStart(2)}. ${padded(name, NAME_WIDTH)}  `;
  const state = padded(paint(styleOf(result), status), STATUS_WIDTH);
  return [
    `${head}${state}  ${detail}`,
    ...(fix === undefined ? [] : [`${' '.repeat(head.length)}${paint('cyan', `→ ${fix}`)}`]),
  ];
}

/** The last line: whether the main job can be done. */
export function verdictLine(results: readonly StepResult[]): string {
  const lacking = results.filter(({ isEssential, status }) => isEssential && status !== 'ok');
  if (lacking.length === 0) return 'Ready: faces can be swapped in pictures and videos.';
  return `Not ready. Needed first: ${lacking.map(({ name }) => name).join('; ')}.`;
}

/** What is lacking but not needed for files is no alarm. */
function styleOf({ status, isEssential }: StepResult): TextStyle {
  if (status === 'ok') return 'green';
  return isEssential ? 'red' : 'yellow';
}
