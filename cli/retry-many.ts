import { z } from 'zod';

import { CicloError } from '../domain/errors.ts';
import type { EngineClient } from './engine-client.ts';
import type { Say } from '../platform/say.ts';

const answerSchema = z.object({ queued: z.number(), more: z.boolean() });

/** Puts all that are meant back into the queue, call after call; how many it were. */
const retryMany = async (input: {
  path: string;
  body: Readonly<Record<string, unknown>>;
  client: EngineClient;
}): Promise<number> => {
  const { path, body, client } = input;
  let all = 0;
  for (;;) {
    const { queued, more } = answerSchema.parse(await client.call({ path, body }));
    all += queued;
    if (!more) return all;
  }
};

/**
 * Has one thing processed again, or all of a state. Throws `invalid-input` where neither is named, so that nobody means all
 * by leaving something out.
 */
export const retryOneOrMany = async (input: {
  /** Of the list in the API. */
  path: string;
  id: string | undefined;
  query: Readonly<Record<string, unknown>> & { readonly state?: string | undefined };
  client: EngineClient;
  say: Say;
  words: { readonly one: string; readonly many: string; readonly which: string };
}): Promise<number> => {
  const { path, id, query, client, say, words } = input;
  if (id !== undefined) {
    await client.call({ path: `${path}/${encodeURIComponent(id)}/retry`, body: {} });
    say(words.one);
    return 0;
  }
  if (query.state === undefined) throw new CicloError({ code: 'invalid-input', message: words.which });
  const queued = await retryMany({ path: `${path}/retry`, body: query, client });
  say(`${words.many}: ${queued}.`);
  return 0;
};
