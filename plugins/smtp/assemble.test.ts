import { array, assert, asyncProperty, constantFrom, oneof, record, string, uint8Array } from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, test } from 'vitest';
import { assemble } from './assemble.ts';

const awkward = array(
  oneof(
    string({ unit: 'grapheme', maxLength: 30 }),
    constantFrom(
      '\n',
      '\r\n',
      '\r',
      ' ',
      '\t',
      '.',
      '=',
      '--',
      'x'.repeat(90),
      'é',
      '🎉',
      '東京',
      '\n.\n',
      ' \n',
    ),
  ),
  { minLength: 1, maxLength: 20 },
).map((parts) => parts.join(''));

/** Quoted-printable may break a line anywhere with `=`, and nodemailer's stream and its function do so differently. */
const withoutSoftBreaks = (mail: Buffer): string => mail.toString().replaceAll('=\r\n', '');

const longestLine = (mail: Buffer): number =>
  Math.max(
    ...mail
      .toString()
      .split('\r\n')
      .map((line) => line.length),
  );

test('a mail is assembled as nodemailer streams it, byte for byte but for the places of soft line breaks', async () => {
  const mails = record({
    subject: awkward,
    text: awkward,
    html: awkward,
    name: awkward,
    header: awkward,
    files: array(uint8Array({ maxLength: 400 }), { maxLength: 2 }),
  });
  const same = asyncProperty(mails, async ({ subject, text, html, name, header, files }) => {
    const node = new MailComposer({
      from: { name, address: 'a@b.example' },
      to: { name, address: 'c@d.example' },
      subject,
      text,
      html,
      messageId: '<1@b.example>',
      date: new Date(0),
      headers: { 'X-Note': header },
      xMailer: false,
      ...(files.length === 0
        ? {}
        : {
            attachments: files.map((content, n) => ({
              filename: `${n}.bin`,
              content: Buffer.from(content),
              contentType: 'application/octet-stream',
              ...(n === 0 ? { cid: 'first' } : {}),
            })),
          }),
    }).compile();
    const streamed = await node.build();
    const assembled = assemble(node);
    expect(withoutSoftBreaks(assembled)).toBe(withoutSoftBreaks(streamed));
    expect(longestLine(assembled)).toBeLessThanOrEqual(Math.max(76, longestLine(streamed)));
  });
  const ending = (text: string) =>
    [{ subject: 'x', text, html: '', name: '', header: 'x', files: [] }] satisfies [unknown];
  await assert(same, { numRuns: 300, examples: [ending('\r'), ending('x\n'), ending('x')] });
});

test('a mail without a text part is a single part', async () => {
  const node = new MailComposer({ from: 'a@b.example', to: 'c@d.example', html: '<p>é</p>' }).compile();
  expect(assemble(node).toString()).toBe((await node.build()).toString());
});
