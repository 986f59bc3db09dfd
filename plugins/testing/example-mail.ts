import type { EmailMessage } from '../contract.ts';

/** A mail as the engine hands one over. */
export const exampleMail = {
  to: 'ada@example.com',
  toName: 'Ada Lovelace',
  from: 'The Shop <hello@shop.example>',
  replyTo: 'help@shop.example',
  subject: 'You left something behind',
  html: '<p>Hello Ada, your <b>kettle</b> waits.</p>',
  text: 'Hello Ada, your kettle waits.',
  messageId: '<m-1@shop.example>',
  headers: {
    'List-Unsubscribe': `<https://shop.example/u/${'t'.repeat(120)}>, <mailto:u@shop.example>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
  date: '2026-03-01T12:00:00Z',
} satisfies EmailMessage;

/** The same with a file, and a picture that its HTML may show. */
export const mailWithFiles = {
  ...exampleMail,
  attachments: [
    { name: 'report.csv', type: 'text/csv', base64: Buffer.from('day,orders\r\n').toString('base64') },
    { name: 'chart.png', type: 'image/png', base64: 'iVBORw0KGgo=', cid: 'chart-1' },
  ],
} satisfies EmailMessage;

/** Inputs that no action of channel `email` takes. */
export const junkMails: readonly unknown[] = [
  { ...exampleMail, to: 'ada@example.com, eve@example.com' },
  { ...exampleMail, to: 'ada@example.com\r\nBcc: eve@example.com' },
  { ...exampleMail, messageId: 'm-1' },
  { ...exampleMail, html: { path: '/etc/passwd' } },
  { ...exampleMail, attachments: [{ path: '/etc/passwd' }] },
  { ...exampleMail, attachments: [{ name: '../x', type: 'text/csv', base64: '' }] },
  { ...exampleMail, headers: { Bcc: 'eve@example.com' } },
  { ...exampleMail, headers: { 'X: y\r\nBcc': 'eve@example.com' } },
];
