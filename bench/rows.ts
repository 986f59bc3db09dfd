import { randomUUID } from 'node:crypto';

import mongoose from 'mongoose';

import { addPeople, median, percentile, timed, track, until } from './measures.ts';
import type { Stage } from './stage.ts';

/** One line of the table: ours, what it is held against, and the least ratio that is good. */
export type Row = {
  readonly name: string;
  readonly ours: string;
  readonly against: string;
  readonly ratio: number;
  readonly least: number | undefined;
};

/** Starts a bare workflow. */
export const bare = (stage: Stage, type: string, workflowId: string = randomUUID()) =>
  stage.temporal.client.workflow.start(type, { taskQueue: stage.bareQueue, workflowId, args: [] });

/** Runs ours and the other in turn; the median of the ratios of their speeds. */
export const sideBySide = async (input: {
  rounds: number;
  ours: () => Promise<number>;
  other: () => Promise<number>;
}): Promise<{ ours: number; other: number; ratio: number }> => {
  const ours: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < input.rounds; round += 1) {
    other.push(await input.other());
    ours.push(await input.ours());
  }
  return {
    ours: median(ours),
    other: median(other),
    ratio: median(ours.map((speed, n) => speed / (other[n] ?? 1))),
  };
};

/** A row of the table from two speeds. */
export const row = (input: {
  name: string;
  unit: string;
  least: number;
  result: { ours: number; other: number; ratio: number };
}): Row => ({
  name: input.name,
  ours: `${input.result.ours.toFixed(0)} ${input.unit}`,
  against: `${input.result.other.toFixed(0)} ${input.unit}`,
  ratio: input.result.ratio,
  least: input.least,
});

/** Bare workflows with one empty activity, from start to result; per second. */
const bareActivities = async (stage: Stage, count: number): Promise<number> =>
  count / (await timed({ count, width: 40, job: async () => (await bare(stage, 'bareActivity')).result() }));

/** Event, rule, render, SMTP, ledger; against a bare workflow with one empty activity. */
export const immediateRuns = async (stage: Stage): Promise<Row> => {
  const count = 400;
  await addPeople({ stage, prefix: 'i', count });
  const { accept, dispatcher } = stage.assembled.engine;
  const result = await sideBySide({
    rounds: 3,
    other: () => bareActivities(stage, count),
    ours: async () => {
      await stage.sink.reset();
      const seconds = await timed({
        count: 1,
        width: 1,
        job: async () => {
          const events = Array.from({ length: count }, (_, n) =>
            track({ userId: `i${n}`, name: 'Signed Up', properties: { value: 50 } }),
          );
          await accept({ tenant: 'bench', events });
          await dispatcher.idle();
        },
      });
      const mails = await stage.sink.count();
      if (mails !== count) throw new Error(`${mails} mails of ${count} arrived`);
      return count / seconds;
    },
  });
  return row({
    name: 'immediate runs, against a bare workflow with one activity',
    unit: 'runs/s',
    least: 6,
    result,
  });
};

/** Starting runs that wait; against bare workflows that sleep. */
export const parkedStarts = async (stage: Stage): Promise<Row> => {
  const count = 400;
  await addPeople({ stage, prefix: 'p', count });
  const { accept, dispatcher } = stage.assembled.engine;
  const result = await sideBySide({
    rounds: 3,
    other: async () => {
      const asleep = stage.asleep();
      const began = performance.now();
      await timed({ count, width: 24, job: () => bare(stage, 'bareSleep') });
      // Started is not asleep: its first task, which makes the timer, is still to come.
      await until(async () => stage.asleep() >= asleep + count, 5);
      return count / ((performance.now() - began) / 1000);
    },
    ours: async () => {
      const events = Array.from({ length: count }, (_, n) => track({ userId: `p${n}`, name: 'Parked' }));
      const began = performance.now();
      await accept({ tenant: 'bench', events });
      await dispatcher.idle();
      return count / ((performance.now() - began) / 1000);
    },
  });
  return row({
    name: 'starting a run that waits, against a bare workflow that sleeps',
    unit: 'runs/s',
    least: 1.5,
    result,
  });
};

