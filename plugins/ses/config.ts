import { z } from 'zod';
import { messageRate, secret } from '../contract.ts';

const topic = z
  .string()
  .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]{1,40}:\d{12}:[\w-]{1,256}(?:\.fifo)?$/, 'The ARN of a topic of SNS.');

const address = () => z.url({ protocol: /^https?$/ }).optional();

/** What an instance of `ses` is configured with. */
export const config = z.strictObject({
  /** Of the SES account, such as `eu-west-1`. */
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+){1,3}-\d$/, 'A region of AWS, such as eu-west-1.'),
  /** The name of the access key, which is no secret. */
  accessKeyId: z.string().regex(/^[A-Z0-9]{16,128}$/, 'An access key id, such as AKIA....'),
  /** Signs each request, and is sent to nobody. */
  secretAccessKey: secret(),
  /** The configuration set whose event destination reports what becomes of the mails. */
  configurationSet: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
  /** The topics of SNS whose messages are believed; from any other, nothing is. */
  topics: z.array(topic).max(20).default([]),
  /** Another address of SES, such as a VPC endpoint. */
  url: address(),
  /** Another address of SNS, from which certificates and confirmations come. */
  snsUrl: address(),
  rate: messageRate(),
});

export type Config = z.output<typeof config>;

const domainOf = (region: string): string =>
  region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';

/** Where SES is. */
export const sesUrlOf = ({ url, region }: Pick<Config, 'url' | 'region'>): string =>
  url ?? `https://email.${region}.${domainOf(region)}`;

const regionOf = (arn: string): string => arn.split(':')[3] ?? '';

/** Where the SNS is that sends messages of a topic. */
export const snsUrlOf = (read: Pick<Config, 'snsUrl'>, arn: string): string =>
  read.snsUrl ?? `https://sns.${regionOf(arn)}.${domainOf(regionOf(arn))}`;

/** Everything an instance speaks to. */
export const hostsOf = (read: Config): readonly string[] => [
  ...new Set(
    [sesUrlOf(read), ...read.topics.map((arn) => snsUrlOf(read, arn))].map((url) => new URL(url).host),
  ),
];
