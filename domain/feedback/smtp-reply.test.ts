import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReply } from './smtp-reply.ts';

const hard = [
  "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. For more information, go to https://support.google.com/mail/?p=NoSuchUser",
  '550 5.2.1 The email account that you tried to reach is disabled. Learn more at https://support.google.com/mail/?p=DisabledUser',
  "554 delivery error: dd This user doesn't have a yahoo.com account (ana@yahoo.com) [-5] - mta1.mail.yahoo.com",
  '554 30 Sorry, your message to ana@aol.com cannot be delivered. This mailbox is disabled (554.30).',
  '552 1 Requested mail action aborted, mailbox not found',
  '550 5.4.1 Recipient address rejected: Access denied. [AM0EUR02FT.eop-EUR02.prod.protection.outlook.com]',
  '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  '550 5.1.1 <ana@example.com>: Recipient address rejected: User unknown in virtual mailbox table',
  '550 5.1.1 User unknown',
  '550 No Such User Here',
  '550 Unknown user',
  '550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550',
  '550 5.1.1 Not our Customer',
  '550 #5.1.0 Address rejected. No such user',
  '550 5.1.6 Recipient no longer on server',
  '556 5.1.10 Domain does not accept mail',
  '550 5.1.2 Host or domain name not found',
  '550 5.5.0 Recipient not found',
  '550 5.1.1 <spam-policy@blocked.example> unknown',
];

const policy = [
  'Service unavailable; client host [192.0.2.1] blocked using an RBL',
  'JunkMail rejected - host [192.0.2.1] is in a DNSBL',
  'Message rejected because of poor reputation of the sending IP',
  'SPF check failed for domain shop.test',
  '550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/192.0.2.1 (S3140)',
  "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
  '550-5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM.',
  '550-5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail.',
  '550 5.7.509 Access denied, sending domain shop.test does not pass DMARC verification and has a DMARC policy of reject.',
  "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list",
  "553 sorry, that domain isn't in my list of allowed rcpthosts; relaying denied",
  '550 relay not permitted',
  '554 5.7.1 <ana@example.com>: Relay access denied',
  '550 5.1.8 <hello@shop.test>: Sender address rejected: User unknown',
  '550 5.1.1 <ana@example.com>: Recipient address rejected: undeliverable address: host said: 550 blocked using zen.spamhaus.org, sender listed',
  '550 Administrative prohibition',
  '550 permanent failure for one or more recipients (ana@example.com:blocked)',
  '554 5.6.0 Message content rejected',
  '550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.',
  '554 5.7.1 Your account is disabled',
];

const soft = [
  '550 Mailbox quota exceeded',
  '552 5.2.2 Mailbox full',
  '552-5.2.2 The email account that you tried to reach is over quota.',
  '451 4.7.1 Greylisted',
  '450 4.2.1 The user you are trying to contact is receiving mail too quickly.',
  '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints',
  '550 5.1.1 User temporarily unknown, try again later',
  '450 4.1.1 <ana@example.com>: Recipient address rejected: unverified address',
];

const unclear = [
  '550 Requested action not taken: mailbox unavailable',
  '553 mailbox name ambiguous',
  '554 no',
  '550 [5.1.1.7]',
  '554 Transaction failed',
  '550 Unrouteable address',
];

describe('what mail servers say of an address', () => {
  test.each(hard)('dead: %s', (text) => expect(readReply({ text })).toBe('hard'));
  test.each(policy)('about us: %s', (text) => expect(readReply({ text, reply: 550 })).toBe('policy'));
  test.each(soft)('for now: %s', (text) => expect(readReply({ text })).toBe('soft'));
  test.each(unclear)('nothing: %s', (text) => expect(readReply({ text })).toBeUndefined());

  test('a reply of the 4xx kind, or words about us, never make an address dead', () => {
    fc.assert(
      fc.property(fc.constantFrom(...hard), fc.integer({ min: 400, max: 499 }), (text, reply) => {
        expect(readReply({ text, reply })).toBe('soft');
        expect(readReply({ text: `${text} sender listed by Spamhaus` })).not.toBe('hard');
      }),
    );
  });
});
