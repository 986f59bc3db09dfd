import { generateKeyPairSync } from 'node:crypto';
import type { EmailMessage } from '../contract.ts';

/** A mail as the engine hands one over. */
export const exampleMail: EmailMessage = {
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
};

/** A fresh key pair, the public half as a DKIM record has it. */
export const dkimKeys = (): { privateKey: string; record: string } => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { privateKey, record: `v=DKIM1; k=rsa; p=${publicKey.toString('base64')}` };
};
