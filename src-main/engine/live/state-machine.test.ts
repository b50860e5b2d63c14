import { describe, expect, it } from 'vitest';
import { LIVE_TRANSITIONS, type LiveState } from '../../contract/live-state.ts';
import { StateMachine } from './state-machine.ts';

const STATES = Object.keys(LIVE_TRANSITIONS) as LiveState[];

describe('state machine', () => {
  it('goes the ways of the table and no others', () => {
    for (const from of STATES) {
      for (const to of STATES) {
        const machine = new StateMachine(LIVE_TRANSITIONS, from);
        const go = (): void => {
          machine.enter(to);
        };

        if (LIVE_TRANSITIONS[from].includes(to)) expect(go).not.toThrow();
        else expect(go).toThrow(`The state ${to} cannot follow ${from}.`);
        expect(machine.state).toBe(LIVE_TRANSITIONS[from].includes(to) ? to : from);
      }
    }
  });
});
