import { isJsonObject } from '../../domain/json.ts';
import type { MessageDefinition } from '../../domain/messages/message-definition.ts';
import { newProfile, type Profile } from '../../domain/profiles/profile.ts';

/** Whom a preview is for, and the data that stands for their journey. */
export type PreviewReader = { readonly profile: Profile; readonly sample: MessageDefinition['sample'] };

/** The profile of a sample: what every profile has, and what the sample says. */
export const sampleProfile = (input: {
  sample: MessageDefinition['sample'];
  tenant: string;
  /** Epoch milliseconds. */
  now: number;
}): Profile => {
  const { sample, tenant, now } = input;
  const base = newProfile({ id: 'sample', tenant, ids: [], referralCode: 'SAMPLE', now });
  const { traits, computed, ...rest } = sample.profile ?? {};
  return {
    ...base,
    ...rest,
    traits: isJsonObject(traits) ? traits : {},
    computed: { ...base.computed, ...(isJsonObject(computed) ? computed : {}) },
  };
};

/** The same reader with a text in this locale. */
export const inLocale = (reader: PreviewReader, locale: string | undefined): PreviewReader =>
  locale === undefined
    ? reader
    : { ...reader, profile: { ...reader.profile, traits: { ...reader.profile.traits, locale } } };
