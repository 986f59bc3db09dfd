import { messageOf } from '../../../domain/errors.ts';
import type { BoundWebhook } from '../../../plugins/contract/plugin.ts';
import { withoutSecret } from '../../../plugins/contract/webhooks/verification.ts';
import { readRequest } from '../../../plugins/runtime/read-request.ts';
import type { Said, WebhookSaid } from './about.ts';
import type { InstanceQuestion } from './questions.ts';

type WebhookQuestion = Extract<InstanceQuestion, { op: 'webhook' }>;

const said = (run: () => unknown): Said => {
  try {
    return { ok: true, value: run() };
  } catch (thrown) {
    return { ok: false, message: messageOf(thrown) };
  }
};

const isOk = (one: Said): boolean =>
  one.ok && typeof one.value === 'object' && one.value !== null && 'ok' in one.value && one.value.ok === true;

/** Runs the functions of a webhook for a request, as far as the runtime will ask for what they say. */
export const askWebhook = (webhook: BoundWebhook, question: WebhookQuestion): WebhookSaid => {
  const { arrival, want } = question;
  const request = readRequest({ request: question.request, body: webhook.body ?? 'json' });
  const kept = () => withoutSecret({ request, verification: webhook.verification });
  const { topic } = webhook;
  const named = () => ({
    dedupeKey: said(() => webhook.dedupeKey(kept())),
    ...(topic === undefined ? {} : { topic: said(() => topic(kept())) }),
  });
  if (want === 'events') return { ...named(), normalise: said(() => webhook.normalise(arrival, kept())) };
  const keyUrl = said(() => webhook.keyUrl(arrival, request));
  const needsKey = want === 'key' && keyUrl.ok && keyUrl.value !== undefined;
  if (needsKey) return { keyUrl };
  const handshake = said(() => webhook.handshake(arrival, request));
  if (!handshake.ok || handshake.value !== undefined) return { keyUrl, handshake };
  const verify = said(() => webhook.verify(arrival, request));
  if (!isOk(verify)) return { keyUrl, handshake, verify };
  return {
    keyUrl,
    handshake,
    verify,
    ...named(),
    confirmUrl: said(() => webhook.confirmUrl(arrival, request)),
  };
};
