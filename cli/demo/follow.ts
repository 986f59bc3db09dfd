import colors from 'picocolors';
import { z } from 'zod';

import type { EngineClient } from '../engine-client.ts';
import type { Say } from '../../platform/say.ts';

const itemSchema = z.looseObject({
  at: z.string(),
  kind: z.enum(['event', 'decision', 'message', 'answer']),
  text: z.string(),
  decision: z.looseObject({ run: z.string(), kind: z.string(), journey: z.string() }).optional(),
  message: z
    .looseObject({ id: z.string(), journey: z.string(), subject: z.string(), status: z.string() })
    .optional(),
  answer: z.looseObject({ id: z.string() }).optional(),
  event: z.looseObject({ messageId: z.string() }).optional(),
});
type Item = z.infer<typeof itemSchema>;

const idOf = (item: Item): string =>
  item.event?.messageId ??
  item.answer?.id ??
  (item.decision === undefined
    ? `${item.message?.id ?? ''}:${item.message?.status ?? ''}`
    : JSON.stringify([item.decision.run, item.decision.kind, item.at, item.text]));

const lineOf = (item: Item): string => {
  const when = colors.dim(item.at.slice(0, 16).replace('T', ' '));
  const journey = item.decision?.journey ?? item.message?.journey;
  const where = journey === undefined ? '' : colors.dim(` [${journey}]`);
  if (item.kind === 'message') return `${when}  ${colors.green('✉')} ${colors.green(item.text)}${where}`;
  if (item.kind === 'event') return `${when}  ${colors.blue('•')} ${colors.blue(item.text)}`;
  return `${when}  ${colors.dim('→')} ${item.text}${where}`;
};

/** Tells what is new about people since the last time, one person after the other. */
export const createFollow = (deps: { client: EngineClient; say: Say }) => {
  const seen = new Set<string>();
  return async (people: ReadonlyMap<string, { name: string; id: string }>): Promise<void> => {
    for (const { name, id } of people.values()) {
      const answer = z
        .looseObject({ items: z.array(itemSchema) })
        .parse(await deps.client.call({ path: `/api/profiles/${id}/timeline?limit=100` }));
      const fresh = answer.items.filter((item) => !seen.has(idOf(item))).toReversed();
      if (fresh.length === 0) continue;
      deps.say(`  ${colors.bold(name)}`);
      for (const item of fresh) {
        seen.add(idOf(item));
        deps.say(`    ${lineOf(item)}`);
      }
    }
  };
};
