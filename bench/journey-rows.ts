import { journeySchema } from '../domain/journey/definition.ts';
import type { EffectResult } from '../domain/journey/effects.ts';
import { toGraph } from '../domain/journey/graph.ts';
import { durationEnd } from '../domain/journey/reduce/plan-wait.ts';
import { reduce } from '../domain/journey/reduce/reduce.ts';
import { newRunState, type RunState } from '../domain/journey/reduce/run-state.ts';
import type { Next, ReduceContext, ReduceFacts, ReduceInput } from '../domain/journey/reduce/transitions.ts';
import { buildWorkspace } from '../server/workspace/build-workspace.ts';
import { addPeople, timed, track, until } from './measures.ts';
import { bare, type Row, row, sideBySide } from './rows.ts';
import type { Stage } from './stage.ts';
import { crowdedWorkspace } from './workspace.ts';

const zone = 'Europe/Madrid';
const facts: ReduceFacts = {
  profileId: 'p1',
  globalHoldout: false,
  zone,
  holidays: new Set(),
  profile: { traits: {} },
  entry: { properties: {} },
  bestHour: () => undefined,
  durationEnd: ({ from, text }) => durationEnd({ from, text, zone }),
};

const mail = (id: string) => ({ id, type: 'send', channel: 'email', message: 'welcome' });

/** A journey of the usual steps, round after round. */
const usual = journeySchema.parse({
  key: 'usual',
  name: 'The usual steps',
  stage: 'retention',
  entry: { on: 'Signed Up' },
  steps: [
    {
      id: 'rounds',
      type: 'repeat',
      atMost: 20,
      steps: [
        { id: 'think', type: 'wait', for: '2 days' },
        mail('remind'),
        {
          id: 'who',
          type: 'branch',
          cases: [
            {
              when: { all: [{ fact: 'profile', path: '$.computed.orders', operator: 'equal', value: 0 }] },
              then: [mail('first')],
            },
          ],
        },
        {
          id: 'answer',
          type: 'wait-for',
          timeout: '3 days',
          events: [{ on: 'Answered', then: [] }],
          otherwise: [{ id: 'note', type: 'score', kind: 'engagement', by: -1 }],
        },
      ],
    },
  ],
});

const results: Readonly<Record<string, EffectResult>> = {
  decide: { kind: 'decided', case: 0, because: [] },
  send: { kind: 'sent', messageId: 'm1', channel: 'email' },
};

/** What a run is told next: its time, or the result of what it asked for. */
const answerTo = (next: Next): ReduceInput =>
  next.kind === 'effect'
    ? { kind: 'result', result: results[next.effect.kind] ?? { kind: 'done', output: null } }
    : { kind: 'time' };

/** One run from its start to its end; the steps of the reducer it took, and the last state but the end. */
const oneRun = (): { readonly steps: number; readonly state: RunState } => {
  const context: Omit<ReduceContext, 'now'> = { definition: usual, graph: toGraph(usual), facts };
  let now = Date.parse('2026-06-01T08:00:00Z');
  let state = newRunState({ since: now });
  let last = state;
  let told: ReduceInput = { kind: 'start' };
  for (let steps = 1; ; steps += 1) {
    const reduced = reduce({ ...context, now, state, input: told });
    if (reduced.next.kind === 'done') return { steps, state: last };
    ({ state } = reduced);
    last = state;
    told = answerTo(reduced.next);
    if (reduced.next.kind === 'wait') now = Math.max(now, reduced.next.until ?? now);
  }
};

const perSecond = (count: number, began: number): number => count / ((performance.now() - began) / 1000);

/** Steps of the pure reducer; against copying the state of a run as JSON, which every write of it costs anyway. */
export const reducerSteps = async (): Promise<Row> => {
  const result = await sideBySide({
    rounds: 3,
    other: async () => {
      const { state } = oneRun();
      const began = performance.now();
      let size = 0;
      for (let n = 0; n < 100_000; n += 1) size += JSON.stringify(JSON.parse(JSON.stringify(state))).length;
      return size > 0 ? perSecond(100_000, began) : 0;
    },
    ours: async () => {
      const began = performance.now();
      let steps = 0;
      while (steps < 100_000) steps += oneRun().steps;
      return perSecond(steps, began);
    },
  });
  return row({
    name: 'steps of the reducer, against copying the state of a run as JSON',
    unit: 'steps/s',
    least: 0.3,
    result,
  });
};

const publishCrowd = async (input: { stage: Stage; tenant: string; journeys: number }): Promise<void> => {
  const built = await buildWorkspace({ files: await crowdedWorkspace(input) });
  if (!built.ok) throw new Error(JSON.stringify(built.problems.slice(0, 5)));
  await input.stage.assembled.publish({ built: built.value, dryRun: false });
};

/** Events that concern no journey among 500 live ones; against the same among one. */
export const amongManyJourneys = async (stage: Stage): Promise<Row> => {
  const people = 200;
  const count = 1500;
  const { accept, dispatcher } = stage.assembled.engine;
  const selections = { one: 1, many: 500 };
  for (const [tenant, journeys] of Object.entries(selections)) {
    await publishCrowd({ stage, tenant, journeys });
    await addPeople({ stage, tenant, prefix: 'c', count: people });
  }
  const speedOf = async (tenant: string): Promise<number> => {
    const events = Array.from({ length: count }, (_, n) =>
      track({ userId: `c${n % people}`, name: 'Looked Around', properties: { value: n } }),
    );
    const began = performance.now();
    await accept({ tenant, events });
    await dispatcher.idle();
    return perSecond(count, began);
  };
  // Once each before it counts: compiling and first connections are not what is measured.
  await speedOf('one');
  await speedOf('many');
  const result = await sideBySide({ rounds: 5, other: () => speedOf('one'), ours: () => speedOf('many') });
  return row({
    name: 'events that concern none of 500 live journeys, against one journey',
    unit: 'events/s',
    least: 0.9,
    result,
  });
};

/** 5,000 waiting runs, each woken by an event of its own and sent a mail; against bare signals. */
export const wakeFiveThousand = async (stage: Stage): Promise<Row> => {
  const count = Number(process.env['BENCH_WOKEN'] ?? '5000');
  const bareCount = 500;
  await addPeople({ stage, prefix: 'f', count });
  const { accept, dispatcher } = stage.assembled.engine;
  const tell = async (name: string): Promise<void> => {
    for (let from = 0; from < count; from += 500) {
      const events = Array.from({ length: Math.min(500, count - from) }, (_, n) =>
        track({ userId: `f${from + n}`, name }),
      );
      await accept({ tenant: 'bench', events });
      await dispatcher.idle();
    }
  };
  const result = await sideBySide({
    rounds: 1,
    other: async () => {
      const ids = Array.from({ length: bareCount }, (_, n) => `woken-${n}`);
      await timed({ count: bareCount, width: 24, job: (n) => bare(stage, 'bareSignal', ids[n]) });
      const seconds = await timed({
        count: bareCount,
        width: 40,
        job: async (n) => {
          const handle = stage.temporal.client.workflow.getHandle(ids[n] ?? '');
          await handle.signal('go');
          await handle.result();
        },
      });
      return bareCount / seconds;
    },
    ours: async () => {
      await tell('Opened Case');
      await stage.sink.reset();
      const began = performance.now();
      await tell('Answered');
      await until(async () => (await stage.sink.count()) >= count, 50);
      return perSecond(count, began);
    },
  });
  return row({
    name: `${count} waiting runs woken by one event each, with a mail, against bare signals`,
    unit: 'people/s',
    least: 1,
    result,
  });
};
