import type { Scenario } from './scenario.ts';
import { CAPTURING_SCENARIOS } from './scenarios/capturing.ts';
import { FAULT_SCENARIOS } from './scenarios/faults.ts';
import { LATENCY_SCENARIOS } from './scenarios/latency.ts';
import { LIFE_CYCLE_SCENARIOS } from './scenarios/life-cycle.ts';
import { PUBLISHING_SCENARIOS } from './scenarios/publishing.ts';

/** All of them; the quick ones first, so that what is broken at the root shows soon. */
export const SCENARIOS: readonly Scenario[] = [
  ...LIFE_CYCLE_SCENARIOS,
  ...CAPTURING_SCENARIOS,
  ...FAULT_SCENARIOS,
  ...LATENCY_SCENARIOS,
  ...PUBLISHING_SCENARIOS,
];