/** Waking a waiting run by an event, with a mail; against a bare signal with one empty activity. */
export const wakeUps = async (stage: Stage): Promise<Row> => {
  const count = 300;
  await addPeople({ stage, prefix: 'w', count });
  const { accept, dispatcher } = stage.assembled.engine;
  const all = (name: string) => Array.from({ length: count }, (_, n) => track({ userId: `w${n}`, name }));
  const result = await sideBySide({
    rounds: 3,
    other: async () => {
      const ids = Array.from({ length: count }, () => randomUUID());
      await timed({ count, width: 24, job: (n) => bare(stage, 'bareSignal', ids[n]) });
      const seconds = await timed({
        count,
        width: 40,
        job: async (n) => {
          const handle = stage.temporal.client.workflow.getHandle(ids[n] ?? '');
          await handle.signal('go');
          await handle.result();
        },
      });
      return count / seconds;
    },
    ours: async () => {
      await accept({ tenant: 'bench', events: all('Opened Case') });
      await dispatcher.idle();
      await stage.sink.reset();
      const began = performance.now();
      await accept({ tenant: 'bench', events: all('Answered') });
      await until(async () => (await stage.sink.count()) >= count, 10);
      return count / ((performance.now() - began) / 1000);
    },
  });
  return row({
    name: 'waking a run with a mail, against a bare signal with one activity',
    unit: 'runs/s',
    least: 1,
    result,
  });
};

