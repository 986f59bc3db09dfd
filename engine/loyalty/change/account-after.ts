import { type AccountState, applyPosting } from '../../../domain/loyalty/account.ts';
import { membershipWarnings } from '../../../domain/loyalty/memberships/memberships.ts';
import { membershipEndNews, newsOf, warningNews } from '../../../domain/loyalty/news.ts';
import type { PlanRules } from '../../../domain/loyalty/plan/plan.ts';
import type { Posting } from '../../../domain/loyalty/posting.ts';
import type { ProgramDefinition } from '../../../domain/loyalty/program-schema.ts';
import { warningsOf } from '../../../domain/loyalty/warnings.ts';
import type { AccountRow } from '../ports.ts';

/** What a crash left in a tail is brought in after so long. */
const repairMs = 60_000;

/** The account with its new postings, and what is to be told of them: of quiet ones nothing but what time brought. */
export const accountAfter = (input: {
  row: AccountRow;
  before: AccountState;
  /** What time brought, then what was planned. */
  due: readonly Posting[];
  planned: readonly Posting[];
  rules: PlanRules;
  definition: ProgramDefinition;
  isQuiet: boolean;
}): AccountRow => {
  const { before, due, planned, rules, definition, isQuiet } = input;
  const { isQuiet: _quiet, ...row } = input.row;
  const { program, warnedTo } = row;
  const postings = [...due, ...planned];
  const state = postings.reduce(applyPosting, before);
  const warnings = warningsOf({ state, ...rules, warn: definition.warn }).filter(
    ({ at, expiresAt }) => at > warnedTo && at <= rules.now && expiresAt > rules.now,
  );
  const { memberships = [], tiers } = definition;
  const ending = membershipWarnings({ state, memberships, rules }).filter(
    ({ at, until }) => at > warnedTo && at <= rules.now && until > rules.now,
  );
  const told = isQuiet ? due : postings;
  return {
    ...row,
    ...(isQuiet ? { isQuiet } : {}),
    state,
    tail: postings,
    news: [
      ...newsOf({ program, state: before, postings: told, tiers, memberships }),
      ...ending.map((warning) => membershipEndNews({ program, state, warning })),
      ...(state.balance > 0 ? warnings : []).map((warning) => warningNews({ program, state, warning })),
    ],
    warnedTo: rules.now,
    isStale: false,
    due: rules.now + repairMs,
  };
};
