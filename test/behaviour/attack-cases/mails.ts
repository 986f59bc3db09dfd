import { expect, it } from 'vitest';

import { adminClient } from '../../harness/admin-client.ts';
import type { Attack } from './attack.ts';

/** What a mail, and the links in it, can be made to do. */
export const mailAttacks = ({ engine, send }: Attack): void => {
  const mailsTo = (address: string) =>
    engine().mail.mails.filter((mail) => JSON.stringify(mail.to).includes(address));
  const receipt = async (userId: string, orderId: string): Promise<void> => {
    await engine().track(userId, 'Order Completed', { order_id: orderId, revenue: 5 });
    await engine().comeToRest(engine().tenant);
  };
  const viewLinkTo = (address: string): string =>
    /https?:\/\/[^"\s]+\/v\/[\w.-]+/.exec(String(mailsTo(address).at(-1)?.html))?.[0] ?? '';

  it('a name of a person is neither a header, nor a recipient, nor a template', async () => {
    const names = [
      'Ana\r\nBcc: evil@evil.test',
      'Ana\nSubject: other',
      '{{links.preferences}}{{tenant.name}}{{profile.traits.email}}',
      '"><script>alert(1)</script>',
      '<evil@evil.test>, x',
    ];
    for (const [n, firstName] of names.entries()) {
      await engine().customer(`named-${n}`, { firstName });
      await receipt(`named-${n}`, `named-${n}`);
      const [mail, ...more] = mailsTo(`named-${n}@example.com`);
      const headers = mail?.headerLines.map(({ key }) => key) ?? [];
      const subjects = headers.filter((key) => key === 'subject').length;
      expect([n, more.length, subjects, headers.includes('bcc')]).toEqual([n, 0, 1, false]);
      const to = mail?.to === undefined || Array.isArray(mail.to) ? [] : mail.to.value;
      expect(to.map(({ address }) => address)).toEqual([`named-${n}@example.com`]);
      expect(String(mail?.html)).not.toContain('<script>alert');
      const text = `${String(mail?.html)}${mail?.text}${JSON.stringify(mail?.to)}`;
      if (firstName.startsWith('{{')) expect(text).toContain('{{tenant.name}}');
    }
    expect(engine().mail.to('evil@evil.test')).toEqual([]);
  });

  it('a link to an old mail shows nobody else after somebody tried to be merged with them, and nobody after an erasure', async () => {
    await engine().customer('lena', { firstName: 'Lena' });
    await engine().customer('mallory', { firstName: 'Mallory' });
    await receipt('mallory', 'mallory-1');
    const link = viewLinkTo('mallory@example.com');
    const shown = async (): Promise<string> => (await fetch(link)).text();
    expect(await shown()).toContain('Mallory');
    const names = [
      { type: 'alias', userId: 'lena', previousId: 'mallory' },
      { type: 'identify', userId: 'lena', anonymousId: 'shared' },
      { type: 'identify', userId: 'mallory', anonymousId: 'shared' },
      {
        type: 'identify',
        userId: 'mallory',
        traits: { email: 'lena@example.com' },
        context: { externalIds: [{ id: 'lena@example.com', type: 'email' }] },
      },
    ];
    await send(names, engine().keys.write);
    expect(await shown()).not.toContain('Lena');
    const forged = await (await fetch(`${engine().url}/v/forged`)).text();
    const id = await engine().profileId('mallory');
    expect((await adminClient(engine()).call('DELETE', `/api/profiles/${id}`)).status).toBe(200);
    expect(await shown()).toBe(forged);
  });
};
