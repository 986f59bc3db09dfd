import { randomUUID } from 'node:crypto';

import { buildWorkspace } from '../server/workspace/build-workspace.ts';
import { addPeople, timed, track, until } from './measures.ts';
import type { Row } from './rows.ts';
import type { Stage } from './stage.ts';
import { benchWorkspace } from './workspace.ts';

const tenant = 'bench';
const count = Number(process.env['BENCH_MOVED'] ?? '5000');
const bareCount = 300;

/** Publishes the journey with another wait, moves everybody inside at once, and answers the seconds it took. */
const migrate = async (input: { stage: Stage; wait: string }): Promise<number> => {
  const { assembled } = input.stage;
  const built = await buildWorkspace({ files: await benchWorkspace({ movedWait: input.wait }) });
  if (!built.ok) throw new Error(JSON.stringify(built.problems));
  const began = performance.now();
  const plan = { moved: { people: 'now', map: {}, rate: 1000 } } as const;
  const { journeys } = await assembled.publish({ built: built.value, plan, dryRun: false });
  const id = journeys.find(({ key }) => key === 'moved')?.job?.id ?? '';
  const { jobs } = assembled.opened.stores;
  await until(async () => (await jobs.get({ tenant, id }))?.endedAt !== undefined);
  const job = await jobs.get({ tenant, id });
  if (job?.done !== count || job.failed !== 0)
    throw new Error(`not everybody was moved: ${JSON.stringify(job)}`);
  return (performance.now() - began) / 1000;
};

/** A bare signal to a waiting workflow, one empty activity, done: per second. */
const bareWakes = async (stage: Stage): Promise<number> => {
  const { workflow } = stage.temporal.client;
  const ids = Array.from({ length: bareCount }, () => randomUUID());
  const start = (n: number) =>
    workflow.start('bareSignal', { taskQueue: stage.bareQueue, workflowId: ids[n] ?? '', args: [] });
  await timed({ count: bareCount, width: 24, job: start });
  const wake = async (n: number): Promise<void> => {
    const handle = workflow.getHandle(ids[n] ?? '');
    await handle.signal('go');
    await handle.result();
  };
  return bareCount / (await timed({ count: bareCount, width: 40, job: wake }));
};

/**
 * Moving 5,000 waiting people to a new version, their waits timed again; against waking bare workflows. Then they
 * move once more, to a version in which their wait is over: each gets its mail, once.
 */
export const migration = async (stage: Stage): Promise<Row> => {
  await addPeople({ stage, prefix: 'v', count });
  const { accept, dispatcher } = stage.assembled.engine;
  for (let from = 0; from < count; from += 500) {
    const events = Array.from({ length: Math.min(500, count - from) }, (_, n) =>
      track({ userId: `v${from + n}`, name: 'Set Out' }),
    );
    await accept({ tenant, events });
    await dispatcher.idle();
  }
  const other = await bareWakes(stage);
  const ours = count / (await migrate({ stage, wait: '60 days' }));
  await stage.sink.reset();
  await migrate({ stage, wait: '1 second' });
  const { selectionStore } = stage.assembled.opened.stores;
  await until(
    async () => (await selectionStore.standing({ tenant, filter: { journey: 'moved' } })).length === 0,
    200,
  );
  const mails = await stage.sink.count();
  if (mails !== count) throw new Error(`${mails} mails of ${count} arrived`);
  return {
    name: `moving ${count} waiting people to a new version, against waking a bare workflow; each then gets one mail`,
    ours: `${ours.toFixed(0)} people/s`,
    against: `${other.toFixed(0)} wakes/s`,
    ratio: ours / other,
    least: undefined,
  };
};
