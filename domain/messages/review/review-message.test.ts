import { describe, expect, it } from 'vitest';

import type { Reviewed } from './check.ts';
import { languages } from './language.ts';
import { checks, reviewMessage } from './review-message.ts';

const words = 'We packed your fern with care, and it is on its way to you. '.repeat(4);
const dark =
  '@media (prefers-color-scheme: dark) { body { background: #111 !important; } p, a { color: #eee !important; } }';
const mail = (body: string, css = dark): string =>
  `<html><head><style>${css}</style></head><body style="background:#fff">${body}</body></html>`;

const sound: Reviewed = {
  channel: 'email',
  class: 'marketing',
  subject: 'Your fern is on its way',
  preheader: 'It arrives on Friday',
  html: mail(`<p>${words}<a href="https://shop.example/orders/1">See your order</a></p>`),
  text: words,
  missing: [],
  dropped: [],
};

const codes = (change: Partial<Reviewed>): readonly string[] =>
  reviewMessage({ ...sound, ...change }, 'en').map(({ code }) => code);

const sms = (text: string): Partial<Reviewed> => ({ channel: 'sms', subject: '', html: undefined, text });

describe('a message that is looked over', () => {
  it('has no findings where all is well', () => {
    expect(reviewMessage(sound, 'en')).toEqual([]);
  });

  it.each<[code: string, change: Partial<Reviewed>]>([
    ['no-subject', { subject: ' ' }],
    ['fake-reply', { subject: 'Re: your order' }],
    ['long-subject', { subject: 'a'.repeat(61) }],
    ['shouting', { subject: 'FERNS ARE HERE' }],
    ['exclamations', { subject: 'Ferns! Now!' }],
    ['no-preheader', { preheader: '' }],
    ['missing-value', { missing: ['profile.traits.firstName'] }],
    ['dropped-link', { dropped: [{ what: 'link', host: 'evil.example' }] }],
    ['spam-phrase', { subject: 'Click here for ferns' }],
    ['dead-link', { html: mail(`<p>${words}<a href="#">Look</a></p>`) }],
    ['insecure-link', { html: mail(`<p><a href="http://shop.example">Look</a></p>`) }],
    ['shortened-link', { html: mail(`<p><a href="https://bit.ly/x">Look</a></p>`) }],
    ['misleading-link', { html: mail(`<p><a href="https://evil.example">www.bank.example</a></p>`) }],
    ['picture-without-text', { html: mail(`<p>${words}<img src="https://shop.example/a.png"></p>`) }],
    ['mostly-pictures', { html: mail('<img alt="Ferns" src="a.png">'), text: 'Ferns' }],
    ['heavy', { html: mail(`<p>${words}</p><!-- ${'x'.repeat(85 * 1024)} -->`) }],
    ['clipped', { html: mail(`<p>${words}</p><!-- ${'x'.repeat(103 * 1024)} -->`) }],
    ['contrast', { html: mail(`<p style="color:#999">${words}</p>`) }],
    ['no-dark-look', { html: mail(`<p>${words}</p>`, '') }],
    ['text-parts', sms('a'.repeat(161))],
  ])('tells of %s', (code, change) => {
    expect(codes(change)).toContain(code);
  });

  it('does not take other things for faults', () => {
    expect(codes({ class: 'transactional', subject: 'Urgent: your order' })).not.toContain('spam-phrase');
    expect(codes({ text: `${words} insurgent` })).not.toContain('spam-phrase');
    expect(codes({ html: mail('<a href="https://www.shop.example/a">shop.example</a>') })).not.toContain(
      'misleading-link',
    );
    expect(codes({ html: mail(`${words}<img width="1" height="1" src="o.gif">`) })).not.toContain(
      'picture-without-text',
    );
    expect(codes(sms('a'.repeat(160)))).toEqual([]);
    expect(codes(sms(`${'a'.repeat(69)}ó`))).toEqual([]);
  });

  it('tells the gravest first, in English and Spanish', () => {
    const found = reviewMessage({ ...sound, preheader: '', subject: 'Re: FERNS! NOW!' }, 'es');
    expect(found.map(({ severity }) => severity)).toEqual(['error', 'warning', 'warning', 'notice']);
    expect(found[0]?.message).toBe('El asunto empieza por «Re:», como si respondiera a un correo.');
  });

  it('is looked over for each thing under a name of its own', () => {
    expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length);
    for (const language of languages) {
      for (const { words: said } of checks) expect(said[language].hint).not.toBe('');
    }
  });

  it('counts what letters outside the plain alphabet cost in a text message', () => {
    const [found] = reviewMessage({ ...sound, ...sms(`${'a'.repeat(80)}ş`) }, 'en');
    expect(found?.message).toBe(
      'The text has 81 characters and is sent as 2 messages, each of which costs. “ş” makes each part shorter.',
    );
  });
});
