import { z } from 'zod';
import {
  type ActionContext,
  type Failure,
  type HttpAnswer,
  providerFailure,
  type Subscriptions,
} from '../contract.ts';

type MailgunConfig = { readonly apiKey: string; readonly domain: string; readonly url: string };

const events = [
  'accepted',
  'delivered',
  'temporary_fail',
  'permanent_fail',
  'complained',
  'opened',
  'clicked',
  'unsubscribed',
];

const urls = z.object({ urls: z.array(z.string()).optional(), url: z.string().optional() });
const listed = z.object({ webhooks: z.record(z.string(), urls.nullable()) });
const one = z.object({ webhook: urls });
const refusal = z.object({ message: z.string() });

type Ctx = ActionContext<MailgunConfig, undefined>;
type Asked = {
  readonly event?: string;
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly fields?: readonly (readonly [string, string])[];
};

/** A form in which a field may come several times. */
const formOf = (fields: NonNullable<Asked['fields']>): string => {
  const form = new URLSearchParams();
  for (const [name, value] of fields) form.append(name, value);
  return form.toString();
};

const call = (ctx: Ctx, { event, method, fields }: Asked) => {
  const { url, domain, apiKey } = ctx.config;
  const base = `/v3/domains/${encodeURIComponent(domain)}/webhooks`;
  const authorization = `Basic ${Buffer.from(`api:${apiKey}`).toString('base64')}`;
  return ctx.http({
    url: new URL(event === undefined ? base : `${base}/${event}`, url).href,
    ...(method === undefined ? {} : { method }),
    ...(fields === undefined
      ? { headers: { authorization } }
      : {
          headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
          body: formOf(fields),
        }),
  });
};

const failureOf = (ctx: Ctx, answer: HttpAnswer): Failure =>
  providerFailure({ ctx, answer, reason: refusal.safeParse(answer.json).data?.message });

const urlsIn = (kept: z.output<typeof urls>): readonly string[] =>
  kept.urls ?? (kept.url === undefined ? [] : [kept.url]);

/** Where an event is sent to now; Mailgun takes at most three addresses. */
const sentTo = async (ctx: Ctx, event: string): Promise<readonly string[] | Failure> => {
  const answer = await call(ctx, { event });
  if (answer.status === 404) return [];
  const read = answer.status === 200 ? one.safeParse(answer.json).data : undefined;
  return read === undefined ? failureOf(ctx, answer) : urlsIn(read.webhook);
};

const isList = (value: readonly string[] | Failure): value is readonly string[] => Array.isArray(value);

const fieldsOf = (all: readonly string[]) => all.map((url) => ['url', url] as const);

/** Mailgun keeps the addresses of each event together, so ours is added to them and taken out of them. */
export const subscriptions: Subscriptions<MailgunConfig, undefined> = {
  topics: () => events,
  holds: 'one-topic',
  list: async (ctx) => {
    const answer = await call(ctx, {});
    const read = answer.status === 200 ? listed.safeParse(answer.json).data : undefined;
    if (read === undefined) return failureOf(ctx, answer);
    return {
      kind: 'done',
      subscriptions: Object.entries(read.webhooks).flatMap(([event, kept]) =>
        (kept === null ? [] : urlsIn(kept)).map((url) => ({
          id: `${event} ${url}`,
          url,
          topics: [event],
          isActive: true,
        })),
      ),
    };
  },
  create: async (ctx, { url, topics: [event = ''] }) => {
    const others = await sentTo(ctx, event);
    if (!isList(others)) return others;
    const answer = await call(
      ctx,
      others.length === 0
        ? { method: 'POST', fields: [['id', event], ...fieldsOf([url])] }
        : { event, method: 'PUT', fields: fieldsOf([...others, url]) },
    );
    return answer.status === 200 ? { kind: 'done' } : failureOf(ctx, answer);
  },
  remove: async (ctx, { id }) => {
    const [event = '', url = ''] = id.split(' ', 2);
    const all = await sentTo(ctx, event);
    if (!isList(all)) return all;
    if (!all.includes(url)) return { kind: 'done' };
    const others = all.filter((other) => other !== url);
    const answer = await call(
      ctx,
      others.length === 0 ? { event, method: 'DELETE' } : { event, method: 'PUT', fields: fieldsOf(others) },
    );
    return answer.status === 200 ? { kind: 'done' } : failureOf(ctx, answer);
  },
};
