import { messageOf } from '../../domain/errors.ts';
import type { BoundWebhook, WebhookWant } from '../contract/plugin.ts';
import { withoutSecret } from '../contract/webhooks/verification.ts';
import type { ReadRequest, Refusal, WebhookRequest } from '../contract/webhooks/webhook.ts';
import type { Instances, LiveInstance } from './instances.ts';
import { codeOfLost, lostCallIn } from './lost-call.ts';
import { type ReadFound, readFound } from './read-found.ts';
import { problemOfBody, readRequest } from './read-request.ts';

export type Arrival = {
  readonly tenant: string;
  readonly instance: string;
  /** `main` by default. */
  readonly webhook?: string | undefined;
  readonly request: WebhookRequest;
  /** Epoch milliseconds when the request arrived; the same again when the stored delivery is normalised. */
  readonly now: number;
  /** What was fetched from the address that the webhook's `keyUrl` gave. */
  readonly key?: string | undefined;
};

export type Received =
  /** Store the raw request under the key, unless it is there, and answer 2xx. */
  | { readonly kind: 'verified'; readonly dedupeKey: string; readonly topic?: string }
  | {
      readonly kind: 'refused';
      readonly status: 400 | 401 | 404 | 413 | 503;
      readonly code: string;
      readonly message: string;
    }
  /** A handshake: answer this, store nothing. */
  | { readonly kind: 'reply'; readonly status: number; readonly body: string };

export type Normalised = ReadFound;

const DEDUPE_MAX = 300;

type Refused = Extract<Received, { kind: 'refused' }>;

/** A refusal with its status. */
export const refusal = (status: Refused['status'], code: string, message: string): Refused => ({
  kind: 'refused',
  status,
  code,
  message,
});

const ofVerdict = (verdict: Refusal): Refused =>
  refusal(verdict.refused === 'malformed' ? 400 : 401, verdict.refused, verdict.message);

/** Which webhook a request is for. */
export type WebhookPlace = Pick<Arrival, 'tenant' | 'instance' | 'webhook'>;

/** What is known of a webhook before its request is read. */
export type Found =
  | {
      readonly kind: 'found';
      readonly maxBytes: number;
      /** The request as it may be kept: without the secret that its sender brought. */
      readonly toKeep: (request: WebhookRequest) => WebhookRequest;
      /** Whether its address ends with a secret. */
      readonly hasSecretPath: boolean;
    }
  | (Refused & { readonly status: 404 | 503 });

/** A request with the webhook it is for. */
export type Place = {
  readonly live: LiveInstance;
  readonly webhook: BoundWebhook;
  readonly request: ReadRequest;
};

const findWebhook = (
  instances: Instances,
  place: WebhookPlace,
): { readonly live: LiveInstance; readonly webhook: BoundWebhook } | (Refused & { status: 404 | 503 }) => {
  const nowhere = { ...refusal(404, 'not-found', 'There is no such webhook.'), status: 404 } as const;
  const live = instances.find(place);
  if (live === undefined) return nowhere;
  if (live.state === 'refused') {
    const off = refusal(503, 'instance-off', 'This webhook is off: its configuration has problems.');
    return { ...off, status: 503 };
  }
  const webhook = live.bound.webhooks.get(place.webhook ?? 'main');
  return webhook === undefined ? nowhere : { live, webhook };
};

/** Looks for the webhook of a request; a refusal where there is none, or it is off. */
export const findPlace = (instances: Instances, arrival: Arrival): Place | Refused => {
  const found = findWebhook(instances, arrival);
  if ('kind' in found) return found;
  const { webhook } = found;
  return { ...found, request: readRequest({ request: arrival.request, body: webhook.body ?? 'json' }) };
};

const judge = (place: Place, arrival: Arrival): Received => {
  const { live, webhook, request } = place;
  const { tenant, instance, now, key } = arrival;
  if (request.rawBody.byteLength > webhook.maxBytes) {
    return refusal(413, 'too-large', `The body may have at most ${webhook.maxBytes} bytes.`);
  }
  const reply = webhook.handshake({ tenant, instance, now }, request);
  if (reply !== undefined) return { kind: 'reply', ...reply };
  const verdict = webhook.verify({ tenant, instance, now, key }, request);
  if (!verdict.ok) return ofVerdict({ ...verdict, message: live.redactor.text(verdict.message) });
  if ((webhook.body ?? 'json') === 'json' && request.json === undefined) {
    return refusal(400, 'malformed', problemOfBody(request));
  }
  const kept = withoutSecret({ request, verification: webhook.verification });
  const dedupeKey = webhook.dedupeKey(kept);
  if (dedupeKey === '' || dedupeKey.length > DEDUPE_MAX) {
    return refusal(400, 'malformed', 'The request has no id, or one that is too long.');
  }
  const topic = webhook.topic?.(kept);
  return { kind: 'verified', dedupeKey, ...(topic === undefined ? {} : { topic }) };
};

