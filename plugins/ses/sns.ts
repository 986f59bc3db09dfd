import { createVerify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { type ReadRequest, refused, type Verdict, verified } from '../contract.ts';
import { type Config, snsUrlOf } from './config.ts';

const text = z.string().max(300_000);

const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().min(1).max(200),
  TopicArn: text,
  Subject: text.optional(),
  Message: text,
  Timestamp: text,
  SignatureVersion: z.enum(['1', '2']),
  Signature: text,
  SigningCertURL: text,
  SubscribeURL: text.optional(),
  Token: text.optional(),
});

/** A message of Amazon SNS over HTTP. */
export type SnsMessage = z.output<typeof envelope>;

/** The message of a request; undefined for what is none. */
export const snsMessageIn = ({ json }: Pick<ReadRequest, 'json'>): SnsMessage | undefined =>
  envelope.safeParse(json).data;

/** The names of the values that are signed, in their order (docs.aws.amazon.com/sns, "Verifying the signatures"). */
const signedOf = ({ Type }: SnsMessage) =>
  Type === 'Notification'
    ? (['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] as const)
    : (['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'] as const);

/** The text that SNS signs. */
export const signedText = (message: SnsMessage): string =>
  signedOf(message)
    .flatMap((name) => (message[name] === undefined ? [] : [`${name}\n${message[name]}\n`]))
    .join('');

/** An address in a message, if it is one of the SNS that its topic belongs to. */
const addressAtSns = (read: Config, message: SnsMessage, url: string | undefined): URL | undefined => {
  if (url === undefined || !URL.canParse(url) || !read.topics.includes(message.TopicArn)) return undefined;
  const found = new URL(url);
  return found.origin === new URL(snsUrlOf(read, message.TopicArn)).origin ? found : undefined;
};

/** Where the certificate of a message is; undefined unless it is at the SNS of a topic that is configured. */
export const certificateUrl = (read: Config, message: SnsMessage): string | undefined => {
  const url = addressAtSns(read, message, message.SigningCertURL);
  return url?.pathname.endsWith('.pem') === true ? url.href : undefined;
};

/** What has to be called so that a subscription begins. */
export const subscriptionUrl = (read: Config, message: SnsMessage): string | undefined =>
  message.Type === 'SubscriptionConfirmation'
    ? addressAtSns(read, message, message.SubscribeURL)?.href
    : undefined;

const isInForce = (certificate: X509Certificate, now: number): boolean =>
  Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo);

const isSigned = (input: { message: SnsMessage; pem: string; now: number }): boolean => {
  const { message, pem, now } = input;
  try {
    const certificate = new X509Certificate(pem);
    const algorithm = message.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1';
    const verifier = createVerify(algorithm).update(signedText(message), 'utf8');
    return isInForce(certificate, now) && verifier.verify(certificate.publicKey, message.Signature, 'base64');
  } catch {
    return false;
  }
};

/** Whether a message is of one of the topics, and signed by the certificate at its SNS. `pem` is that certificate. */
export const verifySns = (input: {
  config: Config;
  message: SnsMessage | undefined;
  pem: string | undefined;
  now: number;
}): Verdict => {
  const { config, message, pem, now } = input;
  if (message === undefined) return refused('missing-signature', 'The body is no message of SNS.');
  if (!config.topics.includes(message.TopicArn)) {
    return refused('wrong-source', 'The message is of no topic that is configured.');
  }
  if (certificateUrl(config, message) === undefined) {
    return refused('wrong-source', 'The certificate is not at the SNS of the topic.');
  }
  return pem !== undefined && isSigned({ message, pem, now })
    ? verified
    : refused('bad-signature', 'The signature is wrong.');
};
