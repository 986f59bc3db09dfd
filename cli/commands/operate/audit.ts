import { z } from 'zod';

import type { EngineClient } from '../../engine-client.ts';
import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import { toSecond } from '../../say-list.ts';
import { toCount } from '../../to-count.ts';

const lineSchema = z.looseObject({
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string() }),
  action: z.string(),
  subject: z.string().optional(),
  requestId: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
});
type Line = z.infer<typeof lineSchema>;

const pageSchema = z.looseObject({ lines: z.array(lineSchema), next: z.string().optional() });

const rowOf = (line: Line): readonly string[] => [
  toSecond(line.at),
  `${line.actor.kind} ${line.actor.id}`,
  line.action,
  line.subject ?? '',
  Object.entries(line.details ?? {})
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' '),
  line.requestId ?? '',
];

/** `ciclo audit`: the audit trail, newest first, at most so many lines. */
export const runAudit = async (input: {
  action?: string | undefined;
  subject?: string | undefined;
  limit: number;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { action, subject, limit, client, say } = input;
  const rows: Line[] = [];
  let next: string | undefined;
  do {
    const query = new URLSearchParams({
      limit: String(Math.min(200, limit - rows.length)),
      ...(action === undefined ? {} : { action }),
      ...(subject === undefined ? {} : { subject }),
      ...(next === undefined ? {} : { cursor: next }),
    });
    const page = pageSchema.parse(await client.call({ path: `/api/audit?${query.toString()}` }));
    rows.push(...page.lines);
    ({ next } = page);
  } while (next !== undefined && rows.length < limit);
  if (rows.length === 0) {
    say('There is nothing in the audit trail.');
    return 0;
  }
  say(table({ head: ['when (UTC)', 'who', 'what', 'to what', '', 'request'], rows: rows.map(rowOf) }));
  if (next !== undefined) say('There is more; see --limit.');
  return 0;
};

/** `ciclo audit`. */
export const auditCommand: CommandDefinition = {
  usage: 'audit',
  summary: 'who did what, and when, the newest first',
  group: 'Operate',
  examples: ['ciclo audit', 'ciclo audit --action journey.freeze --subject cart-recovery'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--action <action>', 'of one kind, such as journey.freeze')
      .option('--subject <id>', 'what was done to one journey, profile or key')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(
        act(async (options: { action?: string; subject?: string; limit: number }) =>
          runAudit({ ...options, client: await connect(), say }),
        ),
      ),
};
