import { describe, expect, test } from 'vitest';

import { newRunState } from '../../domain/journey/reduce/run-state.ts';
import type { BurstActivities, BurstOutcome } from '../../activities/burst-activities.ts';
import type { Run } from './ports.ts';
import { createMemoryWorkflowStarter } from './memory-workflow-starter.ts';

const effect = { kind: 'action', step: 'call', visit: 1 } as const;
const pending: BurstOutcome = { kind: 'pending', effect, queue: 'effects' };

/** A workflow starter whose bursts answer by a script, and what was asked of it. */
const scripted = (outcomes: readonly BurstOutcome[], failures: readonly Error[] = []) => {
  const clock = { now: 1000 };
  const told: string[] = [];
  const left = [...outcomes];
  const failing = [...failures];
  const activities: BurstActivities = {
    burst: async ({ now, inbox }) => {
      told.push(`burst at ${now} with ${inbox.join(',')}`);
      return left.shift() ?? { kind: 'done' };
    },
    perform: async ({ effect: { step } }) => {
      told.push(`perform ${step} at ${clock.now}`);
      const failure = failing.shift();
      if (failure !== undefined) throw failure;
    },
  };
  const workflowStarter = createMemoryWorkflowStarter({ now: () => clock.now });
  workflowStarter.attach(activities);
  return { workflowStarter, clock, told };
};

const run: Run = {
  id: 'r1',
  tenant: 'shop',
  journey: 'cart',
  version: 1,
  profileId: 'p1',
  entryKey: '',
  occasion: 1,
  cause: 'e0',
  entry: null,
  enteredAt: 0,
  status: 'active',
  state: newRunState({ since: 0 }),
  step: null,
  hears: [],
  workflowId: 'w1',
  parked: true,
  rev: 1,
};

describe('the workflowStarter of runs in memory', () => {
  test('lets a run go on at its time and not before', async () => {
    const { workflowStarter, clock, told } = scripted([{ kind: 'done' }]);
    await workflowStarter.start({ run, outcome: { kind: 'wait', until: 5000 } });
    expect(await workflowStarter.workOff()).toBe(false);
    expect(workflowStarter.next()).toEqual({ run: 'r1', at: 5000 });
    clock.now = 5000;
    workflowStarter.fire('r1');
    expect(await workflowStarter.workOff()).toBe(true);
    expect(told).toEqual(['burst at 5000 with ']);
    expect(workflowStarter.next()).toBeUndefined();
  });

  test('wakes a run with everything it was told, in one burst', async () => {
    const { workflowStarter, told } = scripted([{ kind: 'wait', until: null }]);
    await workflowStarter.start({ run, outcome: { kind: 'wait', until: null } });
    await workflowStarter.wake({ run, id: 'e:1' });
    await workflowStarter.wake({ run, id: 'e:2' });
    await workflowStarter.workOff();
    expect(told).toEqual(['burst at 1000 with e:1,e:2']);
    expect(workflowStarter.next(), 'it waits for an event only').toBeUndefined();
  });

  test('does an effect that could not be done within a burst, then goes on', async () => {
    const { workflowStarter, told } = scripted([{ kind: 'done' }]);
    await workflowStarter.start({ run, outcome: pending });
    await workflowStarter.workOff();
    expect(told).toEqual(['perform call at 1000', 'burst at 1000 with ']);
  });

  test('tries an effect again after the delay its failure asks for, and looks at news first', async () => {
    const notYet = Object.assign(new Error('not yet'), { type: 'effect-pending', nextRetryDelay: 700 });
    const { workflowStarter, clock, told } = scripted([pending, { kind: 'done' }], [notYet]);
    await workflowStarter.start({ run, outcome: pending });
    await workflowStarter.workOff();
    expect(workflowStarter.next()).toEqual({ run: 'r1', at: 1700 });
    clock.now = 1200;
    await workflowStarter.wake({ run, id: 'e:1' });
    await workflowStarter.workOff();
    expect(told).toEqual([
      'perform call at 1000',
      'burst at 1200 with e:1',
      'perform call at 1200',
      'burst at 1200 with ',
    ]);
  });

  test('wakes a run that was never started here, and forgets one that is stopped', async () => {
    const { workflowStarter, told } = scripted([{ kind: 'wait', until: 9000 }]);
    await workflowStarter.wake({ run, id: 'c:1' });
    await workflowStarter.workOff();
    expect(told).toEqual(['burst at 1000 with c:1']);
    await workflowStarter.stop(run);
    expect(workflowStarter.next()).toBeUndefined();
  });
});
