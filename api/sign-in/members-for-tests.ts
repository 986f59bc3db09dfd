import type { Role } from '../../domain/objects/access.ts';
import { json, type Shop, textOf } from '../shop-for-tests.ts';

const jsonType = { 'content-type': 'application/json' };
/** What a browser says of a page of ours. */
export const ownPage = { ...jsonType, 'sec-fetch-site': 'same-origin' };

/** The cookies of an answer, as a browser sends them back. */
export const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .join('; ');

/** Makes people of the team who are signed in. */
export const createMembers = (shop: Shop) => {
  const callAs =
    (cookie: string) =>
    (method: string, path: string, body?: object, headers: object = ownPage) =>
      shop.request(path, {
        method,
        headers: { cookie, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
  const enter = async (id: string, headers: object) => {
    const { url } = await json(shop.call('POST', `/api/users/${id}/sign-in-link`, {}));
    const token = new URL(textOf(url)).searchParams.get('token') ?? '';
    const answer = await shop.request(`/auth/${shop.tenant}/link`, {
      method: 'POST',
      headers: { ...jsonType, ...headers },
      body: JSON.stringify({ token }),
    });
    const cookie = cookieOf(answer);
    return { id, cookie, call: callAs(cookie) };
  };
  const invite = async (name: string, role: Role): Promise<string> => {
    const body = { email: `${name}@shop.example`, name, role };
    return textOf((await json(shop.call('POST', '/api/users', body)))['id']);
  };
  return {
    callAs,
    invite,
    /** Somebody new who came in by a link. */
    signedIn: async (name: string, role: Role) => enter(await invite(name, role), {}),
    /** The same person in another browser. */
    again: (who: { id: string }, headers: object = {}) => enter(who.id, headers),
  };
};
