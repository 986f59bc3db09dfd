import { CicloError } from '../../../domain/errors.ts';
import { isObject } from '../../../domain/json.ts';
import type { BoundWebhook } from '../../../plugins/contract/plugin.ts';
import type { ReadRequest, Verdict } from '../../../plugins/contract/webhooks/webhook.ts';
import { type Said, type WebhookAbout, type WebhookSaid, webhookSaidSchema } from './about.ts';
import type { InstanceQuestion } from './questions.ts';

type Question = Omit<Extract<InstanceQuestion, { op: 'webhook' }>, 'place'>;
type Found = ReturnType<BoundWebhook['normalise']>;

const broken = (message: string): CicloError => new CicloError({ code: 'plugin-misbehaved', message });

const valueOf = (said: Said | undefined): unknown => {
  if (said === undefined) throw broken('The plugin did not say what was needed.');
  if (said.ok) return said.value;
  throw broken(said.message);
};

const textOf = (said: Said | undefined): string => {
  const value = valueOf(said);
  if (typeof value === 'string') return value;
  throw broken('The plugin did not answer with a text.');
};

const maybeTextOf = (said: Said | undefined): string | undefined =>
  said === undefined || (said.ok && said.value === undefined) ? undefined : textOf(said);

const isVerdict = (value: unknown): value is Verdict => isObject(value) && typeof value['ok'] === 'boolean';
const isReply = (value: unknown): value is { status: number; body: string } =>
  isObject(value) && typeof value['status'] === 'number' && typeof value['body'] === 'string';
const isFound = (value: unknown): value is Found => Array.isArray(value) || isVerdict(value);

const held = <T>(said: Said | undefined, is: (value: unknown) => value is T): T => {
  const value = valueOf(said);
  if (is(value)) return value;
  throw broken('The plugin answered with something else than it must.');
};

/** A webhook whose functions give what its plugin said, when they are asked. */
const answering = (
  about: WebhookAbout & { readonly hasTopic: boolean },
  ask: (question: Omit<Question, 'op' | 'webhook'>) => WebhookSaid,
): BoundWebhook => {
  const { title, maxBytes, body, verification } = about;
  const nothing = { tenant: '', instance: '', now: 0 };
  const kept = (request: ReadRequest) => ask({ arrival: nothing, request, want: 'events' });
  return {
    title,
    maxBytes,
    verification,
    ...(body === undefined ? {} : { body }),
    dedupeKey: (request) => textOf(kept(request).dedupeKey),
    ...(about.hasTopic ? { topic: (request: ReadRequest) => textOf(kept(request).topic) } : {}),
    handshake: (arrival, request) => {
      const { handshake } = ask({ arrival, request, want: 'verdict' });
      return valueOf(handshake) === undefined ? undefined : held(handshake, isReply);
    },
    verify: (arrival, request) => held(ask({ arrival, request, want: 'verdict' }).verify, isVerdict),
    normalise: (arrival, request) => held(ask({ arrival, request, want: 'events' }).normalise, isFound),
    keyUrl: (arrival, request) => maybeTextOf(ask({ arrival, request, want: 'key' }).keyUrl),
    confirmUrl: (arrival, request) => maybeTextOf(ask({ arrival, request, want: 'verdict' }).confirmUrl),
  };
};

/** A webhook of an instance whose code runs in a thread of its own. */
export const apartWebhook = (input: {
  readonly name: string;
  readonly about: WebhookAbout & { readonly hasTopic: boolean };
  readonly askAtOnce: (question: Question) => unknown;
  readonly ask: (question: Question) => Promise<unknown>;
}): BoundWebhook => {
  const { name: webhook, about } = input;
  const named = { op: 'webhook', webhook } as const;
  return {
    ...answering(about, ({ arrival, request, want }) =>
      webhookSaidSchema.parse(input.askAtOnce({ ...named, arrival, request: bare(request), want })),
    ),
    ahead: async (arrival, request, want) => {
      const said = webhookSaidSchema.parse(
        await input.ask({ ...named, arrival, request: bare(request), want }),
      );
      return answering(about, () => said);
    },
  };
};

/** The request as it came: its body is read where it is looked at. */
const bare = ({ method, path, query, headers, rawBody }: Question['request']): Question['request'] => ({
  method,
  path,
  query,
  headers,
  rawBody: new Uint8Array(rawBody),
});
