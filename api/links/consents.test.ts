import { describe, expect, it } from 'vitest';
import { CicloError } from '../../domain/errors.ts';
import { ana, startVisits, links, owner, topic, visit, submit, noted, human } from './visits-for-tests.ts';

describe('unsubscribing', () => {
  const url = links.unsubscribe(topic);

  it('is never done by GET or HEAD: the page asks', async () => {
    const api = await startVisits();
    const page = await visit(api, url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Do you want to stop getting “Offers”?');
    expect((await visit(api, url, { method: 'HEAD' })).status).toBe(200);
    expect(api.probe.events).toEqual([]);
  });

  it.each([
    ['urlencoded', () => new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
    [
      'multipart',
      () => {
        const form = new FormData();
        form.set('List-Unsubscribe', 'One-Click');
        return form;
      },
    ],
    ['written badly', () => 'List-Unsubscribe=One-Click'],
  ])(
    'is done by the one click of a mail program (RFC 8058), %s, without cookies or a redirect',
    async (_name, body) => {
      const api = await startVisits();
      const answer = await api.app.request(url, { method: 'POST', body: body() });
      expect(answer.status).toBe(200);
      expect(noted(api)).toEqual([
        {
          name: 'Unsubscribed',
          channel: 'email',
          topic: 'offers',
          message_id: 'm1',
          source: expect.stringMatching(/^(?:link|one-click)$/),
        },
      ]);
      expect(api.probe.events[0]?.event.profileId).toBe(ana.id);
    },
  );

  it('is done by the button, of the topic or of everything, and again by the same link', async () => {
    const api = await startVisits();
    expect(await (await submit(api, url, { scope: 'topic' })).text()).toContain(
      'You will get no more “Offers”.',
    );
    await submit(api, url, { scope: 'topic' });
    await submit(api, url, { scope: 'all' });
    expect(noted(api).map((event) => 'topic' in event && event.topic)).toEqual(['offers', 'offers', '*']);
    expect(new Set(api.probe.events.map(({ event }) => event.messageId)).size).toBe(3);
  });

  it('is of everything when the topic is not there any more', async () => {
    const api = await startVisits();
    await submit(api, links.unsubscribe({ ...topic, topic: 'gone' }), {});
    expect(noted(api)).toMatchObject([{ topic: '*' }]);
  });

  it('answers 503 when it cannot be stored, and never says it was done', async () => {
    const accept = async () => {
      throw new CicloError({ code: 'unavailable', message: 'away' });
    };
    const answer = await submit(await startVisits({ accept }), url, {});
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('was not saved');
  });

  it('speaks Spanish to who reads Spanish', async () => {
    const answer = await visit(await startVisits(), url, {
      headers: { ...human, 'accept-language': 'es-AR,es;q=0.9' },
    });
    const page = await answer.text();
    expect(page).toContain('<html lang="es">');
    expect(page).toContain('¿Quieres dejar de recibir «Ofertas»?');
  });
});

describe('the preference centre', () => {
  const url = links.preferences(topic);

  it('shows every topic on every channel as it stands', async () => {
    const page = await (await visit(await startVisits(), url)).text();
    const boxes = [...page.matchAll(/<input[^>]*value="([^"]+)"([^>]*)>/g)].map((found) => ({
      name: found[1],
      on: (found[2] ?? '').includes('checked'),
    }));
    expect(boxes).toEqual([
      { name: 'email:offers', on: true },
      { name: 'email:news', on: true },
      { name: 'sms:offers', on: false },
      { name: 'sms:news', on: true },
    ]);
    expect(page).toContain('Discounts, once a week');
    expect(page).toContain('Tent &amp; Lamp &lt;Shop&gt;');
  });

  it('saves what changed as consents given and withdrawn, with the words that were read', async () => {
    const api = await startVisits();
    const answer = await submit(api, url, {
      do: 'save',
      want: ['email:news', 'sms:offers', 'sms:news', 'made:up'],
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Saved.');
    expect(noted(api)).toEqual([
      expect.objectContaining({
        name: 'Consent Withdrawn',
        channel: 'email',
        topic: 'offers',
        source: 'preference-centre',
      }),
      {
        name: 'Consent Granted',
        channel: 'sms',
        topic: 'offers',
        message_id: 'm1',
        source: 'preference-centre',
        confirmed: true,
        locale: 'en',
        text: expect.stringContaining('Offers: Discounts, once a week (text message)'),
        textVersion: expect.stringMatching(/^[\w-]{22}$/),
      },
    ]);
  });

  it('stores nothing when nothing changed, or when the form cannot be read', async () => {
    const api = await startVisits();
    await submit(api, url, { do: 'save', want: ['email:offers', 'email:news', 'sms:news'] });
    await visit(api, url, { method: 'POST', body: 'nonsense' });
    expect(api.probe.events).toEqual([]);
  });

  it('can stop everything at once, on every channel', async () => {
    const api = await startVisits();
    await submit(api, url, { do: 'leave' });
    expect(noted(api)).toMatchObject([
      { name: 'Consent Withdrawn', channel: 'email', topic: '*' },
      { name: 'Consent Withdrawn', channel: 'sms', topic: '*' },
    ]);
  });

  it('is not there for somebody who was erased', async () => {
    const gone = links.preferences({ ...topic, profileId: 'p-gone' });
    expect((await visit(await startVisits(), gone)).status).toBe(404);
  });
});

describe('a confirmed opt-in', () => {
  const url = links.confirm({ ...topic, messageId: 'asked-1' });

  it('asks at a look, and says yes only when somebody answers: about the address, with its evidence', async () => {
    const api = await startVisits();
    const look = await visit(api, url);
    expect(look.status).toBe(200);
    expect(await look.text()).toContain('Do you want');
    expect(api.probe.events).toEqual([]);
    for (let times = 0; times < 2; times += 1) expect((await submit(api, url, {})).status).toBe(200);
    // The second answer is the same events, which are taken once.
    expect(api.probe.events).toHaveLength(2);
    const [who, yes] = api.probe.events.map(({ event }) => event);
    expect(who).toMatchObject({ type: 'identify', traits: { email: 'eva@example.com' }, trust: 'engine' });
    expect(yes).toMatchObject({
      name: 'Consent Granted',
      externalIds: [{ kind: 'email', value: 'eva@example.com' }],
      properties: { channel: 'email', topic: 'offers', confirmed: true, source: 'double-opt-in' },
    });
    expect(yes?.properties['textVersion']).toMatch(/^[\w-]{22}$/);
  });

  it('is over after a week, or when what was asked is gone', async () => {
    const api = await startVisits();
    const old = links.confirm({ ...topic, messageId: 'asked-1', at: owner.at - 8 * 86_400 });
    const gone = links.confirm({ ...topic, messageId: 'asked-2' });
    for (const link of [old, gone]) expect((await submit(api, link, {})).status).toBe(404);
    expect(api.probe.events).toEqual([]);
  });
});
