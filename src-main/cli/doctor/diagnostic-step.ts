import { asMirageError } from '../report-error.ts';

/** Unchecked: this system is one that the step cannot look at. */
export type StepStatus = 'ok' | 'missing' | 'failed' | 'unchecked';

/** What a step found out. */
export interface StepOutcome {
  status: StepStatus;
  /** What there is, or what is wrong with it. */
  detail: string;
  /** The command, or the deed, that puts it right. */
  fix?: string | undefined;
}

/** One thing that `mirage doctor` looks at. It changes nothing. */
export interface DiagnosticStep {
  name: string;
  /** Swapping faces in files needs it. */
  isEssential: boolean;
  run: () => StepOutcome | Promise<StepOutcome>;
}

export interface StepResult extends StepOutcome {
  name: string;
  isEssential: boolean;
}

/**
 * Runs the steps one after the other; one that throws has failed and stops no other.
 *
 * @param onResult is told of each as it comes.
 */
export async function runSteps(
  steps: readonly DiagnosticStep[],
  onResult: (result: StepResult) => void = () => undefined,
): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const { name, isEssential, run } of steps) {
    const result = { name, isEssential, ...(await outcomeOf(run)) };
    results.push(result);
    onResult(result);
  }
  return results;
}

/** Whether everything that is essential is well. */
export function isReady(results: readonly StepResult[]): boolean {
  return results.every(({ isEssential, status }) => !isEssential || status === 'ok');
}

async function outcomeOf(run: DiagnosticStep['run']): Promise<StepOutcome> {
  try {
    return await run();
  } catch (thrown) {
    const error = asMirageError(thrown);
    const isMissing = error.code.endsWith('-missing');
    return { status: isMissing ? 'missing' : 'failed', detail: error.message, fix: error.hint };
  }
}
