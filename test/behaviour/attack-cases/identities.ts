import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';

import { runIdentitySecret } from '../../../cli/commands/operate/keys.ts';
import { engineClient } from '../../../cli/engine-client.ts';
import { type Attack, track } from './attack.ts';

/** Who somebody is, no matter who says so. */
export const identityAttacks = ({ engine, send, profileOf }: Attack): void => {
  it('cannot make everybody without an id one person: placeholders are refused by name, from a server, too', async () => {
    const identify = (email: string, firstName: string) => ({
      type: 'identify',
      userId: 'undefined',
      traits: { email, firstName },
    });
    expect(
      await send(
        [
          identify('a-undefined@x.test', 'Ana'),
          identify('b-undefined@x.test', 'Bob'),
          { type: 'track', userId: 'undefined', event: 'Ping' },
        ],
        engine().keys.write,
      ),
    ).toEqual({ accepted: 2, codes: ['placeholder-id'] });
    expect(await profileOf('user:undefined')).toBeUndefined();
    expect(await profileOf('email:a-undefined@x.test')).toMatchObject({ traits: { firstName: 'Ana' } });
    expect(await profileOf('email:b-undefined@x.test')).toMatchObject({ traits: { firstName: 'Bob' } });
    expect(await send([track('Product Viewed', { anonymousId: '[object Object]' })])).toEqual({
      accepted: 0,
      codes: ['placeholder-id'],
    });
  });

  it('two accounts are never one, also when a server says so: what is refused is on the event', async () => {
    const { tenant, opened } = engine();
    await engine().customer('one');
    await engine().customer('two');
    const id = await engine().track('one', 'alias', {}, { type: 'alias', previousId: 'two' });
    expect(await engine().profileId('one')).not.toBe(await engine().profileId('two'));
    expect(await opened.stores.events.get({ tenant, id })).toMatchObject({
      state: 'done',
      ignored: [{ path: 'identity', message: expect.stringContaining('another `user`') }],
    });
  });

  it('can say who they are with a proof of the shop, and only that', async () => {
    const lines: string[] = [];
    const client = engineClient({ url: engine().url, apiKey: engine().keys.api });
    await runIdentitySecret({ client, say: (line) => lines.push(line) });
    const userHash = createHmac('sha256', lines[0] ?? '')
      .update('ben')
      .digest('hex');
    const call = { type: 'identify', anonymousId: 'ben-at-home', userHash, traits: { size: 'L' } };
    expect(await send([{ ...call, userId: 'ana' }])).toEqual({ accepted: 0, codes: ['bad-proof'] });
    expect(await send([{ ...call, userId: 'ben' }])).toEqual({ accepted: 1, codes: [] });
    const ben = await profileOf('user:ben');
    expect(ben?.ids).toContain('anon:ben-at-home');
    expect(ben?.traits).toMatchObject({ size: 'L', email: 'ben@example.com' });
  });
};
