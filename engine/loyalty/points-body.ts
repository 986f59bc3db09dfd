import { z } from '@hono/zod-openapi';

import { instant, iso, isoField } from '../../api/admin/kit.ts';
import { given } from '../../api/admin/paging.ts';
import { owedOf } from '../../domain/loyalty/account.ts';
import { loyaltyFacts } from '../../domain/loyalty/facts.ts';
import type { PostingKind } from '../../domain/loyalty/posting.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { programOf } from './program-of.ts';
import type { AccountRow, PostingRow } from './ports.ts';

const kinds = [
  'earn',
  'activate',
  'schedule',
  'spend',
  'return',
  'reverse',
  'expire',
  'adjust',
  'tier',
  'membership',
] as const satisfies readonly PostingKind[];

export const postingSchema = z
  .object({
    program: z.string(),
    kind: z.enum(kinds),
    at: instant,
    points: z.int().openapi({ description: 'By how much the balance changed.' }),
    pending: z.int().openapi({ description: 'By how much the pending points changed.' }),
    key: z.string().openapi({ description: 'What it is for: posted once under each key.' }),
    ref: z.string().optional().openapi({ description: 'What it is about, such as `order:1001`.' }),
    rule: z.string().optional().openapi({ description: 'The earning rule it came by.' }),
    availableAt: instant.optional().openapi({ description: 'When pending points become active.' }),
    reason: z.string().optional(),
    tier: z.string().optional().openapi({ description: 'Of a change of tier: the new one.' }),
    membership: z
      .string()
      .optional()
      .openapi({ description: 'Of a membership that was bought, given or ended: which.' }),
  })
  .openapi('PointsPosting');

/** A posting as the API shows it. */
export const postingBody = (row: PostingRow): z.infer<typeof postingSchema> => {
  const { program, kind, at, active, pending, key, ref, rule, availableAt, reason, tier, grant, ends } = row;
  return {
    program,
    kind,
    at: iso(at),
    points: active,
    pending,
    key,
    ...given({ ref, rule, reason, tier: tier?.key, membership: grant?.membership ?? ends?.membership }),
    ...isoField('availableAt', availableAt),
  };
};

export const balanceSchema = z
  .object({
    program: z.string(),
    name: z.string().optional().openapi({ description: 'Absent when the programme is no longer published.' }),
    points: z
      .int()
      .openapi({ description: 'The balance: what can be spent. Below zero when points are owed.' }),
    pending: z.int(),
    owed: z.int().openapi({ description: 'Points taken back that had been spent; new points pay for them.' }),
    earned: z.int(),
    spent: z.int(),
    expiresAt: instant.optional().openapi({ description: 'When points expire next.' }),
    expiring: z.int().optional().openapi({ description: 'How many expire then.' }),
    tier: z.string().optional().openapi({ description: 'Their tier; absent when they have none.' }),
    tierName: z.string().optional(),
    tierUntil: instant.optional().openapi({ description: 'Until when it is theirs whatever they earn.' }),
    counted: z.int().optional().openapi({ description: 'What counted towards tiers in the period.' }),
    nextTier: z.string().optional().openapi({ description: 'What the next tier is called.' }),
    membership: z
      .string()
      .optional()
      .openapi({ description: 'Their membership; absent when they have none.' }),
    membershipName: z.string().optional(),
    membershipUntil: instant.optional().openapi({ description: 'Its end; absent for ever.' }),
    toNextTier: z.int().optional().openapi({ description: 'How many points it takes to reach it.' }),
  })
  .openapi('PointsBalance');

/** The balance of an account as the API shows it. */
export const balanceBody = (input: {
  row: Pick<AccountRow, 'program' | 'state'>;
  live: LiveWorkspace;
  now: number;
}): z.infer<typeof balanceSchema> => {
  const { row, live } = input;
  const definition = programOf(live, row.program);
  const zone = live.published.settings.timezone;
  const { memberships } = definition ?? {};
  const rules = { expiry: definition?.expiry, zone, now: input.now, memberships };
  const facts = loyaltyFacts({ state: row.state, rules, tiers: definition?.tiers });
  return {
    program: row.program,
    ...given({ name: definition?.name }),
    ...facts,
    owed: Math.max(0, -row.state.balance, owedOf(row.state)),
  };
};
