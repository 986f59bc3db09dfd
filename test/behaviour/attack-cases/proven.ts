import { createHmac } from 'node:crypto';

import { expect, it } from 'vitest';

import { runIdentitySecret } from '../../../cli/commands/operate/keys.ts';
import { engineClient } from '../../../cli/engine-client.ts';
import type { Attack } from './attack.ts';

/** What a customer may say who is signed in, and edits the calls of the page. */
export const provenAttacks = ({ engine, send, profileOf }: Attack): void => {
  const hashFor = async (userId: string): Promise<string> => {
    const lines: string[] = [];
    const client = engineClient({ url: engine().url, apiKey: engine().keys.api });
    await runIdentitySecret({ client, say: (line) => lines.push(line) });
    return createHmac('sha256', lines[0] ?? '')
      .update(userId)
      .digest('hex');
  };

  it('changes no trait that the shop set, and pins none against it, though their proof is genuine', async () => {
    await engine().customer('dora', { tier: 'bronze', credit: 0 });
    const before = await profileOf('user:dora');
    const userHash = await hashFor('dora');
    const ahead = new Date(engine().engine.clock.now(engine().tenant) + 23 * 3_600_000).toISOString();
    const identify = (traits: object, more: object = {}) => ({
      type: 'identify',
      userId: 'dora',
      anonymousId: 'dora-at-home',
      userHash,
      traits,
      ...more,
    });
    const calls = [
      identify({ tier: 'gold', credit: 1_000, email: 'other@evil.test', size: 'L' }),
      identify({ tier: 'gold', 'seen:tier': 1, 'page:tier': 1 }),
      identify({ size: 'M' }, { timestamp: ahead }),
      identify({ hobby: 'chess' }, { timestamp: '1999-01-01T00:00:00Z' }),
      identify({ tier: null, restricted: false, stage: 'customer', points: 9_999 }),
    ];
    expect(await send(calls)).toEqual({ accepted: calls.length, codes: [] });
    await engine().identify('dora', { size: 'S' });
    const dora = await profileOf('user:dora');
    expect(dora?.traits).toMatchObject({
      tier: 'bronze',
      credit: 0,
      email: 'dora@example.com',
      size: 'S',
      hobby: 'chess',
    });
    expect(dora).toMatchObject({ points: 0, createdAt: before?.createdAt });
    expect(dora?.ids).not.toContain('email:other@evil.test');
  });
};
