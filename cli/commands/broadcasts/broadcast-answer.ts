import { z } from 'zod';

import type { Say } from '../../../platform/say.ts';

const count = z.int();

/** A broadcast as the API shows it, as far as the command says something of it. */
export const broadcastAnswer = z.looseObject({
  id: z.string(),
  plan: z.looseObject({ name: z.string() }),
  state: z.string(),
  startAt: z.string().optional(),
  problem: z.string().optional(),
  matched: count.optional(),
  figures: z.looseObject({ sent: count, opened: count, clicked: count, unsubscribed: count }),
  problems: z.array(z.looseObject({ path: z.string(), message: z.string(), hint: z.string() })).optional(),
});
export type BroadcastAnswer = z.infer<typeof broadcastAnswer>;

/** The address of a broadcast in the API. */
export const broadcastPath = (id: string, ...rest: readonly string[]): string =>
  ['/api/broadcasts', ...[id, ...rest].map(encodeURIComponent)].join('/');

/** Says how a broadcast stands, and what keeps a draft from being sent. */
export const sayBroadcast = (answer: unknown, say: Say): void => {
  const { id, plan, state, startAt, problem, problems = [] } = broadcastAnswer.parse(answer);
  const when = startAt === undefined || state !== 'scheduled' ? '' : ` for ${startAt}`;
  say(`${plan.name} (${id}): ${state}${when}.`);
  if (problem !== undefined) say(problem);
  for (const { path, message, hint } of problems) say(`${path}: ${message} ${hint}`);
};
