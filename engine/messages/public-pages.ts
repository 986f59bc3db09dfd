import { frequencyOf, learnedZone, pausedUntil } from '../../domain/gate/wishes.ts';
import type { Clock } from '../clock/clock.ts';
import { followMerges } from '../people/follow-merges.ts';
import { openSession, recordOfRun, zoneOfProfile } from '../runs/burst/session.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import type { ProfileRow } from '../people/ports.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import type { Pages } from '../../api/ports/pages.ts';
import { CicloError } from '../../domain/errors.ts';
import { readSubscription } from '../../domain/profiles/subscription.ts';
import { textTrait } from '../../domain/profiles/profile.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { EventStore } from '../events/ports.ts';
import type { MessageStore } from './ports.ts';
import type { ExportPerson } from '../privacy/export-person.ts';
import type { ReferralStore } from '../referrals/ports.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { RunStore } from '../runs/ports.ts';
import type { RenderForPerson } from './send/render-for-person.ts';

type Deps = {
  readonly live: LiveWorkspaces;
  readonly profiles: ProfileStore;
  readonly readRecord: ReadRecord;
  readonly messages: MessageStore;
  readonly runs: RunStore;
  readonly events: EventStore;
  readonly referrals: ReferralStore;
  readonly render: RenderForPerson;
  readonly clock: Clock;
  readonly exportPerson: ExportPerson;
};

/** So many documents are shown on a page at most. */
const dataMax = 2000;

const unlessMissing = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (thrown) {
    if (thrown instanceof CicloError && thrown.code === 'not-found') return undefined;
    throw thrown;
  }
};

const liveOf = (deps: Deps, tenant: string): Promise<LiveWorkspace | undefined> =>
  unlessMissing(deps.live.of(tenant));

/** The person a link was made for, or the one they were joined with since. */
const personOf = (deps: Deps, who: { tenant: string; profileId: string }): Promise<ProfileRow | undefined> =>
  unlessMissing(followMerges({ profiles: deps.profiles, ...who }));

/** The message is filled in again from what it was made of, with the run as it stands. */
const createMessagePage =
  (deps: Deps): Pages['message'] =>
  async ({ tenant, messageId, profileId }) => {
    const row = await deps.messages.get({ tenant, id: messageId });
    const live = await liveOf(deps, tenant);
    const compiled = row === undefined ? undefined : live?.messages.get(row.message);
    if (row === undefined || live === undefined || compiled === undefined) return undefined;
    const run = await deps.runs.get({ tenant, run: row.run });
    const profile = await personOf(deps, { tenant, profileId });
    if (run === undefined || profile === undefined) return undefined;
    if (row.profileId !== profileId && row.profileId !== profile.id) return undefined;
    const journey = await deps.live.journey({ tenant, journey: run.journey, version: run.version });
    const now = row.plannedAt;
    const record = await recordOfRun({ readRecord: deps.readRecord, journey, run });
    const session = openSession({ tenant, now, live, profile, journey, run, record, isStored: true });
    const zone = zoneOfProfile({ profile, live });
    const { channel, topic } = row;
    const { rendered } = deps.render({ session, message: compiled, messageId, channel, topic, zone });
    return rendered.kind === 'rendered' && rendered.html !== undefined ? { html: rendered.html } : undefined;
  };

/** What the public pages know, from the engine. */
export const createPages = (deps: Deps): Pages => ({
  message: createMessagePage(deps),
  settings: async (tenant) => {
    const live = await liveOf(deps, tenant);
    if (live === undefined) return undefined;
    const {
      name,
      url,
      linkHosts,
      defaultLocale,
      postalAddress,
      topics,
      brand,
      surveys,
      forms = {},
    } = live.published.settings;
    const channels = [...new Set([...live.messages.values()].map((one) => one.compiled.channel))];
    const written = [...live.messages.values()].flatMap((one) => Object.keys(one.compiled.locales));
    const locales = [...new Set([defaultLocale, ...written])].toSorted();
    const texts = { name, url, linkHosts, defaultLocale, postalAddress, brand };
    return { ...texts, topics, surveys, forms, channels, locales };
  },
  person: async (who) => {
    const profile = await personOf(deps, who);
    if (profile === undefined) return undefined;
    const locale = textTrait(profile, 'locale');
    const zone = learnedZone(profile);
    const until = pausedUntil({ profile, now: deps.clock.now(who.tenant) });
    const frequency = frequencyOf(profile);
    return {
      consents: profile.consents,
      ...(locale === undefined ? {} : { locale }),
      ...(zone === undefined ? {} : { zone }),
      ...(until === undefined ? {} : { pausedUntil: until }),
      ...(frequency === undefined ? {} : { frequency }),
    };
  },
  personData: async (who) => {
    const from = { collection: 0, skip: 0 };
    const found = await deps.exportPerson({ ...who, from, limit: dataMax });
    return found === undefined ? undefined : { rows: found.rows, isAll: found.next === undefined };
  },
  subscription: async (event) => {
    const row = await deps.events.get(event);
    return row === undefined ? undefined : readSubscription(row);
  },
  referral: async (given) => {
    const code = given.toUpperCase();
    for (const tenant of await deps.live.tenants()) {
      const advocate = await deps.referrals.advocate({ tenant, code });
      if (advocate !== undefined) return { tenant, code };
    }
    return undefined;
  },
});
