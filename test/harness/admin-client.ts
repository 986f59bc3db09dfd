import { expect } from 'vitest';
import { z } from 'zod';

import type { TestEngine } from './engine.ts';

export const jobAnswer = z.object({
  id: z.string(),
  state: z.enum(['queued', 'running', 'done', 'cancelled']),
  total: z.number(),
  done: z.number(),
  passed: z.number(),
  failed: z.number(),
  rate: z.number(),
  troubles: z.array(z.object({ run: z.string(), message: z.string() })),
});
export type JobAnswer = z.infer<typeof jobAnswer>;

export type Answer = { readonly status: number; readonly body: unknown };

/** The admin API of an engine under test, over HTTP. */
export type AdminClient = {
  readonly call: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** Waits until a job is over. */
  readonly jobEnd: (id: string) => Promise<JobAnswer>;
  /** Steers a journey and waits until everybody inside has been dealt with. */
  readonly steer: (journey: string, how: string, body?: unknown) => Promise<JobAnswer | undefined>;
};

/** Asks the API of an engine at an address. */
export const requestAt =
  (url: string): TestEngine['request'] =>
  (path, init) =>
    fetch(`${url}${path}`, init);

/** Makes a client of the admin API. */
export const adminClient = (engine: Pick<TestEngine, 'request' | 'keys'>): AdminClient => {
  const call: AdminClient['call'] = async (method, path, body) => {
    const answer = await engine.request(path, {
      method,
      headers: { authorization: `Bearer ${engine.keys.api}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const job = async (id: string): Promise<JobAnswer> =>
    jobAnswer.parse((await call('GET', `/api/jobs/${id}`)).body);
  const jobEnd: AdminClient['jobEnd'] = async (id) => {
    await expect
      .poll(async () => (await job(id)).state, { timeout: 90_000, interval: 50 })
      .toMatch(/done|cancelled/);
    return job(id);
  };
  return {
    call,
    jobEnd,
    steer: async (journey, how, body = {}) => {
      const { status, body: said } = await call('POST', `/api/journeys/${journey}/${how}`, body);
      expect([status, said]).toEqual([200, expect.anything()]);
      const { job: begun } = z.object({ job: jobAnswer.optional() }).parse(said);
      return begun === undefined ? undefined : jobEnd(begun.id);
    },
  };
};
