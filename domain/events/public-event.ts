import { addressTraits as channelAddresses, channelNames } from '../messages/channels.ts';
import type { JsonObject } from '../json.ts';
import {
  pushSubscribed,
  pushUnsubscribed,
  readPushNews,
  readPushSubscription,
} from '../push/push-devices.ts';
import { type CallRefusal, refuse } from './call-refusal.ts';
import type { AcceptedEvent } from './event.ts';
import type { Ignored } from './ignored.ts';
import { isReservedFromPublic, subscriptionRequested } from './public-names.ts';

/** What a call with a public key proved about the person: their user id, and traits that a signed token states. */
export type Proof = { readonly userId: string; readonly traits: JsonObject };

export type PublicEvent = {
  readonly ok: true;
  readonly event: AcceptedEvent;
  readonly ignored: readonly Ignored[];
};

/** Traits that say where a person is reached. Nobody may set them for a customer without the shop's word. */
const addressTraits: ReadonlySet<string> = new Set([
  ...channelAddresses,
  ...channelNames,
  'webpush',
  'discord',
  'matrix',
  'telegram',
  'messenger',
  'unverified',
]);

/** True for a trait that says where a person is reached. */
export const isAddressTrait = (name: string): boolean => addressTraits.has(name);

const refusePublic = (input: { code: string; message: string; path: string; hint: string }): CallRefusal =>
  refuse(input);

const refuseName = (event: AcceptedEvent, allowed: ReadonlySet<string>): CallRefusal | undefined => {
  const { name } = event;
  if (isReservedFromPublic(name)) {
    return refusePublic({
      code: 'reserved-name',
      message: `\`${name}\` is taken from a server key, a verified webhook or the engine only.`,
      path: 'event',
      hint: 'Send it from your server with a server key (`sk_`).',
    });
  }
  if (name === pushSubscribed || name === pushUnsubscribed) {
    if (readPushNews(event) !== undefined) return undefined;
    return refusePublic({
      code: 'not-a-subscription',
      message: `\`${name}\` needs the push subscription of a browser.`,
      path: 'properties',
      hint: 'Send `subscription.toJSON()` as the properties.',
    });
  }
  if (allowed.has(name) || name === subscriptionRequested) return undefined;
  return refusePublic({
    code: 'not-public',
    message: `A public key cannot send \`${name}\`.`,
    path: 'event',
    hint: 'List it in `tracking.publicEvents` of `ciclo.json`, or send it with a server key (`sk_`).',
  });
};

const refuseType = ({ type }: AcceptedEvent): CallRefusal | undefined =>
  type === 'alias' || type === 'group'
    ? refusePublic({
        code: 'not-public',
        message: `A public key cannot make ${type} calls.`,
        path: 'type',
        hint:
          type === 'alias'
            ? 'Send `identify` with `anonymousId`, `userId` and a proof, or use a server key (`sk_`).'
            : 'Use a server key (`sk_`).',
      })
    : undefined;

/** The traits as far as they are believed; the others stay apart under `unverified`, where nothing is read from. */
const traitsOf = (input: { traits: JsonObject; proof: Proof | undefined }): JsonObject => {
  const { traits, proof } = input;
  const isLoose = (name: string): boolean => proof === undefined || addressTraits.has(name);
  const entries = Object.entries(traits);
  const unverified = Object.fromEntries(entries.filter(([name]) => isLoose(name) && name !== 'unverified'));
  const believed = Object.fromEntries(entries.filter(([name]) => !isLoose(name)));
  return {
    ...believed,
    ...(Object.keys(unverified).length === 0 ? {} : { unverified }),
    ...proof?.traits,
  };
};

const subscriptionFields = ['email', 'phone', 'channel', 'topic', 'locale'] as const;

const subscriptionPart = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    subscriptionFields.flatMap((field) => {
      const value = properties[field];
      return typeof value === 'string' && value.length <= 320 ? [[field, value]] : [];
    }),
  );

const propertiesOf = ({ name, properties }: AcceptedEvent): JsonObject => {
  if (name === subscriptionRequested) return subscriptionPart(properties);
  if (name === pushUnsubscribed) return { endpoint: properties['endpoint'] ?? null };
  return name === pushSubscribed ? { ...readPushSubscription(properties) } : properties;
};
const ignoredOf = (input: { event: AcceptedEvent; proof: Proof | undefined }): Ignored[] => {
  const { event, proof } = input;
  const ignored: Ignored[] = [];
  if (event.userId !== undefined && proof === undefined) {
    const message = 'The user id is not proven; the event is about the anonymous id alone.';
    ignored.push({ path: 'userId', message });
  }
  if (event.externalIds.length > 0) {
    const message = 'Other identities need a server key.';
    ignored.push({ path: 'externalIds', message });
  }
  return ignored;
};

/** Parts of the context that say who somebody is, or prove it: none of them is kept. */
const identityContext: ReadonlySet<string> = new Set(['externalIds', 'traits', 'userHash', 'userToken']);

/**
 * What is taken of a call that came with a public key. Such a key stands in web pages, so anybody may have sent it:
 * it speaks about browsing, for its own anonymous id, and names a customer only with a proof. Pure.
 */
export const readPublicEvent = (input: {
  event: AcceptedEvent;
  proof: Proof | undefined;
  /** The track events the workspace allows. */
  allowed: ReadonlySet<string>;
  /** When it arrived, epoch milliseconds: a page tells of nothing that is still to come. */
  receivedAt: number;
}): PublicEvent | CallRefusal => {
  const { event, proof } = input;
  const refusal =
    refuseType(event) ?? (event.type === 'track' ? refuseName(event, input.allowed) : undefined);
  if (refusal !== undefined) return refusal;
  const { userId: _claimed, externalIds: _ids, ...rest } = event;
  if (proof === undefined && event.anonymousId === undefined) {
    return refusePublic({
      code: 'missing-identity',
      message: 'With a public key a call needs `anonymousId`, or `userId` with a proof (`userHash`).',
      path: 'anonymousId',
      hint: 'Send `anonymousId`; a server key (`sk_`) can name people by other ids.',
    });
  }
  return {
    ok: true,
    event: {
      ...rest,
      ...(proof === undefined ? {} : { userId: proof.userId }),
      externalIds: [],
      properties: propertiesOf(event),
      timestamp: Math.min(event.timestamp, input.receivedAt),
      traits: event.type === 'identify' ? traitsOf({ traits: event.traits, proof }) : event.traits,
      context: Object.fromEntries(
        Object.entries(event.context).filter(([name]) => !identityContext.has(name)),
      ),
      backfill: false,
    },
    ignored: ignoredOf({ event, proof }),
  };
};
