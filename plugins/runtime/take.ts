import { LRUCache } from 'lru-cache';
import { messageOf } from '../../domain/errors.ts';
import type { HttpAnswer } from '../contract/network/http.ts';
import { createHttp } from './http-client.ts';
import type { Instances, LiveInstance } from './instances.ts';
import {
  type Arrival,
  askedAhead,
  findPlace,
  judgeSafely,
  type Place,
  type Received,
  refusal,
} from './receive.ts';

const KEY_MAX_BYTES = 64_000;
const KEYS_MAX = 100;
const DAY_MS = 86_400_000;
const TIMEOUT_MS = 10_000;

const fetchAt = (live: LiveInstance, url: string): Promise<HttpAnswer> =>
  createHttp({ send: live.send, signal: AbortSignal.timeout(TIMEOUT_MS) })({ url, maxBytes: KEY_MAX_BYTES });

const isOk = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** An address that the plugin gives for a request; a plugin that throws gives none. */
const addressOf = (place: Place, read: () => string | undefined): string | undefined => {
  try {
    return read();
  } catch (thrown) {
    place.live.log.error({ error: messageOf(thrown) }, 'A plugin failed on an inbound request.');
    return undefined;
  }
};

const later = (code: string, message: string): Received => refusal(503, code, message);

/**
 * Makes the whole look at an inbound request: the key that it names is fetched first, and kept for a day; a confirmation that the vendor
 * asks for is given, and nothing of that request is stored. What cannot be reached is answered 503, so that the vendor tries again.
 */
export const createTake = (deps: {
  readonly instances: Instances;
  readonly now: () => number;
}): ((arrival: Arrival) => Promise<Received>) => {
  const keys = new LRUCache<string, { readonly text: string; readonly until: number }>({ max: KEYS_MAX });

  const keyAt = async (live: LiveInstance, url: string): Promise<{ key: string | undefined } | Received> => {
    const name = `${live.tenant}/${live.instance}/${url}`;
    const kept = keys.get(name);
    if (kept !== undefined && kept.until > deps.now()) return { key: kept.text };
    const answer = await fetchAt(live, url);
    if (isOk(answer)) {
      keys.set(name, { text: answer.text, until: deps.now() + DAY_MS });
      return { key: answer.text };
    }
    // What is not there is no key, and the request is refused by `verify`.
    const isAbsent = answer.status >= 400 && answer.status < 500;
    return isAbsent
      ? { key: undefined }
      : later('key-unreachable', 'The key of the signature cannot be fetched now.');
  };

  return async (arrival) => {
    const place = findPlace(deps.instances, arrival);
    if ('kind' in place) return place;
    const { live, request } = place;
    const { tenant, instance, now } = arrival;
    const first = await askedAhead(place, arrival, 'key');
    if ('kind' in first) return first;
    const keyUrl = addressOf(place, () => first.webhook.keyUrl({ tenant, instance, now }, request));
    const found = keyUrl === undefined ? { key: undefined } : await keyAt(live, keyUrl);
    if ('kind' in found) return found;
    const withKey = { ...arrival, key: found.key };
    // Without a key to fetch the first look has it all.
    const asked = keyUrl === undefined ? first : await askedAhead(place, withKey, 'verdict');
    if ('kind' in asked) return asked;
    const received = judgeSafely(asked, withKey);
    if (received.kind !== 'verified') return received;
    const confirmUrl = addressOf(place, () => asked.webhook.confirmUrl({ tenant, instance, now }, request));
    if (confirmUrl === undefined) return received;
    const answer = await fetchAt(live, confirmUrl);
    if (isOk(answer)) return { kind: 'reply', status: 200, body: '' };
    return later('not-confirmed', 'The confirmation that the request asks for cannot be given now.');
  };
};
