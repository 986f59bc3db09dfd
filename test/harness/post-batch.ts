import { z } from 'zod';

import type { TestedEngine } from './engine-verbs.ts';

const answerSchema = z.object({
  accepted: z.number(),
  rejected: z.array(z.looseObject({ code: z.string() })),
});

/** How many calls were accepted, and the codes of those that were not. */
export type Batched = { readonly accepted: number; readonly codes: readonly string[] };

/** Sends calls to the tracking API as one batch, with the server key by default, and waits until they were dispatched. */
export const postBatch = async (input: {
  engine: TestedEngine;
  calls: readonly object[];
  key?: string;
  /** Fields of the batch beside its calls. */
  more?: object;
}): Promise<Batched> => {
  const { engine, calls, key = engine.keys.write, more = {} } = input;
  const answer = await fetch(`${engine.url}/v1/batch`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ batch: calls, ...more }),
  });
  const { accepted, rejected } = answerSchema.parse(await answer.json());
  await engine.engine.dispatcher.idle();
  return { accepted, codes: rejected.map(({ code }) => code) };
};
