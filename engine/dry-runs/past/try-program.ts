import { askedEvents } from '../../../domain/dry-run/asked-events.ts';
import { hashId } from '../../../domain/hash.ts';
import { costOfPoints } from '../../../domain/loyalty/liability.ts';
import { limitKeys } from '../../../domain/loyalty/limit-keys.ts';
import { orderBase } from '../../../domain/loyalty/order-base.ts';
import { parseProgram } from '../../../domain/loyalty/parse-program.ts';
import { pointsFor } from '../../../domain/loyalty/posting.ts';
import { readyProgram, type ReadyProgram } from '../../../domain/loyalty/ready-program.ts';
import { orderChange } from '../../../domain/orders/order-change.ts';
import type { Problem } from '../../../domain/problem.ts';
import type { Clock } from '../../clock/clock.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { type HoldingRule, holdingRules, onceValue } from '../../loyalty/earning.ts';
import { latestOf, type PastDeps, type PastEvent, visitPast } from './past-events.ts';

const orderEvent = 'Order Completed';

/** What a rule of a programme would have given: how often, and how many points in all. */
type RuleGiven = { readonly rule: string; readonly times: number; readonly points: number };

/** What a programme would have given for the events of the last days. */
export type ProgramTrial = {
  readonly events: number;
  /** How many of them were looked at, the newest. */
  readonly lookedAt: number;
  readonly points: number;
  readonly people: number;
  /** What these points cost, in minor units of the currency of the shop; null where the programme does not say. */
  readonly cost: number | null;
  readonly currency: string;
  readonly rules: readonly RuleGiven[];
};

export type TryProgram = (input: {
  tenant: string;
  /** A programme as its file has it, unchecked. */
  definition: Readonly<Record<string, unknown>>;
  days: number;
}) => Promise<
  | { readonly ok: true; readonly trial: ProgramTrial }
  | { readonly ok: false; readonly problems: readonly Problem[] }
>;

type Deps = PastDeps & { readonly live: LiveWorkspaces; readonly clock: Clock };

/** What one rule that holds gives for one event. `taken` are keys of limits that the person has used up. */
const pointsOf = (input: {
  past: PastEvent;
  holding: HoldingRule;
  program: ReadyProgram;
  live: LiveWorkspace;
  taken: Set<string>;
}): number => {
  const { past, holding, program, live, taken } = input;
  const { row, orders, person } = past;
  const { rule, rate } = holding;
  const { currency, timezone: zone } = live.published.settings;
  const { rounding } = program.definition;
  if (row.name === orderEvent) {
    const id = orderChange({ event: row, currency })?.orderId;
    const order = orders.find(({ orderId }) => orderId === id);
    return order === undefined
      ? 0
      : pointsFor({ base: orderBase({ rule, order, currency }), rate, rounding });
  }
  const event = { id: hashId(row.id), at: row.timestamp };
  const keys = limitKeys({ rule, event, value: onceValue(row, rule), zone });
  const free = keys.map((key) => `${person.id} ${key}`).find((key) => !taken.has(key));
  if (free === undefined) return 0;
  taken.add(free);
  return pointsFor({ base: 1, rate, rounding });
};

/**
 * Makes the trial of a programme: what its rules and campaigns would have given for the events that came, with the people as they
 * were then as far as that can be told. Orders count as they are now, without what was refunded since; limits count what came in
 * that time. Nothing is written.
 */
export const createTryProgram = (deps: Deps): TryProgram => {
  return async ({ tenant, definition, days }) => {
    const live = await deps.live.of(tenant);
    const { currency } = live.published.settings;
    const key = typeof definition['key'] === 'string' ? definition['key'] : '';
    const read = parseProgram({ text: JSON.stringify(definition), file: `programs/${key}.json`, currency });
    if (!read.ok) return { ok: false, problems: read.problems };
    const program = readyProgram(read.value);
    const names = [...program.rulesOn.keys()];
    const { count, rows } = await latestOf({ deps, tenant, names, days, now: deps.clock.now(tenant) });
    const given = new Map<string, RuleGiven>();
    const people = new Set<string>();
    const taken = new Set<string>();
    const visit = async (past: PastEvent): Promise<void> => {
      const { row, profile, events } = past;
      const holding = await holdingRules({ row, live, profile, now: row.receivedAt, program, events });
      for (const one of holding) {
        const points = pointsOf({ past, holding: one, program, live, taken });
        if (points === 0) continue;
        people.add(past.person.id);
        const { times, points: before } = given.get(one.rule.key) ?? { times: 0, points: 0 };
        given.set(one.rule.key, { rule: one.rule.key, times: times + 1, points: before + points });
      }
    };
    const asked = askedEvents([{ ...read.value }]);
    await visitPast({ deps, tenant, live, rows, asked, visit });
    const points = [...given.values()].reduce((sum, one) => sum + one.points, 0);
    return {
      ok: true,
      trial: {
        events: count,
        lookedAt: rows.length,
        points,
        people: people.size,
        cost: costOfPoints({ points, definition: read.value, currency }) ?? null,
        currency,
        rules: read.value.earn.map(({ key: rule }) => given.get(rule) ?? { rule, times: 0, points: 0 }),
      },
    };
  };
};