const post = async (stage: Stage, path: string, body: unknown): Promise<void> => {
  const response = await fetch(`${stage.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${stage.writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  await response.arrayBuffer();
};

const call = (userId: string, event: string, value = 50) => ({
  type: 'track',
  userId,
  event,
  messageId: randomUUID(),
  timestamp: new Date().toISOString(),
  properties: {
    value,
    currency: 'EUR',
    order_id: randomUUID(),
    products: [{ product_id: '1', name: 'Fern', price: 20, quantity: 1 }],
  },
});

/** 5,000 people nobody knew before, from the first post to the last mail; mails per second. */
const mailsToPeople = async (input: { stage: Stage; prefix: string; count: number }): Promise<number> => {
  const { stage, prefix, count } = input;
  await addPeople({ stage, prefix, count });
  await stage.sink.reset();
  const began = Date.now();
  for (let from = 0; from < count; from += 250) {
    await post(stage, '/v1/batch', {
      batch: Array.from({ length: 250 }, (_, n) => call(`${prefix}${from + n}`, 'Signed Up')),
    });
  }
  await until(async () => (await stage.sink.count()) >= count, 50);
  return count / (((await stage.sink.lastAt()) - began) / 1000);
};

/** 5,000 people, from the first post to the last mail; against a bare workflow with one empty activity. */
export const fiveThousand = async (stage: Stage): Promise<Row> => {
  let prefix = '';
  const result = await sideBySide({
    rounds: 3,
    other: () => bareActivities(stage, 400),
    ours: () => {
      prefix += 'k';
      return mailsToPeople({ stage, prefix, count: 5000 });
    },
  });
  return row({
    name: '5,000 people, first post to last mail, against a bare workflow with one activity',
    unit: 'mails/s',
    least: 6,
    result,
  });
};

/** Events accepted over HTTP in batches; against the driver's insertMany of the same documents. */
export const ingest = async (stage: Stage): Promise<Row> => {
  const batch = 500;
  const batches = 10;
  const connection = await mongoose.createConnection(stage.mongoUri).asPromise();
  const collection = connection.collection('bench_plain');
  await collection.createIndex({ tenant: 1, messageId: 1 }, { unique: true });
  const bodies = () =>
    Array.from({ length: batches }, (_, b) =>
      Array.from({ length: batch }, (_each, n) => call(`g${b * batch + n}`, 'Looked Around')),
    );
  const result = await sideBySide({
    rounds: 3,
    other: async () => {
      const all = bodies();
      const seconds = await timed({
        count: batches,
        width: 4,
        job: (n) => collection.insertMany((all[n] ?? []).map((event) => ({ ...event, tenant: 'bench' }))),
      });
      return (batch * batches) / seconds;
    },
    ours: async () => {
      const all = bodies();
      const seconds = await timed({
        count: batches,
        width: 4,
        job: (n) => post(stage, '/v1/batch', { batch: all[n] }),
      });
      await stage.assembled.engine.dispatcher.idle();
      return (batch * batches) / seconds;
    },
  });
  await connection.close();
  return row({
    name: "events accepted in batches over HTTP, against the driver's insertMany",
    unit: 'events/s',
    least: 0.5,
    result,
  });
};

/** From the post of an event to its mail at the SMTP server, at about half of the load the machine takes. */
export const latency = async (stage: Stage): Promise<Row> => {
  const count = 400;
  const everyMs = 1000 / 60;
  await addPeople({ stage, prefix: 'l', count });
  await stage.sink.reset();
  const posted: number[] = [];
  const posts: Promise<void>[] = [];
  for (let n = 0; n < count; n += 1) {
    posted.push(Date.now());
    posts.push(post(stage, '/v1/track', call(`l${n}`, 'Signed Up')));
    await new Promise((resolve) => {
      setTimeout(resolve, everyMs);
    });
  }
  await Promise.all(posts);
  await until(async () => (await stage.sink.count()) >= count, 20);
  const arrivals = await stage.sink.arrivals();
  const took = posted.map((at, n) => (arrivals[`l${n}@example.com`] ?? Infinity) - at);
  const p95 = percentile(took, 0.95) / 1000;
  return {
    name: `event to mail at SMTP at 60 events/s, p95 (p50 ${(percentile(took, 0.5) / 1000).toFixed(3)} s), against 1 s`,
    ours: `${p95.toFixed(3)} s`,
    against: '1 s',
    ratio: 1 / p95,
    least: 1,
  };
};

/** Bytes of the history of a waiting run; against a bare waiting workflow. */
export const historyBytes = async (stage: Stage): Promise<Row> => {
  const historyOf = async (workflowId: string): Promise<{ bytes: number; events: number }> => {
    const { raw } = await stage.temporal.client.workflow.getHandle(workflowId).describe();
    const info = raw.workflowExecutionInfo;
    return { bytes: Number(info?.historySizeBytes ?? 0), events: Number(info?.historyLength ?? 0) };
  };
  await addPeople({ stage, prefix: 'h', count: 1 });
  const { engine, opened } = stage.assembled;
  await engine.accept({ tenant: 'bench', events: [track({ userId: 'h0', name: 'Parked' })] });
  await engine.dispatcher.idle();
  const [person] = await opened.stores.profiles.withIds({ tenant: 'bench', ids: ['user:h0'] });
  const [run] = await opened.stores.runs.activeOf({ tenant: 'bench', profileId: person?.id ?? '' });
  if (run === undefined) throw new Error('The run did not park.');
  const handle = await bare(stage, 'bareSleep', run.workflowId.replace('parked', 'barred'));
  // Started, task scheduled, started and completed, timer started: then it sleeps.
  await until(async () => (await historyOf(handle.workflowId)).events >= 5);
  const ours = (await historyOf(run.workflowId)).bytes;
  const other = (await historyOf(handle.workflowId)).bytes;
  return {
    name: 'history of a waiting run, bytes, against a bare one (at most 1.3 times)',
    ours: `${ours} B`,
    against: `${other} B`,
    ratio: other / ours,
    least: 1 / 1.3,
  };
};
