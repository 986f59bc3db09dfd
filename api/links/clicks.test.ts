import { describe, expect, it } from 'vitest';
import { CicloError } from '../../domain/errors.ts';
import { createLinks, type LinkKind } from '../../domain/messages/links/links.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { olderKeys, publicUrl } from '../api-for-tests.ts';
import {
  ana,
  settings,
  startVisits,
  links,
  owner,
  topic,
  target,
  visit,
  submit,
  noted,
} from './visits-for-tests.ts';

describe('a click', () => {
  it('is noted about the person and leads to the address that was signed', async () => {
    const api = await startVisits();
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
    const api = await startVisits();
    const evil = links.click({ ...owner, index: 0, url: 'https://evil.test/', isData: true });
    expect((await visit(api, evil)).status).toBe(404);
    const own = links.click({ ...owner, index: 0, url: `${settings.url}/cart`, isData: true });
    expect((await visit(api, own)).status).toBe(302);
  });

  it('leads on also when it cannot be noted', async () => {
    const accept = async () => {
      throw new CicloError({ code: 'unavailable', message: 'away' });
    };
    const api = await startVisits({ accept });
    expect((await visit(api, links.click({ ...owner, index: 0, url: target }))).status).toBe(302);
    expect(api.probe.logged).toMatchObject([{ level: 'warn' }]);
  });

  it('leads on after a moment also when the store never answers', async () => {
    const api = await startVisits({ accept: () => new Promise(() => undefined) });
    expect((await visit(api, links.click({ ...owner, index: 0, url: target }))).status).toBe(302);
  });

  it('of a HEAD request leads on and is no click', async () => {
    const api = await startVisits();
    const answer = await visit(api, links.click({ ...owner, index: 0, url: target }), { method: 'HEAD' });
    expect(answer.status).toBe(302);
    expect(api.probe.events).toEqual([]);
  });

  it('still works when it was signed before the secret changed', async () => {
    const older = createLinks({ keys: olderKeys, publicUrl });
    const answer = await visit(await startVisits(), older.click({ ...owner, index: 0, url: target }));
    expect(answer.status).toBe(302);
  });

  it('of three links of one mail at once is a machine from the third on', async () => {
    const api = await startVisits();
    for (const index of [0, 1, 2]) await visit(api, links.click({ ...owner, index, url: target }));
    api.pass(5000);
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
  const kinds: readonly LinkKind[] = [
    'click',
    'open',
    'unsubscribe',
    'preferences',
    'view',
    'confirm',
    'quote',
    'survey',
    'registration',
    'selfService',
    'selfServiceEntry',
    'selfServiceSession',
  ];
  const paths = {
    click: 'c',
    open: 'o',
    unsubscribe: 'u',
    preferences: 'p',
    view: 'v',
    confirm: 'y',
    quote: 'q',
    survey: 's',
    registration: 'e',
    privacy: 'd',
    selfService: 'a',
    selfServiceEntry: 'a/in',
    // No address of its own: it opens nothing as a link.
    selfServiceSession: 'a',
    form: 'f',
  } as const;
  const urls = {
    click: links.click({ ...owner, index: 0, url: target }),
    confirm: links.confirm({ ...topic, messageId: 'asked-1' }),
    open: links.open(owner),
    quote: links.quote(owner),
    survey: links.survey({ ...owner, survey: 'after-delivery', about: '' }),
    registration: links.registration({ ...owner, about: 'r1' }),
    unsubscribe: links.unsubscribe(topic),
    preferences: links.preferences(topic),
    view: links.view(owner),
    privacy: links.privacy({ ...topic, topic: 'data' }),
    selfService: links.selfService(owner),
    selfServiceEntry: links.selfServiceEntry(owner),
    selfServiceSession: links.selfServiceSession(owner),
    form: links.form({ tenant: owner.tenant, key: 'newsletter' }),
  } as const;
  const tokenOf = (kind: LinkKind) => urls[kind].split('/').at(-1)?.replace('.gif', '') ?? '';

  it.each(kinds.filter((kind) => kind !== 'open'))(
    'as %s is answered the same, however it is wrong, and leads nowhere',
    async (kind) => {
      const api = await startVisits();
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
    const api = await startVisits();
    expect((await visit(api, links.click({ ...old, index: 0, url: target }))).status).toBe(404);
    expect((await visit(api, links.view(old))).status).toBe(404);
    expect((await submit(api, links.unsubscribe({ ...topic, ...old }), {})).status).toBe(200);
  });
});

describe('an open', () => {
  it('is noted, and the picture comes', async () => {
    const api = await startVisits();
    const answer = await visit(api, links.open(owner));
    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(answer.headers.get('cache-control')).toContain('no-store');
    expect((await answer.arrayBuffer()).byteLength).toBe(42);
    expect(noted(api)).toEqual([
      { name: 'Email Opened', message_id: 'm1', channel: 'email', machine: false },
    ]);
  });

  it('comes with its picture also when the link is broken, and is not noted', async () => {
    const api = await startVisits();
    expect((await visit(api, `${publicUrl}/o/nothing.gif`)).status).toBe(200);
    expect(api.probe.events).toEqual([]);
  });
});
