import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';
import { type Say, table } from '../say.ts';

const jobSchema = z.object({
  id: z.string(),
  journey: z.string(),
  action: z.looseObject({ kind: z.string() }),
  rate: z.number(),
  state: z.string(),
  total: z.number(),
  done: z.number(),
  passed: z.number(),
  failed: z.number(),
  troubles: z.array(z.object({ run: z.string(), message: z.string() })),
});
type JobAnswer = z.infer<typeof jobSchema>;

const sayJob = (job: JobAnswer, say: Say): void => {
  const { action, journey, state, total, done, passed, failed, rate } = job;
  say(`${job.id}  ${action.kind} in ${journey}: ${state}`);
  say(`  ${done} of ${total} done, ${passed} had nothing to do, ${failed} failed; ${rate} a second`);
  for (const { run, message } of job.troubles) say(`  run ${run}: ${message}`);
};

/** `ciclo jobs [id]`: operations on many people; with `cancel` or `rate` one is ended or changed. */
export const runJobs = async (input: {
  id: string | undefined;
  cancel: boolean;
  rate: number | undefined;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { id, cancel, rate, client, say } = input;
  if (id === undefined) {
    const { jobs } = z.object({ jobs: z.array(jobSchema) }).parse(await client.call({ path: '/api/jobs' }));
    if (jobs.length === 0) say('There are no jobs.');
    else {
      const rows = jobs.map((job) => [
        job.id,
        job.journey,
        job.action.kind,
        job.state,
        job.done,
        job.total,
        job.failed,
      ]);
      say(table({ head: ['job', 'journey', 'what', 'state', 'done', 'of', 'failed'], rows }));
    }
    return 0;
  }
  const path = `/api/jobs/${encodeURIComponent(id)}`;
  const answer = cancel
    ? await client.call({ path: `${path}/cancel`, method: 'POST', body: {} })
    : rate === undefined
      ? await client.call({ path })
      : await client.call({ path, method: 'PATCH', body: { rate } });
  sayJob(jobSchema.parse(answer), say);
  return 0;
};

const previewSchema = z.object({
  total: z.number(),
  standing: z.array(
    z.object({ version: z.number(), step: z.string().nullable(), runs: z.number(), frozen: z.number() }),
  ),
  problems: z.array(z.object({ message: z.string(), mend: z.string() })),
});

/** `ciclo runs <what>`: does something to many people of a journey, or says how many they are. */
export const runBulk = async (input: {
  action: Readonly<Record<string, unknown>>;
  who: Readonly<Record<string, unknown>>;
  rate: number | undefined;
  dryRun: boolean;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { action, who, rate, dryRun, client, say } = input;
  const answer = await client.call({
    path: `/api/jobs${dryRun ? '?dryRun=1' : ''}`,
    headers: { 'idempotency-key': randomUUID() },
    body: { do: action, who, ...(rate === undefined ? {} : { rate }) },
  });
  if (!dryRun) {
    sayJob(jobSchema.parse(answer), say);
    return 0;
  }
  const { total, standing, problems } = previewSchema.parse(answer);
  const rows = standing.map(({ version, step, runs, frozen }) => [
    version,
    step ?? '(no step)',
    runs,
    frozen,
  ]);
  if (rows.length > 0) say(table({ head: ['version', 'step', 'people', 'standing still'], rows }));
  for (const { message, mend } of problems) say(`${message} ${mend}`);
  say(`Nothing was done; it would concern ${total} people.`);
  return problems.length === 0 ? 0 : 1;
};
