import { z } from 'zod';

import { type Say, table } from '../../../platform/say.ts';
import type { CommandDefinition } from '../../command.ts';
import type { EngineClient } from '../../engine-client.ts';
import { toCount } from '../../to-count.ts';

const referralSchemaOf = z.looseObject({
  id: z.string(),
  state: z.string(),
  at: z.string(),
  advocate: z.string(),
  friend: z.string(),
  orderId: z.string().optional(),
  score: z.number().optional(),
  reasons: z.array(z.object({ reason: z.string(), weight: z.number() })).optional(),
});
type Row = z.infer<typeof referralSchemaOf>;

const pageSchema = z.looseObject({ referrals: z.array(referralSchemaOf) });

const whyOf = ({ score, reasons = [] }: Row): string =>
  score === undefined || score === 0
    ? ''
    : `${score}: ${reasons.map(({ reason, weight }) => `${reason} ${weight}`).join(', ')}`;

type Query = { readonly state?: string; readonly advocate?: string; readonly limit: number };

/** `ciclo referrals`: who brought whom, the newest first. */
export const runReferrals = async (input: {
  query: Query;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { query, client, say } = input;
  const { state, advocate, limit } = query;
  const asked = new URLSearchParams({
    limit: String(Math.min(200, limit)),
    ...(state === undefined ? {} : { state }),
    ...(advocate === undefined ? {} : { advocate }),
  });
  const { referrals } = pageSchema.parse(await client.call({ path: `/api/referrals?${asked.toString()}` }));
  if (referrals.length === 0) {
    say('There are no such referrals.');
    return 0;
  }
  const head = ['id', 'when (UTC)', 'state', 'advocate', 'friend', 'order', 'score and reasons'];
  const rows = referrals.map((one) => [
    one.id,
    one.at.slice(0, 16).replace('T', ' '),
    one.state,
    one.advocate,
    one.friend,
    one.orderId ?? '',
    whyOf(one),
  ]);
  say(table({ head, rows }));
  return 0;
};

type Said = { readonly note?: string; readonly by?: string; readonly text?: string };

/** `ciclo referrals approve|deny|appeal <id>`. */
export const runReview = async (input: {
  id: string;
  verdict: 'approve' | 'deny' | 'appeal';
  body: Said;
  client: EngineClient;
  say: Say;
}): Promise<number> => {
  const { id, verdict, body, client, say } = input;
  const path = `/api/referrals/${encodeURIComponent(id)}/${verdict}`;
  const row = referralSchemaOf.parse(await client.call({ path, body }));
  say(`Referral ${row.id} is ${row.state}.`);
  return 0;
};

const verdictCommand = (verdict: 'approve' | 'deny', summary: string): CommandDefinition => ({
  usage: `${verdict} <id>`,
  summary,
  examples: [`ciclo referrals ${verdict} 4kQ9 --by Marta`],
  build: ({ command, act, connect, say }) =>
    command
      .option('--note <text>', 'why')
      .option('--by <name>', 'who says so')
      .action(
        act(async (id: string, body: Said) => runReview({ id, verdict, body, client: await connect(), say })),
      ),
});

const appealCommand: CommandDefinition = {
  usage: 'appeal <id>',
  summary: 'object to a denial: it is held again, once',
  examples: ['ciclo referrals appeal 4kQ9 --text sisters --by Marta'],
  build: ({ command, act, connect, say }) =>
    command
      .requiredOption('--text <text>', 'what the customer says')
      .option('--by <name>', 'who says so')
      .action(
        act(async (id: string, body: Said) =>
          runReview({ id, verdict: 'appeal', body, client: await connect(), say }),
        ),
      ),
};

const suspensionCommand = (to: 'suspend' | 'lift', summary: string): CommandDefinition => ({
  usage: `${to} <profile>`,
  summary,
  examples: [`ciclo referrals ${to} p_1a2b --reason agreed --by Marta`],
  build: ({ command, act, connect, say }) =>
    command
      .requiredOption('--reason <text>', 'why')
      .option('--by <name>', 'who says so')
      .action(
        act(async (profile: string, body: { reason: string; by?: string }) => {
          const path = `/api/referrals/advocates/${encodeURIComponent(profile)}/${to}`;
          const schema = z.looseObject({ profileId: z.string(), suspended: z.looseObject({}).optional() });
          const client = await connect();
          const advocate = schema.parse(await client.call({ path, body }));
          const how = advocate.suspended === undefined ? 'not suspended' : 'suspended';
          say(`Advocate ${advocate.profileId} is ${how}.`);
          return 0;
        }),
      ),
});

const inviteCommand: CommandDefinition = {
  usage: 'invite <profile>',
  summary: 'mail a friend for an advocate, or note that they shared their link',
  examples: [
    'ciclo referrals invite p_1a2b --email friend@example.com',
    'ciclo referrals invite p_1a2b --share whatsapp',
  ],
  build: ({ command, act, connect, say }) =>
    command
      .option('--email <address>', 'the address of the friend')
      .option('--locale <locale>', 'the language of the mail, where the friend is not known')
      .option('--share <network>', 'where they shared it, such as whatsapp')
      .action(
        act(async (profile: string, body: { email?: string; locale?: string; share?: string }) => {
          const path = `/api/referrals/advocates/${encodeURIComponent(profile)}/invitations`;
          const schema = z.looseObject({ outcome: z.string(), reason: z.string().optional() });
          const client = await connect();
          const { outcome, reason } = schema.parse(await client.call({ path, body }));
          say(`The invitation is ${outcome}${reason === undefined ? '' : `: ${reason}`}.`);
          return outcome === 'refused' ? 1 : 0;
        }),
      ),
};

/** `ciclo referrals`. */
export const referralsCommand: CommandDefinition = {
  usage: 'referrals',
  summary: 'who brought whom, with score and reasons, the newest first',
  group: 'People',
  examples: ['ciclo referrals --state held', 'ciclo referrals --advocate p_1a2b'],
  build: ({ command, act, connect, say }) =>
    command
      .option('--state <state>', 'in one state, such as held')
      .option('--advocate <id>', 'of one advocate')
      .option('--limit <count>', 'show at most this many', toCount, 50)
      .action(act(async (query: Query) => runReferrals({ query, client: await connect(), say }))),
  parts: [
    verdictCommand('approve', 'let a held referral count'),
    verdictCommand('deny', 'deny a referral that is held, or was not rewarded yet'),
    appealCommand,
    inviteCommand,
    suspensionCommand('suspend', 'let no further referral of an advocate count'),
    suspensionCommand('lift', 'let the referrals of a suspended advocate count again'),
  ],
};
