import { createLinks } from '../../domain/messages/links/links.ts';
import { type createTestApi, linkKeys, publicUrl, startOfTests } from '../api-for-tests.ts';
import { ana } from '../world-for-tests.ts';

export const links = createLinks({ keys: linkKeys, publicUrl });
export const owner = { tenant: 'shop', messageId: 'm1', profileId: ana.id, at: startOfTests / 1000 };
export const topic = { ...owner, topic: 'offers', channel: 'email' };
export const target = 'https://shop.example/cart?id=1&x=ñ';

export const human = {
  'user-agent':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15',
};

export type Api = ReturnType<typeof createTestApi>;

export const visit = (api: Api, url: string, init: RequestInit = {}) =>
  api.app.request(url, { headers: human, ...init });

export const submit = (
  api: Api,
  url: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
) => {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) body.append(name, value);
  return visit(api, url, { method: 'POST', body });
};

export const noted = (api: Api) =>
  api.probe.events.map(({ event }) => ({ name: event.name, ...event.properties }));