const readEvents = (place: Place, arrival: Arrival): Normalised => {
  const { live, webhook } = place;
  const request = withoutSecret({ request: place.request, verification: webhook.verification });
  const { tenant, instance, now } = arrival;
  const dedupeKey = webhook.dedupeKey(request);
  const made = webhook.normalise({ tenant, instance, now }, request);
  if ('ok' in made) {
    return { kind: 'failed', code: 'unreadable-payload', message: live.redactor.text(made.message) };
  }
  return readFound({ live, found: made, unnamed: dedupeKey });
};

/** Looks whether a request may be stored, or what to answer instead. A plugin that fails refuses. */
export const judgeSafely = (place: Place, arrival: Arrival): Received => {
  try {
    return judge(place, arrival);
  } catch (thrown) {
    place.live.log.error({ error: messageOf(thrown) }, 'A plugin failed on an inbound request.');
    return refusal(401, 'plugin-misbehaved', 'The request could not be verified.');
  }
};

const readSafely = (place: Place, arrival: Arrival): Normalised => {
  try {
    return readEvents(place, arrival);
  } catch (thrown) {
    const message = place.live.redactor.text(messageOf(thrown)).slice(0, 2000);
    return { kind: 'failed', code: 'unreadable-payload', message };
  }
};

/** The place with the answers of a plugin in a thread of its own; a refusal that is tried again where the thread did not live to give them. */
export const askedAhead = async (
  place: Place,
  arrival: Arrival,
  want: WebhookWant,
): Promise<Place | Refused> => {
  const { live, webhook } = place;
  const { tenant, instance, now, key, request } = arrival;
  if (webhook.ahead === undefined || request.rawBody.byteLength > webhook.maxBytes) return place;
  try {
    const asked = await webhook.ahead({ tenant, instance, now, key }, request, want);
    return { ...place, webhook: asked };
  } catch (thrown) {
    const lost = lostCallIn(thrown);
    live.log.error({ error: messageOf(thrown) }, 'A plugin failed on an inbound request.');
    return lost === undefined
      ? refusal(401, 'plugin-misbehaved', 'The request could not be verified.')
      : refusal(503, codeOfLost(lost), 'The plugin of this webhook does not answer now.');
  }
};

/** Makes the look for an inbound webhook, and its two halves. Between them the raw request is stored. None throws. */
export const createReceive = (instances: Instances) => ({
  /** Looks for a webhook before its request is read. */
  findWebhook: (place: WebhookPlace): Found => {
    const found = findWebhook(instances, place);
    if ('kind' in found) return found;
    const { maxBytes, verification } = found.webhook;
    return {
      kind: 'found',
      maxBytes,
      toKeep: (request) => withoutSecret({ request, verification }),
      hasSecretPath: 'path' in verification,
    };
  },

  /** Looks whether a request may be stored, or what to answer instead, with the key that was fetched for it. A plugin that fails refuses. */
  receive: (arrival: Arrival): Received => {
    const place = findPlace(instances, arrival);
    return 'kind' in place ? place : judgeSafely(place, arrival);
  },

  /** The events of a verified request. Pure: a stored delivery gives the same events whenever it is read. */
  normalise: (arrival: Arrival): Normalised => {
    const place = findPlace(instances, arrival);
    if ('kind' in place) return { kind: 'failed', code: place.code, message: place.message };
    return readSafely(place, arrival);
  },

  /** The same, without standing still for a plugin in a thread of its own. */
  read: async (arrival: Arrival): Promise<Normalised> => {
    const place = findPlace(instances, arrival);
    const asked = 'kind' in place ? place : await askedAhead(place, arrival, 'events');
    if ('kind' in asked) return { kind: 'failed', code: asked.code, message: asked.message };
    return readSafely(asked, arrival);
  },
});
