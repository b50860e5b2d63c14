import type { Paint } from '../terminal.ts';
import type { SetupPlan, SetupStep } from './setup-plan.ts';

/** Every command and every file of a plan, word for word. */
export function planLines(
  { steps, notes }: SetupPlan,
  elevation: readonly string[],
  paint: Paint,
): string[] {
  return [
    ...steps.flatMap((step, index) => [
      `${index + 1}. ${step.purpose}:`,
      ...stepLines(step, elevation).map((line) => `   ${paint('cyan', line)}`),
    ]),
    ...notes.map((note) => `${paint('yellow', 'Note:')} ${note}`),
  ];
}

function stepLines(step: SetupStep, elevation: readonly string[]): string[] {
  if (step.kind === 'run') return [[...elevation, ...step.words].map(quoted).join(' ')];
  const text = step.text.trimEnd().split('\n');
  return [`${step.path}:`, ...text.map((line) => `  ${line}`)];
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
