import type { PlayInput, SimulatedEvent } from '../../domain/simulate/simulation.ts';
import { own } from '../../domain/json.ts';
import type { CrmRecord } from '../../domain/records/record.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { SuppressionStore } from '../messages/ports.ts';
import type { OpenRecordStore } from '../records/open-records-port.ts';
import type { DryRunReads } from './ports.ts';
import { addressOf } from '../../domain/gate/reach.ts';
import type { EventRow } from '../events/ports.ts';
import { addressHashes } from '../messages/send/reach.ts';
import type { Stage } from './stage.ts';

export type PersonDeps = {
  readonly dryRunReads: DryRunReads;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly suppressions: Pick<SuppressionStore, 'find'>;
  readonly openRecords: Pick<OpenRecordStore, 'ofPeople'>;
  /** Hashes addresses as the list of suppressions does. */
  readonly keyring: Keyring;
};

/** An event as it came, without how far the engine has come with it. */
export const toSimulatedEvent = (row: EventRow): SimulatedEvent => {
  const {
    state: _state,
    attempts: _attempts,
    due: _due,
    follow: _follow,
    acted: _acted,
    error: _error,
    ignored: _ignored,
    ...event
  } = row;
  return event;
};

/** Somebody who is still there: not merged into another, not erased. */
export const findPerson = async (input: {
  deps: Pick<PersonDeps, 'profiles'>;
  tenant: string;
  profileId: string;
}): Promise<Profile | undefined> => {
  const { deps, tenant, profileId } = input;
  const found = await deps.profiles.get({ tenant, profileId });
  if (found === undefined || found.mergedInto !== undefined) return undefined;
  const { rev: _rev, ...profile } = found;
  return profile;
};

/** The channels of the messages of a stage on which nothing may be sent to a person. */
export const suppressedFor = async (input: {
  deps: PersonDeps;
  stage: Stage;
  profile: Profile;
}): Promise<readonly string[]> => {
  const { deps, stage, profile } = input;
  const { tenant } = profile;
  const channels = new Set([...stage.live.messages.values()].map((message) => message.compiled.channel));
  const found = await Promise.all(
    [...channels].map(async (channel): Promise<readonly string[]> => {
      const address = addressOf({ profile, channel });
      if (address === undefined) return [];
      const hashes = addressHashes({ keyring: deps.keyring, tenant, channel, address });
      const row = await deps.suppressions.find({ tenant, channel, addressHashes: hashes });
      return row === undefined ? [] : [channel];
    }),
  );
  return found.flat();
};

/** What people had before in this journey, by person. */
export type Before = {
  readonly issued: ReadonlyMap<string, NonNullable<PlayInput['issued']>>;
  readonly runs: ReadonlyMap<string, NonNullable<PlayInput['earlier']>>;
  /** Records about them as they are now. */
  readonly records: ReadonlyMap<string, readonly CrmRecord[]>;
};

/** More records than this about the people of one page are not looked at. */
const recordsMax = 5000;

const recordsOf = async (input: {
  deps: PersonDeps;
  stage: Stage;
  profileIds: readonly string[];
}): Promise<Before['records']> => {
  const { deps, stage, profileIds } = input;
  const objects = [...stage.live.objects.values()].map(({ definition }) => definition);
  const kinds = objects.flatMap(({ key, person }) => (person === undefined ? [] : [key]));
  const { tenant } = stage.settings;
  const found = await deps.openRecords.ofPeople({ tenant, profileIds, kinds, limit: recordsMax });
  const byPerson = new Map<string, CrmRecord[]>();
  for (const record of found) {
    const { person = '' } = record;
    byPerson.set(person, [...(byPerson.get(person) ?? []), record]);
  }
  return byPerson;
};

/** The coupons of the offers of a stage, the runs of its journey that people had, and the records about them. */
export const readBefore = async (input: {
  deps: PersonDeps;
  stage: Stage;
  profileIds: readonly string[];
}): Promise<Before> => {
  const { deps, stage, profileIds } = input;
  const { tenant } = stage.settings;
  const journey = stage.journey.definition.key;
  const offers = [...stage.journey.graph.nodes.values()].flatMap(({ step }) =>
    step.type === 'offer' ? step.offer : [],
  );
  const [records, coupons, runs] = await Promise.all([
    recordsOf(input),
    offers.length === 0 ? [] : deps.dryRunReads.coupons({ tenant, profileIds, offers }),
    deps.dryRunReads.runsOf({ tenant, journey, profileIds }),
  ]);
  const issued = new Map<string, Readonly<Record<string, readonly string[]>>>();
  for (const { profileId, offer, code } of coupons) {
    const before = issued.get(profileId);
    issued.set(profileId, { ...before, [offer]: [...(own(before, offer) ?? []), code] });
  }
  const earlier = new Map<string, NonNullable<PlayInput['earlier']>[number][]>();
  for (const { profileId, ...run } of runs) earlier.set(profileId, [...(earlier.get(profileId) ?? []), run]);
  return { issued, runs: earlier, records };
};
