import type { AcceptedEvent } from '../../../domain/events/event.ts';
import { own } from '../../../domain/json.ts';
import { readIdentities } from '../../../domain/profiles/identities/identity.ts';
import { sameJson } from '../../../domain/records/same-json.ts';
import type { Row } from '../../../domain/transfer/row.ts';
import type { ProfileRow, ProfileStore } from '../../people/ports.ts';
import { bagsIn, type Judge, type ReadCall, textIn, whoColumns, whoIn, workOnCalls } from './call-rows.ts';
import type { MakeKind } from './made-kinds.ts';

/** What an export has of a profile and an import passes over: Ciclo works it out, or it is imported apart. */
const passed = [
  'consents',
  'activity',
  'computed',
  'predictions',
  'loyalty',
  'tags',
  'stage',
  'scores',
  'points',
  'segments',
]
  .concat(['referralCode', 'referredBy', 'createdAt', 'lastSeenAt', 'restricted'])
  .map((name) => ({ name, isPassed: true }) as const);

const readCall =
  (zone: string) =>
  (row: Row): ReadCall => {
    const who = whoIn(row, zone);
    const { bags, problems } = bagsIn(row, ['traits']);
    const all = [...who.problems, ...problems];
    if (all.length > 0) return { ok: false, problems: all };
    const addresses = (['email', 'phone'] as const).flatMap((name): [string, string][] => {
      const value = textIn(row, name);
      return value === undefined ? [] : [[name, value]];
    });
    const traits = { ...bags['traits'], ...Object.fromEntries(addresses) };
    return { ok: true, id: undefined, call: { type: 'identify', ...who.fields, traits } };
  };

const isSaid = (profile: ProfileRow, event: AcceptedEvent, ids: readonly string[]): boolean =>
  ids.every((id) => profile.ids.includes(id)) &&
  Object.entries(event.traits).every(([name, value]) => sameJson(own(profile.traits, name) ?? null, value));

/** Whether the person of each event is known, and has all of it already. */
const judgeProfiles =
  (profiles: ProfileStore, tenant: string): Judge =>
  async (events) => {
    const named = events.map((event): [AcceptedEvent, readonly string[]] => [
      event,
      readIdentities(event).ids,
    ]);
    const ids = [...new Set(named.flatMap(([, own]) => own))];
    const found = ids.length === 0 ? [] : await profiles.withIds({ tenant, ids });
    const byId = new Map(found.flatMap((profile) => profile.ids.map((id) => [id, profile] as const)));
    return new Map(
      named.map(([event, own]) => {
        const profile = own.map((id) => byId.get(id)).find((one) => one !== undefined);
        if (profile === undefined) return [event, 'created'];
        return [event, isSaid(profile, event, own) ? 'unchanged' : 'changed'];
      }),
    );
  };

/** Profiles: a row says who somebody is; columns beside the known ones are traits. */
export const profilesKind: MakeKind = ({ accept, events, profiles, tenant, setting }) => ({
  columns: { columns: [...whoColumns, { name: 'traits' }, ...passed], others: 'traits.' },
  work: (page) =>
    workOnCalls({
      deps: { accept, events },
      page,
      readCall: readCall(setting.zone),
      judge: judgeProfiles(profiles, tenant),
    }),
});
