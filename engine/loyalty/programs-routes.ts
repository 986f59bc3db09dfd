import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answer, commonProblems, createRoutes, withKey } from '../../api/admin/kit.ts';
import type { ApiEnv } from '../../api/http/env.ts';
import type { ProgramDefinition } from '../../domain/loyalty/program-schema.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ProgramTotals, ProgramTotalsStore } from './ports.ts';

const sums = {
  people: z.int(),
  balance: z.int().openapi({ description: 'Points that people can spend.' }),
  pending: z.int(),
  owed: z.int().openapi({ description: 'Points that were taken back after they had been spent.' }),
  earned: z.int().openapi({ description: 'All that was ever earned, net of what was taken back.' }),
  spent: z.int(),
};

const programSchema = z
  .object({
    key: z.string(),
    name: z.string(),
    unit: z.object({ one: z.string(), many: z.string() }),
    rules: z.int().openapi({ description: 'By how many rules people earn.' }),
    ...sums,
    tiers: z
      .array(z.object({ key: z.string(), name: z.string(), from: z.int(), people: z.int() }))
      .openapi({ description: 'The lowest first.' }),
    memberships: z.array(z.object({ key: z.string(), name: z.string() })),
    rewards: z
      .array(z.object({ key: z.string(), name: z.string(), points: z.int() }))
      .openapi({ description: 'What people get for points.' }),
  })
  .openapi('LoyaltyProgram');

const listRoute = createRoute({
  method: 'get',
  path: '/loyalty/programs',
  tags: ['Loyalty'],
  summary: 'The published programmes, with their people, points and tiers',
  security: withKey,
  responses: {
    200: answer({
      description: 'As the accounts have it now.',
      schema: z.object({ programs: z.array(programSchema) }),
    }),
    ...commonProblems,
  },
});

const sumOf = (rows: readonly ProgramTotals[], field: keyof typeof sums): number =>
  rows.reduce((sum, row) => sum + row[field], 0);

const programBody = (
  { key, name, unit, earn, tiers, memberships = [], rewards = [] }: ProgramDefinition,
  rows: readonly ProgramTotals[],
): z.infer<typeof programSchema> => ({
  key,
  name,
  unit: { ...unit },
  rules: earn.length,
  people: sumOf(rows, 'people'),
  balance: sumOf(rows, 'balance'),
  pending: sumOf(rows, 'pending'),
  owed: sumOf(rows, 'owed'),
  earned: sumOf(rows, 'earned'),
  spent: sumOf(rows, 'spent'),
  tiers: (tiers?.levels ?? []).map((level) => ({
    key: level.key,
    name: level.name,
    from: level.from,
    people: sumOf(
      rows.filter(({ tier }) => tier === level.key),
      'people',
    ),
  })),
  memberships: memberships.map((one) => ({ key: one.key, name: one.name })),
  rewards: rewards.map((one) => ({ key: one.key, name: one.name, points: one.points })),
});

/** `GET /api/loyalty/programs`: the programmes, and what they come to. */
export const programRoutes = (deps: {
  live: LiveWorkspaces;
  programTotals: ProgramTotalsStore;
}): OpenAPIHono<ApiEnv> =>
  createRoutes().openapi(listRoute, async (c) => {
    const { tenant } = c.get('key');
    const [{ published }, totals] = await Promise.all([
      deps.live.of(tenant),
      deps.programTotals.totals({ tenant }),
    ]);
    const programs = published.programs.map((program) =>
      programBody(
        program,
        totals.filter((row) => row.program === program.key),
      ),
    );
    return c.json({ programs }, 200);
  });
