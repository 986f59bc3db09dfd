import type { JsonObject } from '../json.ts';

/** The context of a call, with `via: 'segment'` where Segment passed the call on: only its servers add `projectId` and `receivedAt`. */
export const withRelay = (call: Readonly<Record<string, unknown>>, context: JsonObject): JsonObject =>
  typeof call['projectId'] === 'string' && typeof call['receivedAt'] === 'string'
    ? { ...context, via: 'segment' }
    : context;

/** Who passed an event on to us, by its context: `segment`, or `ciclo` for one that we sent out ourselves; undefined for any other. */
export const relayOf = (context: JsonObject): 'segment' | 'ciclo' | undefined =>
  context['ciclo'] !== undefined ? 'ciclo' : context['via'] === 'segment' ? 'segment' : undefined;
