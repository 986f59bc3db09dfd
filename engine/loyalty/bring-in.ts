import type { AcceptedEvent } from '../../domain/events/event.ts';
import { hashId } from '../../domain/hash.ts';
import { loyaltyFacts } from '../../domain/loyalty/facts.ts';
import { nextDue } from '../../domain/loyalty/plan/plan-due.ts';
import { creditFacts } from '../../domain/loyalty/store-credit.ts';
import type { PlanRules } from '../../domain/loyalty/plan/plan.ts';
import type { ProgramDefinition } from '../../domain/loyalty/program-schema.ts';
import { warningsOf } from '../../domain/loyalty/warnings.ts';
import type { ChangeProfile } from '../people/change-profile.ts';
import type { ProfileRow } from '../people/ports.ts';
import { ownEvent } from '../people/own-event.ts';
import type { AccountRow, PointsStore } from './ports.ts';

type Input = {
  readonly row: AccountRow;
  readonly definition: ProgramDefinition;
  readonly rules: PlanRules;
};

/** Brings what an account has in its tail where it belongs; every part may be repeated. */
export type BringIn = (
  input: Input & {
    /** The person as they were read before the account was written: only an account read later has more to say. */
    readonly person?: ProfileRow;
  },
) => Promise<AccountRow>;

/** When the account has something to do next. */
export const dueOf = ({ row, definition, rules }: Input): number | undefined => {
  const warnings = warningsOf({ state: row.state, ...rules, warn: definition.warn }).map(({ at }) => at);
  return nextDue({ state: row.state, rules, warnings, tiers: definition.tiers });
};

/**
 * Makes what follows the write of an account: its new postings join the ledger, the profile shows the balance, and what
 * there is to tell is told, each under an id of its own. Then the tail is emptied.
 */
export const createBringIn = (deps: {
  points: PointsStore;
  accept: (input: { tenant: string; events: readonly AcceptedEvent[] }) => Promise<unknown>;
  changeProfile: ChangeProfile;
}): BringIn => {
  const { points, accept, changeProfile } = deps;
  return async ({ row, definition, rules, person }) => {
    const { tenant, profileId, program, tail, news, rev } = row;
    let isAsRead = person !== undefined && person.id === profileId;
    const shown = changeProfile({
      tenant,
      profileId,
      id: hashId('points', program, profileId, rev),
      now: rules.now,
      ...(isAsRead && person !== undefined ? { known: person } : {}),
      tellsChanges: row.isQuiet !== true,
      isSilent: row.isQuiet === true,
      apply: async (profile) => {
        // As it stands now: of two at once the later one counts. It writes the profile after this one was read, so that only the first attempt can do without a look.
        const isFirst = isAsRead;
        isAsRead = false;
        const latest = isFirst ? row : await points.get({ tenant, profileId: profile.id, program });
        const state = latest?.state ?? row.state;
        const facts = {
          ...loyaltyFacts({ state, rules, tiers: definition.tiers }),
          ...creditFacts({ program, balance: state.balance }),
        };
        return { ...profile, loyalty: { ...profile.loyalty, [program]: facts } };
      },
    });
    // Neither of the two needs the other; whoever is told finds both.
    await Promise.all([shown, points.append({ tenant, profileId, program, postings: tail })]);
    const events = news.map(({ id, name, properties }) => {
      const item = { id: hashId(tenant, 'points', program, profileId, id), name, properties, at: rules.now };
      return ownEvent({ item, profileId });
    });
    if (events.length > 0) await accept({ tenant, events });
    const due = dueOf({ row, definition, rules });
    await points.settle({ tenant, profileId, program, rev, due });
    const { due: _due, ...rest } = row;
    return { ...rest, tail: [], news: [], ...(due === undefined ? {} : { due }) };
  };
};
