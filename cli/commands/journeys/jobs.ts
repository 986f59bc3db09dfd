import { z } from 'zod';

import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { type Say, table } from '../../../platform/say.ts';
import { jobSchema, sayJob } from '../../say-job.ts';
import { toNumber } from '../../to-count.ts';

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

/** `ciclo jobs`. */
export const jobsCommand: CommandDefinition = {
  usage: 'jobs [id]',
  summary: 'operations on many people, and how far they are',
  group: 'Journeys',
  examples: ['ciclo jobs', 'ciclo jobs 01J9 --rate 5', 'ciclo jobs 01J9 --cancel'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--cancel', 'end it where it is')
      .option('--rate <people>', 'at most this many people a second', toNumber)
      .action(
        act(async (id: string | undefined, options: { cancel?: boolean; rate?: number }) =>
          runJobs({ id, cancel: options.cancel ?? false, rate: options.rate, client: await connect(), say }),
        ),
      ),
};
