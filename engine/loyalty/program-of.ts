import type { PlanRules } from '../../domain/loyalty/plan/plan.ts';
import type { ProgramDefinition } from '../../domain/loyalty/program-schema.ts';
import { creditDefinition } from '../../domain/loyalty/store-credit.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';

/** The programme of a key, as published; store credit is one for each currency, and in no file. */
export const programOf = (live: LiveWorkspace, key: string): ProgramDefinition | undefined =>
  creditDefinition(key) ?? live.programs.get(key)?.definition;

/** What a programme says at a moment (epoch milliseconds) to anyone who plans its postings. */
export const planRules = (input: {
  live: LiveWorkspace;
  definition: ProgramDefinition;
  now: number;
}): PlanRules => ({
  expiry: input.definition.expiry,
  zone: input.live.published.settings.timezone,
  now: input.now,
  memberships: input.definition.memberships,
});
