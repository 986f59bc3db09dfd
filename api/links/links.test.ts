import { describe, expect, it } from 'vitest';
import { CicloError } from '../../domain/errors.ts';
import { createLinks, type LinkKind } from '../../domain/messages/links/links.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createTestApi, linkKeys, olderKeys, publicUrl, startOfTests } from '../api-for-tests.ts';
import { ana, settings } from '../world-for-tests.ts';

const links = createLinks({ keys: linkKeys, publicUrl });
const owner = { tenant: 'shop', messageId: 'm1', profileId: ana.id, at: startOfTests / 1000 };
const topic = { ...owner, topic: 'offers', channel: 'email' };
const target = 'https://shop.example/cart?id=1&x=ñ';

const human = {
  'user-agent':
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15',
};

type Api = ReturnType<typeof createTestApi>;

const visit = (api: Api, url: string, init: RequestInit = {}) =>
  api.app.request(url, { headers: human, ...init });

const submit = (api: Api, url: string, fields: Readonly<Record<string, string | readonly string[]>>) => {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields))
    for (const value of [values].flat()) body.append(name, value);
  return visit(api, url, { method: 'POST', body });
};

const noted = (api: Api) => api.probe.events.map(({ event }) => ({ name: event.name, ...event.properties }));

describe('a click', () => {
  it('is noted about the person and leads to the address that was signed', async () => {
    const api = createTestApi();
    const answer = await visit(api, links.click({ ...owner, index: 2, url: target }));
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('https://shop.example/cart?id=1&x=%C3%B1');
    expect(noted(api)).toEqual([
      { name: 'Link Clicked', message_id: 'm1', url: target, link_index: 2, machine: false },
    ]);
    expect(api.probe.events[0]).toMatchObject({
      tenant: 'shop',
      event: { profileId: ana.id, source: 'ciclo', type: 'track' },
    });
  });

  it('on an address that came from data leads to hosts of the shop only', async () => {
    const api = createTestApi();
    const evil = links.click({ ...owner, index: 0, url: 'https://evil.test/', isData: true });
    expect((await visit(api, evil)).status).toBe(404);
    const own = links.click({ ...owner, index: 0, url: `${settings.url}/cart`, isData: true });
    expect((await visit(api, own)).status).toBe(302);
  });

  it('leads on also when it cannot be noted', async () => {
    const accept = async () => {
      throw new CicloError({ code: 'unavailable', message: 'away' });
    };
    const api = createTestApi({ accept });
    expect((await visit(api, links.click({ ...owner, index: 0, url: target }))).status).toBe(302);
    expect(api.probe.logged).toMatchObject([{ level: 'warn' }]);
  });

  it('leads on after a moment also when the store never answers', async () => {
    const api = createTestApi({ accept: () => new Promise(() => undefined) });
    const began = performance.now();
    expect((await visit(api, links.click({ ...owner, index: 0, url: target }))).status).toBe(302);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('of a HEAD request leads on and is no click', async () => {
    const api = createTestApi();
    const answer = await visit(api, links.click({ ...owner, index: 0, url: target }), { method: 'HEAD' });
    expect(answer.status).toBe(302);
    expect(api.probe.events).toEqual([]);
  });

  it('still works when it was signed before the secret changed', async () => {
    const older = createLinks({ keys: olderKeys, publicUrl });
    const answer = await visit(createTestApi(), older.click({ ...owner, index: 0, url: target }));
    expect(answer.status).toBe(302);
  });

  it('of three links of one mail at once is a machine from the third on', async () => {
    const api = createTestApi();
    for (const index of [0, 1, 2]) await visit(api, links.click({ ...owner, index, url: target }));
    api.probe.systemTime += 5000;
    await visit(api, links.click({ ...owner, index: 3, url: target }));
    expect(noted(api).map((event) => 'machine' in event && event.machine)).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});

describe('a link nobody signed', () => {
  const kinds: readonly LinkKind[] = ['click', 'open', 'unsubscribe', 'preferences', 'view', 'confirm'];
  const paths = {
    click: 'c',
    open: 'o',
    unsubscribe: 'u',
    preferences: 'p',
    view: 'v',
    confirm: 'y',
  } as const;
  const urls = {
    click: links.click({ ...owner, index: 0, url: target }),
    confirm: links.confirm({ ...topic, messageId: 'asked-1' }),
    open: links.open(owner),
    unsubscribe: links.unsubscribe(topic),
    preferences: links.preferences(topic),
    view: links.view(owner),
  } as const;
  const tokenOf = (kind: LinkKind) => urls[kind].split('/').at(-1)?.replace('.gif', '') ?? '';

  it.each(kinds.filter((kind) => kind !== 'open'))(
    'as %s is answered the same, however it is wrong, and leads nowhere',
    async (kind) => {
      const api = createTestApi();
      const good = tokenOf(kind);
      const foreign = createLinks({ keys: createKeyring({ secrets: ['another-installation'] }), publicUrl });
      const wrong = [
        `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`,
        good.slice(0, -4),
        `1${'A'.repeat(22)}${good.slice(23)}`,
        tokenOf(kind === 'view' ? 'open' : 'view'),
        foreign.view(owner).split('/').at(-1) ?? '',
        'https:%2F%2Fevil.example',
        '..%2F..%2Fevil.example',
        'javascript:alert(1)',
        'x',
      ];
      const answers = await Promise.all(
        wrong.map(async (token) => {
          const answer = await visit(api, `${publicUrl}/${paths[kind]}/${token}`);
          return {
            status: answer.status,
            location: answer.headers.get('location'),
            text: await answer.text(),
          };
        }),
      );
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 404, location: null });
      for (const token of wrong) {
        const answer = await submit(api, `${publicUrl}/${paths[kind]}/${token}`, {});
        expect(answer.status).toBeGreaterThanOrEqual(404);
      }
      expect(api.probe.events).toEqual([]);
    },
  );

  it('is refused when the mail is more than three years old, except to say no', async () => {
    const old = { ...owner, at: owner.at - 4 * 366 * 86_400 };
    const api = createTestApi();
    expect((await visit(api, links.click({ ...old, index: 0, url: target }))).status).toBe(404);
    expect((await visit(api, links.view(old))).status).toBe(404);
    expect((await submit(api, links.unsubscribe({ ...topic, ...old }), {})).status).toBe(200);
  });
});

describe('an open', () => {
  it('is noted, and the picture comes', async () => {
    const api = createTestApi();
    const answer = await visit(api, links.open(owner));
    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect((await answer.arrayBuffer()).byteLength).toBe(42);
    expect(noted(api)).toEqual([
      { name: 'Email Opened', message_id: 'm1', channel: 'email', machine: false },
    ]);
  });

  it('comes with its picture also when the link is broken, and is not noted', async () => {
    const api = createTestApi();
    expect((await visit(api, `${publicUrl}/o/nothing.gif`)).status).toBe(200);
    expect(api.probe.events).toEqual([]);
  });
});

describe('unsubscribing', () => {
  const url = links.unsubscribe(topic);

  it('is never done by GET or HEAD: the page asks', async () => {
    const api = createTestApi();
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
      const api = createTestApi();
      const answer = await api.app.request(url, { method: 'POST', body: body() });
      expect(answer.status).toBe(200);
      expect(noted(api)).toEqual([
        { name: 'Unsubscribed', channel: 'email', topic: 'offers', message_id: 'm1', source: 'link' },
      ]);
      expect(api.probe.events[0]?.event.profileId).toBe(ana.id);
    },
  );

  it('is done by the button, of the topic or of everything, and again by the same link', async () => {
    const api = createTestApi();
    expect(await (await submit(api, url, { scope: 'topic' })).text()).toContain(
      'You will get no more “Offers”.',
    );
    await submit(api, url, { scope: 'topic' });
    await submit(api, url, { scope: 'all' });
    expect(noted(api).map((event) => 'topic' in event && event.topic)).toEqual(['offers', 'offers', '*']);
    expect(new Set(api.probe.events.map(({ event }) => event.messageId)).size).toBe(3);
  });

  it('is of everything when the topic is not there any more', async () => {
    const api = createTestApi();
    await submit(api, links.unsubscribe({ ...topic, topic: 'gone' }), {});
    expect(noted(api)).toMatchObject([{ topic: '*' }]);
  });

  it('answers 503 when it cannot be stored, and never says it was done', async () => {
    const accept = async () => {
      throw new CicloError({ code: 'unavailable', message: 'away' });
    };
    const answer = await submit(createTestApi({ accept }), url, {});
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('was not saved');
  });

  it('speaks Spanish to who reads Spanish', async () => {
    const answer = await visit(createTestApi(), url, {
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
    const page = await (await visit(createTestApi(), url)).text();
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
    const api = createTestApi();
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
    const api = createTestApi();
    await submit(api, url, { do: 'save', want: ['email:offers', 'email:news', 'sms:news'] });
    await visit(api, url, { method: 'POST', body: 'nonsense' });
    expect(api.probe.events).toEqual([]);
  });

  it('can stop everything at once, on every channel', async () => {
    const api = createTestApi();
    await submit(api, url, { do: 'leave' });
    expect(noted(api)).toMatchObject([
      { name: 'Consent Withdrawn', channel: 'email', topic: '*' },
      { name: 'Consent Withdrawn', channel: 'sms', topic: '*' },
    ]);
  });

  it('is not there for somebody who was erased', async () => {
    const gone = links.preferences({ ...topic, profileId: 'p-gone' });
    expect((await visit(createTestApi(), gone)).status).toBe(404);
  });
});

describe('a message in the browser', () => {
  it('is shown as it was sent, without the power to run or load scripts', async () => {
    const answer = await visit(createTestApi(), links.view(owner));
    expect(await answer.text()).toContain('Your cart');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain('sandbox');
    expect(policy).not.toContain('allow-scripts');
  });
});

describe('a referral link', () => {
  it('notes the visit under an anonymous id and leads to the shop with code and id', async () => {
    const api = createTestApi();
    const answer = await visit(api, `${publicUrl}/r/ana-1234`);
    expect(answer.status).toBe(302);
    const [seen] = api.probe.events;
    const anonymousId = seen?.event.anonymousId ?? '';
    expect(seen).toMatchObject({
      tenant: 'shop',
      event: { name: 'Referral Link Visited', properties: { referral_code: 'ANA-1234' } },
    });
    const location = new URL(answer.headers.get('location') ?? '');
    expect(location.origin).toBe('https://shop.example');
    expect(Object.fromEntries(location.searchParams)).toEqual({
      utm_source: 'friend',
      ref: 'ANA-1234',
      ajs_aid: anonymousId,
    });
    const cookies = answer.headers.getSetCookie().join('\n');
    expect(cookies).toContain(`ciclo_anon=${anonymousId}`);
    expect(cookies).toMatch(/HttpOnly; Secure; SameSite=Lax/);
  });

  it('keeps the anonymous id of who was here before, and takes no made-up one', async () => {
    const api = createTestApi();
    const known = '0e8fe8d2-7e2a-4d3a-9df0-111111111111';
    const asWho = (cookie: string) =>
      visit(api, `${publicUrl}/r/ANA-1234`, { headers: { ...human, cookie } });
    await asWho(`ciclo_anon=${known}`);
    await asWho('ciclo_anon=<script>');
    expect(api.probe.events.map(({ event }) => event.anonymousId === known)).toEqual([true, false]);
  });

  it('leads previewers on and notes nothing of them', async () => {
    const api = createTestApi();
    const headers = { 'user-agent': 'facebookexternalhit/1.1' };
    expect((await visit(api, `${publicUrl}/r/ANA-1234`, { headers })).status).toBe(302);
    expect(api.probe.events).toEqual([]);
  });

  it('notes a few visits of one address and leads on all, so that nobody fills the store', async () => {
    const api = createTestApi();
    for (let count = 0; count < 30; count += 1) {
      expect((await visit(api, `${publicUrl}/r/ANA-1234`)).status).toBe(302);
    }
    expect(api.probe.events.length).toBeLessThanOrEqual(10);
  });

  it('counts the network of an IPv6 address as one', async () => {
    const api = createTestApi({ trustProxy: true });
    for (let n = 1; n <= 30; n += 1) {
      const headers = { ...human, 'x-forwarded-for': `2001:db8:1:2::${n.toString(16)}` };
      expect((await visit(api, `${publicUrl}/r/ANA-1234`, { headers })).status).toBe(302);
    }
    expect(api.probe.events.length).toBeLessThanOrEqual(10);
  });

  it.each(['NOBODY-1', 'x', '..%2Fevil', '$where', 'a'.repeat(100)])(
    'of nobody, %s, leads nowhere',
    async (code) => {
      const answer = await visit(createTestApi(), `${publicUrl}/r/${code}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
    },
  );
});

describe('every public page', () => {
  it('runs no script, is in no frame, and says nothing about the person', async () => {
    const api = createTestApi();
    for (const url of [links.unsubscribe(topic), links.preferences(topic), `${publicUrl}/c/broken`]) {
      const answer = await visit(api, url);
      const page = await answer.text();
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('script-src');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(page).toMatch(/^<!DOCTYPE html>/);
      expect(page).not.toMatch(/<script|ana@example|Ana/i);
      expect(page).toMatch(/<html lang="en">/);
      expect(page).toContain('name="viewport"');
    }
  });
});

describe('a confirmed opt-in', () => {
  const url = links.confirm({ ...topic, messageId: 'asked-1' });

  it('asks at a look, and says yes only when somebody answers: about the address, with its evidence', async () => {
    const api = createTestApi();
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
    const api = createTestApi();
    const old = links.confirm({ ...topic, messageId: 'asked-1', at: owner.at - 8 * 86_400 });
    const gone = links.confirm({ ...topic, messageId: 'asked-2' });
    for (const link of [old, gone]) expect((await submit(api, link, {})).status).toBe(404);
    expect(api.probe.events).toEqual([]);
  });
});
