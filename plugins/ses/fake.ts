import { createHash, createSign } from 'node:crypto';
import { z } from 'zod';
import type { WebhookRequest } from '../contract.ts';
import { awsSignature, createHttpFake } from '../testing.ts';
import { certificateKey, certificatePem } from './fixtures.ts';
import { signedText } from './sns.ts';

const content = z.object({ Data: z.string(), Charset: z.string().optional() });
const mail = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.array(z.string()).min(1).max(50) }),
  ReplyToAddresses: z.array(z.string()).optional(),
  Content: z.object({
    Simple: z.object({
      Subject: content,
      Body: z.object({ Html: content.optional(), Text: content.optional() }),
      Headers: z
        .array(
          z.object({
            Name: z.string().regex(/^[!-9;-~]{1,126}$/),
            Value: z
              .string()
              .max(870)
              .regex(/^[\x20-\x7e]*$/),
          }),
        )
        .max(15)
        .optional(),
      Attachments: z.array(z.object({ FileName: z.string(), RawContent: z.base64() })).optional(),
    }),
  }),
  EmailTags: z
    .array(z.object({ Name: z.string().regex(/^[\w-]{1,256}$/), Value: z.string().regex(/^[\w-]{1,256}$/) }))
    .optional(),
});

/**
 * The API v2 of SES, as docs.aws.amazon.com/ses/latest/APIReference-V2 describes it, with the check of Signature Version 4; `paused@` may not
 * send, `unknown@` is not verified. `/SimpleNotificationService.pem` is the certificate of SNS, `/confirm` what confirms a subscription.
 */
export const createSesFake = async (account: { accessKeyId: string; secret: string }) => {
  const bodies: unknown[] = [];
  const fetched: string[] = [];
  const provider = await createHttpFake(({ app, happened }) => {
    app.use('/v2/*', async (c, next) => {
      const request = {
        method: c.req.method,
        url: new URL(c.req.url),
        header: (name: string) => c.req.header(name) ?? '',
        digest: createHash('sha256')
          .update(await c.req.text())
          .digest('hex'),
      };
      if (awsSignature({ request, account, service: 'ses' }) === 'valid') return next();
      const message = 'The request signature we calculated does not match the signature you provided.';
      return c.json({ message }, 403, { 'x-amzn-errortype': 'SignatureDoesNotMatch' });
    });
    app.get('/v2/email/account', (c) => c.json({ SendingEnabled: true, EnforcementStatus: 'HEALTHY' }));
    app.post('/v2/email/outbound-emails', async (c) => {
      const refuse = (error: string, message: string) =>
        c.json({ message }, 400, { 'x-amzn-errortype': error });
      const body: unknown = JSON.parse(await c.req.text());
      const read = mail.safeParse(body);
      if (!read.success) return refuse('BadRequestException', 'The mail is not valid.');
      const { FromEmailAddress: from, EmailTags } = read.data;
      if (from.startsWith('paused@')) return refuse('SendingPausedException', 'Email sending is disabled.');
      if (from.startsWith('unknown@')) {
        return refuse('MessageRejected', 'Email address is not verified: unknown@shop.example');
      }
      bodies.push(body);
      happened(EmailTags?.[0]?.Value ?? `mail-${bodies.length}`);
      return c.json({ MessageId: `ses-${bodies.length}` });
    });
    app.get('/SimpleNotificationService.pem', (c) => {
      fetched.push('certificate');
      return c.text(certificatePem);
    });
    app.get('/confirm', (c) => {
      fetched.push('confirm');
      return c.text('<ConfirmSubscriptionResponse/>');
    });
  });
  return { ...provider, bodies, fetched };
};

/** The topic of the examples. */
export const exampleTopic = 'arn:aws:sns:eu-west-1:123456789012:ses-events';

/** A request of SNS, signed with the key of `fixtures.ts` unless another is given. `more` goes over the values before they are signed. */
export const snsRequest = (input: {
  message: string;
  now: number;
  id: string;
  key?: string;
  snsUrl?: string;
  more?: Partial<Record<'Type' | 'SubscribeURL' | 'Token' | 'TopicArn' | 'SigningCertURL', string>>;
  version?: '1' | '2';
}): WebhookRequest => {
  const {
    message,
    now,
    id,
    key = certificateKey,
    snsUrl = 'https://sns.eu-west-1.amazonaws.com',
    more,
  } = input;
  const { version: SignatureVersion = '2' } = input;
  const unsigned = {
    Type: 'Notification' as const,
    MessageId: id,
    TopicArn: exampleTopic,
    Message: message,
    Timestamp: new Date(now).toISOString(),
    SignatureVersion,
    SigningCertURL: `${snsUrl}/SimpleNotificationService.pem`,
    UnsubscribeURL: `${snsUrl}/?Action=Unsubscribe`,
    ...more,
  };
  const { Type, ...rest } = unsigned;
  const typed = Type === 'Notification' ? Type : ('SubscriptionConfirmation' as const);
  const signer = createSign(SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1');
  const Signature = signer.update(signedText({ ...rest, Type: typed, Signature: '' })).sign(key, 'base64');
  return {
    method: 'POST',
    path: '/',
    query: {},
    headers: { 'x-amz-sns-message-type': typed, 'content-type': 'text/plain; charset=UTF-8' },
    rawBody: new TextEncoder().encode(JSON.stringify({ ...rest, Type: typed, Signature })),
  };
};
