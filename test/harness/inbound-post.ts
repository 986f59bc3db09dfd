import { randomUUID } from 'node:crypto';

import { postRaw } from '../../plugins/inbound-email/fake.ts';
import type { TestedEngine } from './engine-verbs.ts';

/** The secret of the instance `inbox` in tests. */
export const inboundSecret = `whsec_${Buffer.from('a-secret-of-sixteen-bytes-or-more').toString('base64')}`;

/** The plugins of a workspace that sends by SMTP and is told of mails. */
export const mailPlugins = {
  mail: { use: 'smtp', config: { server: { env: 'SMTP_URL' }, tls: 'off' } },
  inbox: {
    use: 'inbound-email',
    config: { secrets: { env: 'CICLO_PLUGIN_INBOX' }, authserv: 'mx.shop.example' },
  },
};

type Parts = {
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly id?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the receiving server found out of the sender. */
  readonly dmarc?: 'pass' | 'fail';
};

/** A raw mail of one part. */
export const rawMail = (parts: Parts): string => {
  const { from, to = 'Help <help@shop.example>', subject = 'A question', text = 'Hello' } = parts;
  const results =
    parts.dmarc === undefined
      ? []
      : [`Authentication-Results: mx.shop.example; dmarc=${parts.dmarc} header.from=example.com`];
  return [
    ...results,
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${parts.id ?? randomUUID()}@mail.example.com>`,
    ...Object.entries(parts.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    ...(parts.headers?.['Content-Type'] === undefined ? ['Content-Type: text/plain; charset=utf-8'] : []),
    '',
    text,
  ].join('\r\n');
};

/** Posts a raw mail to the webhook of the instance `inbox`; answers the status. */
export const postMail = async (
  engine: Pick<TestedEngine, 'url' | 'tenant' | 'engine' | 'request'>,
  raw: string | Uint8Array,
): Promise<number> => {
  const body = typeof raw === 'string' ? Buffer.from(raw) : Buffer.from(raw);
  const request = postRaw({
    body,
    secret: inboundSecret,
    now: engine.engine.clock.systemTime(),
    id: randomUUID(),
  });
  const answer = await engine.request(`/webhooks/${engine.tenant}/inbox`, {
    method: 'POST',
    headers: { ...request.headers },
    body,
  });
  return answer.status;
};
