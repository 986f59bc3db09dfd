import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bounceKind } from './bounce.ts';

describe('what a reported bounce says of its address', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['nothing more', {}, 'hard'],
    ['nothing more, with a message', { message_id: 'm', channel: 'email' }, 'hard'],
    ['our own words', { kind: 'soft' }, 'soft'],
    ['our own words', { kind: 'policy' }, 'policy'],
    ['our own words', { kind: 'hard', reason: 'gone' }, 'hard'],
    ['a word nobody knows', { kind: 'wobbly' }, 'soft'],
    ['Amazon SES', { bounceType: 'Transient', bounceSubType: 'MailboxFull' }, 'soft'],
    ['Amazon SES', { bounceType: 'Undetermined', bounceSubType: 'Undetermined' }, 'soft'],
    ['Amazon SES', { bounceType: 'Permanent', bounceSubType: 'General' }, 'hard'],
    ['Amazon SES', { bounce: { bounceType: 'Permanent', bounceSubType: 'NoEmail' } }, 'hard'],
    [
      'Amazon SES',
      { bounceType: 'Permanent', diagnosticCode: 'smtp; 550 5.7.1 blocked using Spamhaus' },
      'policy',
    ],
    ['Brevo', { type: 'soft_bounce' }, 'soft'],
    ['Brevo', { type: 'hard_bounce', reason: 'unknown user' }, 'hard'],
    ['Brevo', { type: 'blocked' }, 'policy'],
    ['Mailgun', { severity: 'temporary', reason: 'generic' }, 'soft'],
    ['Mailgun', { severity: 'permanent', 'delivery-status': { message: '550 5.1.1 no' } }, 'hard'],
    ['Mailgun', { severity: 'permanent', 'delivery-status': { message: '552 5.2.2 full' } }, 'soft'],
    ['Mailjet', { hard_bounce: false }, 'soft'],
    ['Mailjet', { hard_bounce: true, blocked: false }, 'hard'],
    ['Mailjet', { blocked: true }, 'policy'],
    ['Mandrill', { bounce_description: 'bad_mailbox' }, 'hard'],
    ['Mandrill', { bounce_description: 'mailbox_full' }, 'soft'],
    ['Postmark', { Type: 'HardBounce', TypeCode: 1 }, 'hard'],
    ['Postmark', { Type: 'SoftBounce' }, 'soft'],
    ['Postmark', { Type: 'Transient' }, 'soft'],
    ['Postmark', { Type: 'Blocked' }, 'policy'],
    [
      'Resend',
      { bounce: { type: 'Permanent', subType: 'Suppressed', message: 'The recipient is known.' } },
      'hard',
    ],
    ['Resend', { bounce: { type: 'Transient' } }, 'soft'],
    ['SendGrid', { type: 'bounce', status: '5.1.1', reason: '550 5.1.1 User unknown' }, 'hard'],
    ['SendGrid', { type: 'blocked', status: '5.7.1' }, 'policy'],
    ['SendGrid', { bounce_classification: 'Frequency/Volume' }, 'soft'],
    ['SendGrid', { bounce_classification: 'Invalid Address' }, 'hard'],
    ['SparkPost', { bounce_class: '10' }, 'hard'],
    ['SparkPost', { bounce_class: 22 }, 'soft'],
    ['SparkPost', { bounce_class: '51' }, 'policy'],
    [
      'only the words of the server',
      { reason: '550 Requested action not taken: mailbox unavailable' },
      'soft',
    ],
    ['only the words of the server', { reason: '550 5.1.1 user unknown' }, 'hard'],
  ])('%s: %j', (_who, properties, kind) => expect(bounceKind(properties)).toBe(kind));

  test('one word for transient is enough, under whatever key, however it is written', () => {
    const keys = fc.constantFrom(
      'kind',
      'type',
      'bounceType',
      'bounce_type',
      'Bounce Type',
      'severity',
      'category',
    );
    const words = fc.constantFrom(
      'soft',
      'Soft',
      'TRANSIENT',
      'temporary',
      'Deferred',
      'undetermined',
      'soft-bounce',
    );
    fc.assert(
      fc.property(keys, words, fc.dictionary(fc.string(), fc.jsonValue()), (key, word, more) => {
        expect(bounceKind({ ...more, [key]: word })).not.toBe('hard');
      }),
    );
  });
});
