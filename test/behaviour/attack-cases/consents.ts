import { expect, it } from 'vitest';
import { z } from 'zod';

import { adminClient } from '../../harness/admin-client.ts';
import { type Attack, track } from './attack.ts';

const eventsSchema = z.object({
  events: z.array(z.object({ ignored: z.array(z.object({ path: z.string() })).default([]) })),
});

/** What a yes may be about, no matter who brings it. */
export const consentAttacks = ({ engine, send, profileOf }: Attack): void => {
  it('no server and no webhook opens a channel that the workspace cannot send on, and the event says why; a no is kept', async () => {
    const { keys } = engine();
    const who = { userId: 'fax-fan', anonymousId: undefined };
    const said = (event: string, properties: object) => track(event, { ...who, properties });
    await send(
      [
        said('Consent Granted', { channel: 'fax' }),
        said('Consent Granted', { channel: 'email', topic: 'newz' }),
        said('Consent Granted', { channel: 'sms' }),
        said('Consent Withdrawn', { channel: 'pigeon' }),
      ],
      keys.write,
    );
    const fan = await profileOf('user:fax-fan');
    expect(Object.keys(fan?.consents ?? {}).sort()).toEqual(['pigeon', 'sms']);
    await engine().send({
      name: 'Consent Granted',
      userId: 'fax-fan',
      trust: 'webhook',
      source: 'shopify',
      properties: { channel: 'fax' },
    });
    expect(Object.keys((await profileOf('user:fax-fan'))?.consents ?? {}).sort()).toEqual(['pigeon', 'sms']);
    const answer = await adminClient(engine()).call('GET', '/api/events?name=Consent+Granted&limit=4');
    const paths = eventsSchema
      .parse(answer.body)
      .events.flatMap(({ ignored }) => ignored.map(({ path }) => path));
    expect(paths.sort()).toEqual(['properties.channel', 'properties.channel', 'properties.topic']);
  });
};
