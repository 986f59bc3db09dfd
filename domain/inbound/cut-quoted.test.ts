import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cutQuoted } from './cut-quoted.ts';

describe('what a person wrote in a mail', () => {
  it.each([
    [
      'Gmail',
      'Yes please.\n\nOn Mon, Mar 2, 2026 at 9:00 AM Shop <hello@shop.example> wrote:\n\n> Shall we?\n> Yours',
      'Yes please.',
    ],
    [
      'a wrapped introduction',
      'Yes.\n\nOn Mon, Mar 2, 2026 at 9:00 AM The Shop\n<hello@shop.example> wrote:\n> Shall we?',
      'Yes.',
    ],
    [
      'Spanish',
      'Sí, gracias.\n\nEl lun, 2 mar 2026 a las 9:00, Tienda (<hola@tienda.example>) escribió:\n> ¿Vale?',
      'Sí, gracias.',
    ],
    ['German', 'Ja.\n\nAm 02.03.2026 um 09:00 schrieb Laden:\n> Gut?', 'Ja.'],
    [
      'Outlook',
      'Fine with me.\n\nFrom: Shop <hello@shop.example>\nSent: Monday, 2 March 2026 09:00\nTo: Ana\nSubject: Order\n\nShall we?',
      'Fine with me.',
    ],
    [
      'Outlook with a rule',
      'Fine.\n________________________________\nDe: Tienda\nEnviado: lunes\nPara: Ana\nAsunto: Pedido\n\nHola',
      'Fine.',
    ],
    ['an original message', 'No.\n\n-----Original Message-----\nShall we?', 'No.'],
    ['an answer below', 'On Monday 2 March, Shop wrote:\n> Shall we?\n\nYes, on Friday.', 'Yes, on Friday.'],
    ['answers between', '> One?\nYes.\n> Two?\nNo.', 'Yes.\nNo.'],
    ['a signature', 'Thanks\n-- \nAna Ruiz\n+34 600', 'Thanks'],
    ['a device', 'Thanks\n\nSent from my iPhone', 'Thanks'],
    ['nothing but quotations', '> Shall we?', '> Shall we?'],
    [
      'no quotation',
      'On Monday I wrote:\nnothing at all to you.',
      'On Monday I wrote:\nnothing at all to you.',
    ],
    ['a list with dashes', 'I need:\n- one\n- two', 'I need:\n- one\n- two'],
  ])('%s', (_name, text, expected) => {
    expect(cutQuoted(text)).toBe(expected);
  });

  it('is never more than the text, and never nothing where there is one', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.constantFrom(
        '> a',
        'On Monday, Ana wrote:',
        '-- ',
        'From: a',
        'Sent: b',
        'To: c',
        '',
        '____________',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        const cut = cutQuoted(text);
        expect(cut.length).toBeLessThanOrEqual(text.length);
        expect(cut === '').toBe(text.trim() === '');
      }),
    );
  });

  it.each([
    'On '.repeat(40_000),
    `${'> '.repeat(3)}\n`.repeat(15_000),
    'From: a\n'.repeat(12_000),
    'On 1 a\n'.repeat(12_000),
  ])('ends whatever the text is made to be', (text) => {
    expect(cutQuoted(text).length).toBeLessThanOrEqual(text.length);
  });
});
