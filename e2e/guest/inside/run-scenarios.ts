import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CLEANUP_LIMIT_SECONDS, EVENTS_FILE, type Figures, type GuestEvent } from '../events.ts';
import { ONLY, RESULTS } from './place.ts';
import { Scene, type Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

/*
 * Runs the scenarios one after another inside the guest. Plain Node: to start a test runner under
 * emulation takes longer than most scenarios.
 */

function tell(event: GuestEvent): void {
  appendFileSync(join(RESULTS, EVENTS_FILE), `${JSON.stringify(event)}\n`);
}

async function runScenario(scenario: Scenario, index: number): Promise<void> {
  const { name, limitSeconds } = scenario;
  const startMs = performance.now();
  const seconds = (): number => (performance.now() - startMs) / 1000;
  tell({ kind: 'started', name, limitSeconds });
  console.log(`--- ${name}`);
  try {
    const figures = await runWithin(scenario, sceneFolder(index, name));
    tell({ kind: 'passed', name, seconds: seconds(), figures });
  } catch (thrown) {
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    console.log(reason);
    tell({ kind: 'failed', name, seconds: seconds(), reason });
  }
}

/** Runs a scenario and cleans up after it; both have a limit. */
async function runWithin({ run, limitSeconds }: Scenario, folder: string): Promise<Figures> {
  const limit = new AbortController();
  const scene = new Scene(folder, limit.signal);
  try {
    const running = run(scene);
    return (await withinSeconds(limitSeconds, running, 'The time is up')) ?? {};
  } finally {
    limit.abort();
    await withinSeconds(CLEANUP_LIMIT_SECONDS, scene.close(), 'Cleaning up took too long');
  }
}

async function withinSeconds<T>(seconds: number, work: Promise<T>, complaint: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${complaint}: ${seconds} s.`));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function sceneFolder(index: number, name: string): string {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const folder = join(RESULTS, `${String(index + 1).padStart(2, '0')}-${words.slice(0, 60)}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const chosen = SCENARIOS.filter(({ name }) => name.includes(ONLY));
tell({ kind: 'planned', scenarios: chosen.map(({ name }) => name) });
for (const [index, scenario] of chosen.entries()) await runScenario(scenario, index);
tell({ kind: 'done' });
// A program that would not end must not keep the guest running.
process.exit();
