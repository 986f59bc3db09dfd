import { suggest } from '../../documents/nearest.ts';
import { type FeedConsent, isAboutMarketing } from '../../feeds/feed-consent.ts';
import { channelNames } from '../../messages/channels.ts';
import type { Problem } from '../../problem.ts';
import { usualPurpose } from '../../profiles/consents.ts';
import type { PluginCatalog } from '../plugin-catalog.ts';
import type { TenantSettings } from '../tenant-settings.ts';

type Named = { readonly code: Problem['code']; readonly what: string; readonly field: keyof FeedConsent };

const unknown = (input: Named & { word: string; known: readonly string[]; none: string; path: string }) => {
  const { code, what, field, word, known, none, path } = input;
  if (known.includes(word)) return [];
  const hint = suggest({ word, known, none });
  const message = `There is no ${what} \`${word}\`.`;
  return [{ severity: 'error', code, path: `${path}.${field}`, message, hint } as const];
};

/** The names in the consent that a feed asks for, against those of the workspace: nobody ever agrees to a name that is written wrong. */
export const checkFeedConsent = (input: {
  consent: FeedConsent;
  settings: TenantSettings;
  plugins: PluginCatalog | undefined;
  path: string;
}): readonly Problem[] => {
  const { consent, settings, plugins, path } = input;
  const { purpose = usualPurpose, channel, topic } = consent;
  const channels = [...channelNames, ...[...(plugins?.values() ?? [])].flatMap(({ channels: own }) => own)];
  return [
    ...unknown({
      code: 'unknown-purpose',
      what: 'purpose',
      field: 'purpose',
      word: purpose,
      known: [usualPurpose, ...(settings.consentPurposes ?? [])],
      none: 'Add it to `consentPurposes`.',
      path,
    }),
    // Other purposes are on whatever channel people say: `web` is one of them.
    ...(channel === undefined || !isAboutMarketing(consent)
      ? []
      : unknown({
          code: 'unknown-channel',
          what: 'channel',
          field: 'channel',
          word: channel,
          known: [...new Set(channels)],
          none: 'Use `email`.',
          path,
        })),
    ...(topic === undefined
      ? []
      : unknown({
          code: 'unknown-topic',
          what: 'topic',
          field: 'topic',
          word: topic,
          known: [...Object.keys(settings.topics), 'general', '*'],
          none: 'Add it to `topics`.',
          path,
        })),
  ];
};
