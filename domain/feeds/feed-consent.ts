import { z } from 'zod';

import type { ConsentEntry } from '../consents/consent-entry.ts';
import { isObject, own } from '../json.ts';
import {
  type Consent,
  type Consents,
  joinConsent,
  mayMarket,
  standingAt,
  usualPurpose,
} from '../profiles/consents.ts';

/** What people have to agree to before rows about them are written out, in the terms of the consent ledger. */
export const feedConsentSchema = z
  .strictObject({
    purpose: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .optional()
      .describe('What the data is for: `marketing` (the default), or one of `consentPurposes`.'),
    channel: z
      .string()
      .min(1)
      .max(40)
      .optional()
      .describe('The channel the consent is for. For marketing `email` by default; otherwise any.'),
    topic: z
      .string()
      .min(1)
      .max(64)
      .optional()
      .describe('The topic the consent is for. For marketing the whole channel by default; otherwise any.'),
  })
  .refine(
    (consent) => Object.values(consent).some((one) => one !== undefined),
    'must name a purpose, a channel or a topic',
  )
  .describe('Rows about people who do not agree to this are left out. By default nobody has to agree.');

export type FeedConsent = z.infer<typeof feedConsentSchema>;

/** A line of the ledger, as far as it says who agrees to a purpose. */
export type PurposeLine = Pick<
  ConsentEntry,
  'channel' | 'topic' | 'status' | 'basis' | 'confirmed' | 'at' | 'expiresAt'
>;

/** Whether the consent is about marketing, which profiles keep; the lines of the ledger say who agrees to any other purpose. */
export const isAboutMarketing = ({ purpose = usualPurpose }: FeedConsent): boolean =>
  purpose === usualPurpose;

const consentOf = ({ status, basis, confirmed, at, expiresAt }: PurposeLine): Consent => ({
  state: status,
  at,
  source: '',
  ...(basis === 'implied' ? { basis } : {}),
  ...(confirmed ? { confirmed } : {}),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

/** What the lines about a purpose come to: a withdrawal holds until a confirmed yes, as everywhere in the ledger. */
const agreesToPurpose = (input: {
  consent: FeedConsent;
  lines: readonly PurposeLine[];
  now: number;
}): boolean => {
  const { consent, lines, now } = input;
  const about = lines.filter(
    ({ channel, topic, status }) =>
      status !== 'expired' &&
      (consent.channel === undefined || channel === consent.channel) &&
      (consent.topic === undefined || topic === consent.topic || topic === '*'),
  );
  const joined = about
    .map(consentOf)
    .reduce<Consent | undefined>(
      (before, one) => (before === undefined ? one : joinConsent(before, one)),
      undefined,
    );
  return joined !== undefined && standingAt(joined, now).state === 'granted';
};

/**
 * Whether a person agrees, at an instant, to what a feed asks for. Marketing goes by the consents of the profile, as the send gate does; a
 * topic that is opt-out needs no yes. Any other purpose goes by the lines of the ledger about it, and silence is no consent.
 */
export const agreesToFeed = (input: {
  consent: FeedConsent;
  consents: Consents;
  /** The lines of the person about the purpose; not read for marketing. */
  lines: readonly PurposeLine[];
  topics: Readonly<Record<string, { readonly default: 'opt-in' | 'opt-out' }>>;
  /** Epoch milliseconds, on the tenant's clock. */
  now: number;
}): boolean => {
  const { consent, consents, topics, now } = input;
  if (!isAboutMarketing(consent)) return agreesToPurpose(input);
  const { channel = 'email', topic = '*' } = consent;
  const optOut = own(topics, topic)?.default === 'opt-out';
  return mayMarket({ consents, channel, topic, optOut, now }).allowed;
};

/**
 * Whether the event itself says no to the purpose, as a consent manager in a page notes it
 * (`context.consent.categoryPreferences`, Segment's and RudderStack's shape). A yes there is no proof and changes nothing.
 */
export const isRefusedByContext = (input: {
  consent: FeedConsent;
  context: Readonly<Record<string, unknown>>;
}): boolean => {
  const said = own(input.context, 'consent');
  const choices = isObject(said) ? own(said, 'categoryPreferences') : undefined;
  return isObject(choices) && own(choices, input.consent.purpose ?? usualPurpose) === false;
};
