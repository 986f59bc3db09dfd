import { describe, expect, it } from 'vitest';

import { keptHistories, replay } from './harness/kept-histories.ts';
import { readHistory } from './harness/record-history.ts';
import { recordingsOfCommands, recordingsOfSteps, waysToWait } from './harness/ways-to-wait.ts';

/** With CICLO_RECORD_HISTORIES set, test/replay-of-today.test.ts keeps what is recorded as histories of the present shape. */
const keeps = (process.env['CICLO_RECORD_HISTORIES'] ?? '') !== '';

const kept = await keptHistories();
const present = 'start-delayed';
const names = new Set(kept.filter(({ shape }) => shape === present).map(({ name }) => name));

/** What the people of the recorded runs are called, and how they are reached. */
const personal = /@example\.com|@shop\.example|Quintana|Zoraida|quintana-/i;

describe('the kept histories', () => {
  it.skipIf(keeps)('are there of every shape that was released', () => {
    expect(new Set(kept.map(({ shape }) => shape))).toEqual(new Set(['started-at-once', present]));
  });

  it.skipIf(keeps)('show every step on which a run can wait, and every command', () => {
    const needed = [...Object.values(recordingsOfSteps), ...Object.values(recordingsOfCommands)].flat();
    expect(needed.filter((name) => !names.has(name))).toEqual([]);
    expect(Object.keys(waysToWait).filter((name) => !names.has(name))).toEqual([]);
  });

  it.skipIf(keeps)('hold what they are kept for', () => {
    const texts = kept.filter(({ shape }) => shape === present).map(({ history }) => readHistory(history));
    const holds = (words: RegExp): boolean => texts.some((text) => words.test(text));
    expect(holds(/firstWorkflowTaskBackoff seconds [1-9]/), 'a start delay').toBe(true);
    expect(holds(/WORKFLOW_EXECUTION_SIGNALED/), 'a wake-up').toBe(true);
    expect(holds(/ACTIVITY_TASK_COMPLETED/), 'an effect of its own').toBe(true);
    expect(holds(/WORKFLOW_EXECUTION_CONTINUED_AS_NEW/), 'a history that was continued').toBe(true);
  });
});

describe.each(kept.map((one) => [`${one.shape}/${one.name}`, one] as const))('the history %s', (_is, one) => {
  it('kept from a real run, replays on the code of today', async () => {
    await replay(one.history);
  });

  it('names no machine and no process', () => {
    expect(readHistory(one.history)).not.toMatch(/\b\d+@[\w-]+/);
  });

  it('holds no personal data', () => {
    const text = readHistory(one.history);
    expect(text).toContain('journeyRun');
    expect(text).not.toMatch(personal);
    expect(text).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
  });
});
