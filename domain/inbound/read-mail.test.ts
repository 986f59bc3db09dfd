import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readMail, type ReadMail } from './read-mail.ts';

const read = async (raw: string | Uint8Array, more: object = {}): Promise<ReadMail> => {
  const answer = await readMail({ raw: Buffer.from(raw), ...more });
  return answer.ok ? answer.mail : expect.fail(answer.message);
};

const mail = (headers: readonly string[], body = 'Hello'): string =>
  ['From: Ana <ana@example.com>', ...headers, '', body].join('\r\n');

describe('a raw mail', () => {
  it('is read in the charset it says, names and subject too', async () => {
    const raw = Buffer.from(
      mail(
        ['Subject: =?iso-8859-1?Q?Ma=F1ana?=', 'Content-Type: text/plain; charset=iso-8859-1'],
        'Sí, mañana',
      ),
      'latin1',
    );
    expect(await read(raw)).toMatchObject({ subject: 'Mañana', text: 'Sí, mañana', from: { name: 'Ana' } });
  });

  it('of HTML alone has a text, without what it quotes in the reply, and nothing of its scripts', async () => {
    const html =
      '<p>Yes</p><script>alert(1)</script><style>p{}</style><div>On Monday, Shop wrote:<blockquote>Shall we?</blockquote></div>';
    const got = await read(mail(['Content-Type: text/html'], html));
    expect(got.reply).toBe('Yes');
    expect(got.text).toContain('> Shall we?');
    expect(got.text).not.toMatch(/alert|p\{/);
  });

  it('names what it answers, the latest first', async () => {
    const got = await read(
      mail(['In-Reply-To: <c@x>', 'References: <a@x> <b@x>\r\n <c@x>', 'Message-ID: <d@x>']),
    );
    expect(got).toMatchObject({ id: 'd@x', refs: ['c@x', 'b@x', 'a@x'] });
  });

  it.each([
    ['Auto-Submitted: auto-replied', 'auto-submitted'],
    ['Auto-Submitted: auto-generated; x=1', 'auto-submitted'],
    ['Precedence: bulk', 'precedence'],
    ['List-Id: <news.example.com>', 'list'],
    ['X-Auto-Response-Suppress: DR, OOF', 'response-suppressed'],
    ['X-Autoreply: yes', 'auto-submitted'],
    ['Return-Path: <>', 'empty-return-path'],
    ['Subject: Automatic reply: your order', 'subject'],
    ['Subject: Out of office', 'subject'],
    ['Subject: Respuesta automática: pedido', 'subject'],
    ['From: MAILER-DAEMON@example.com', 'program-address'],
    ['Auto-Submitted: no', undefined],
    ['Subject: I was out of office last week', undefined],
    ['Return-Path: <ana@example.com>', undefined],
  ])('with %s is of a program: %s', async (header, automatic) => {
    expect((await read(mail([header]))).automatic).toBe(automatic);
  });

  it.each([
    ['mx.us; dmarc=pass header.from=example.com', 'pass'],
    ['mx.us; spf=pass smtp.mailfrom=ana@example.com', 'pass'],
    ['mx.us; dkim=pass header.d=mail.example.com', 'pass'],
    ['mx.us; dmarc=fail header.from=example.com; spf=pass smtp.mailfrom=example.com', 'fail'],
    ['mx.us; dkim=pass header.d=evil.example', 'unknown'],
    ['mx.us; dkim=pass header.d=com', 'unknown'],
    ['mx.us; dmarc=pass header.from=evil.example', 'unknown'],
    ['mx.us; spf=none (dmarc=pass header.from=example.com)', 'unknown'],
    ['mx.evil; dmarc=pass header.from=example.com', 'unknown'],
  ])('that the receiving server notes as %s is vouched for: %s', async (results, authentication) => {
    const got = await read(mail([`Authentication-Results: ${results}`]), { authserv: 'mx.us' });
    expect(got.authentication).toBe(authentication);
  });

  it('is not vouched for by a note below the topmost, or where no server is named', async () => {
    const forged = 'Authentication-Results: mx.us; dmarc=pass header.from=example.com';
    const raw = `Authentication-Results: mx.us; dmarc=none\r\n${mail([forged])}`;
    expect((await read(raw, { authserv: 'mx.us' })).authentication).toBe('unknown');
    expect((await read(mail([forged]))).authentication).toBe('unknown');
  });

  it('of two senders is nobody’s word: the server may have looked at the other one', async () => {
    const results = 'Authentication-Results: mx.us; dmarc=pass header.from=example.com';
    const got = await read(mail([results, 'From: Eva <eva@example.com>']), { authserv: 'mx.us' });
    expect(got.authentication).toBe('fail');
    const both = `${results}\r\nFrom: eva@example.com, ana@example.com\r\n\r\nHello`;
    expect((await read(both, { authserv: 'mx.us' })).authentication).toBe('fail');
  });

  it('is bounded, however large it is', async () => {
    const got = await read(
      mail([`Subject: ${'s'.repeat(5000)}`, `To: ${'a@b.example, '.repeat(500)}`], 'x'.repeat(300_000)),
    );
    expect(got.text.length).toBe(100_000);
    expect(got.subject.length).toBeLessThanOrEqual(250);
    expect(got.to.length).toBeLessThanOrEqual(100);
  });

  it('whatever it is made of is read, or refused in a sentence, with nothing that cannot be stored', async () => {
    const header = fc.constantFrom(
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      'Content-Type: text/html; charset=utf-7',
      'Content-Type: text/plain; charset=nothing-known',
      'Content-Transfer-Encoding: base64',
      'Content-Transfer-Encoding: quoted-printable',
      'Subject: =?utf-8?B?\u0000?= =?x?q?=ff?=',
      'Date: the day before',
      'References: <<<>>>',
      'MIME-Version: 1.0',
      `To: ${'(('.repeat(200)}`,
    );
    const body = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('--b', '--b--', 'Content-Type: message/rfc822', '', 'x', '<p>'.repeat(300)), {
          maxLength: 20,
        })
        .map((lines) => lines.join('\r\n')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(header, { maxLength: 5 }), body, async (headers, text) => {
        const answer = await readMail({ raw: Buffer.from(mail(headers, text)), authserv: 'mx.us' });
        if (!answer.ok) return expect(answer.message).toMatch(/^The mail .+/);
        const { subject, text: whole, reply } = answer.mail;
        for (const one of [subject, whole, reply]) expect(one).not.toMatch(/\0|\p{Cs}/u);
      }),
      { numRuns: 150 },
    );
    const bytes = fc.uint8Array({ maxLength: 500 });
    await fc.assert(
      fc.asyncProperty(bytes, async (raw) => void (await readMail({ raw }))),
      { numRuns: 100 },
    );
  });
});
