import { z } from 'zod';
import {
  anySame,
  deliveryEvents,
  type DeliveryReport,
  hmacSha256,
  readSaidTime,
  type ReadRequest,
  refused,
  type Verdict,
  verified,
  type Webhook,
} from '../contract.ts';
import type { Config } from './config.ts';
import { messageField } from './letter.ts';

const toleranceMs = 300_000;

const told = z.object({
  id: z.string().min(1).max(200),
  reference_id: z.string(),
  event_type: z.object({ id: z.string() }),
  date_created: z.string().optional(),
  body: z.object({
    metadata: z.record(z.string(), z.unknown()).nullish().catch(undefined),
    failure_reason: z
      .object({ failure_reason: z.string().optional(), remediation: z.string().optional() })
      .nullish()
      .catch(undefined),
  }),
});

type Told = z.output<typeof told>;

/** What becomes of a letter, by the last part of the event's name. Ones that are made and rendered are not on their way. */
const states: ReadonlyMap<string, Pick<DeliveryReport, 'state' | 'kind' | 'reason'>> = new Map([
  ['mailed', { state: 'sent' }],
  ['in_transit', { state: 'sent' }],
  ['in_local_area', { state: 'sent' }],
  ['international_exit', { state: 'sent' }],
  ['processed_for_delivery', { state: 'sent' }],
  ['re-routed', { state: 'deferred', reason: 'The letter is re-routed.' }],
  ['delivered', { state: 'delivered' }],
  ['returned_to_sender', { state: 'bounced', kind: 'hard', reason: 'The letter came back.' }],
  ['rejected', { state: 'bounced', kind: 'policy', reason: 'Lob did not accept the letter.' }],
  ['failed', { state: 'bounced', kind: 'policy', reason: 'Lob could not print the letter.' }],
]);

const stateOf = ({ event_type: { id } }: Told) =>
  states.get(/^letter\.(?:certified\.)?([a-z_-]+)$/.exec(id)?.[1] ?? '');

const verdictOf = (secrets: readonly string[], request: ReadRequest, now: number): Verdict => {
  const { 'lob-signature': sent = '', 'lob-signature-timestamp': time = '' } = request.headers;
  if (sent === '' || time === '') {
    return refused('missing-signature', 'The headers Lob-Signature and Lob-Signature-Timestamp are needed.');
  }
  if (secrets.length === 0) return refused('wrong-source', 'No secret is configured for this webhook.');
  const expected = secrets.map((key) =>
    hmacSha256({ key, data: [`${time}.`, request.rawBody], encoding: 'hex' }),
  );
  if (!anySame({ sent: [sent], expected })) {
    return refused('bad-signature', 'The signature does not match the body.');
  }
  const at = readSaidTime(/^\d{1,15}$/.test(time) ? Number(time) : time);
  if (at === undefined || Math.abs(now - at) > toleranceMs) {
    return refused('stale', 'The timestamp is more than five minutes away from now.');
  }
  return told.safeParse(request.json).success
    ? verified
    : refused('malformed', 'The body is no event of Lob.');
};

/** What became of letters. A scan of each stop on the way counts once, as `sent`. */
export const reportsWebhook: Webhook<Config> = {
  title: 'What became of letters',
  verification: { by: 'signature' },
  maxBytes: 1_000_000,
  verify: (ctx, request) => verdictOf(ctx.config.webhookSecret ?? [], request, ctx.now),
  dedupeKey: ({ json }) => told.safeParse(json).data?.id ?? '',
  topic: ({ json }) => told.safeParse(json).data?.event_type.id ?? 'event',
  normalise: (_ctx, request) => {
    const { data: said } = told.safeParse(request.json);
    if (said === undefined) return refused('malformed', 'The body is no event of Lob.');
    const became = stateOf(said);
    const ours = said.body.metadata?.[messageField];
    if (became === undefined || typeof ours !== 'string') return [];
    const { reference_id: letter } = said;
    return deliveryEvents({
      ...became,
      channel: 'post',
      address: '',
      id: `${letter}:${became.state}`,
      messageId: ours,
      providerId: letter,
      at: said.date_created,
      reason:
        (became.kind === 'policy' ? said.body.failure_reason?.failure_reason : undefined) ?? became.reason,
      code: said.event_type.id,
    });
  },
};
