import type { Pages } from '../../api/ports/pages.ts';
import { CicloError } from '../../domain/errors.ts';
import { textTrait } from '../../domain/profiles/profile.ts';
import { zoneOfProfile } from '../../activities/burst/session.ts';
import type { Engine } from './engine.ts';
import type { Stores } from './stores.ts';

/** What the public pages know, from the engine. */
export const createPages = (deps: { engine: Engine; stores: Stores }): Pages => {
  const { engine, stores } = deps;

  const liveOf = async (tenant: string) => {
    try {
      return await engine.live.of(tenant);
    } catch (thrown) {
      if (thrown instanceof CicloError && thrown.code === 'not-found') return undefined;
      throw thrown;
    }
  };

  /** The message is filled in again from what it was made of, with the run as it stands. */
  const message: Pages['message'] = async ({ tenant, messageId, profileId }) => {
    const row = await stores.messages.get({ tenant, id: messageId });
    const live = await liveOf(tenant);
    const compiled = row === undefined ? undefined : live?.messages.get(row.message);
    if (row === undefined || live === undefined || compiled === undefined || row.profileId !== profileId)
      return undefined;
    const run = await stores.runs.get({ tenant, run: row.run });
    const profile = await stores.profiles.get({ tenant, profileId });
    if (run === undefined || profile === undefined) return undefined;
    const journey = await engine.live.journey({ tenant, journey: run.journey, version: run.version });
    const session = {
      tenant,
      now: row.plannedAt,
      live,
      profile,
      journey,
      run,
      isStored: true,
      isForked: false,
      lookedAt: 0,
      rows: [],
      noted: 0,
    };
    const zone = zoneOfProfile({ profile, live });
    const { channel, topic } = row;
    const { rendered } = engine.render({ session, message: compiled, messageId, channel, topic, zone });
    return rendered.kind === 'rendered' && rendered.html !== undefined ? { html: rendered.html } : undefined;
  };

  return {
    message,
    settings: async (tenant) => {
      const live = await liveOf(tenant);
      if (live === undefined) return undefined;
      const { name, url, defaultLocale, postalAddress, topics } = live.published.settings;
      const channels = [...new Set([...live.messages.values()].map((one) => one.compiled.channel))];
      return { name, url, defaultLocale, postalAddress, topics, channels };
    },
    person: async ({ tenant, profileId }) => {
      const profile = await stores.profiles.get({ tenant, profileId });
      if (profile === undefined) return undefined;
      const locale = textTrait(profile, 'locale');
      return { consents: profile.consents, ...(locale === undefined ? {} : { locale }) };
    },
    referral: async (given) => {
      const code = given.toUpperCase();
      for (const tenant of await stores.workspaces.tenants()) {
        if ((await stores.referrals.advocate({ tenant, code })) !== undefined) return { tenant, code };
      }
      return undefined;
    },
  };
};
