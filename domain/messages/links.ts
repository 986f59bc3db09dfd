import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { CicloError } from '../errors.ts';

const version = '1';
const signatureLength = 22;
const maxToken = 4_096;
/** Longer targets are left as they are: mail programs and proxies cut long addresses. */
export const maxTargetLength = 2_000;

/** Whose link it is: opaque ids only. `at` is the second the message was rendered for. */
export type LinkOwner = {
  readonly tenant: string;
  readonly messageId: string;
  readonly profileId: string;
  readonly at: number;
};
type ClickLink = LinkOwner & { readonly index: number; readonly url: string };
export type TopicLink = LinkOwner & { readonly topic: string; readonly channel: string };

/** What a token of each kind says once its signature holds. */
export type LinkPayloads = {
  readonly click: ClickLink;
  readonly open: LinkOwner;
  readonly unsubscribe: TopicLink;
  readonly preferences: TopicLink;
  readonly view: LinkOwner;
};
export type LinkKind = keyof LinkPayloads;

const second = z.number().int().nonnegative();
const ownerParts = [z.string(), z.string(), z.string(), second] as const;
const ownerTuple = z.tuple([...ownerParts]);
const clickTuple = z.tuple([...ownerParts, z.number().int().nonnegative(), z.string()]);
const topicTuple = z.tuple([...ownerParts, z.string(), z.string()]);

const ownerOf = (parts: readonly [string, string, string, number]): LinkOwner => ({
  tenant: parts[0],
  messageId: parts[1],
  profileId: parts[2],
  at: parts[3],
});

const readOwner = (raw: unknown): LinkOwner | undefined => {
  const parsed = ownerTuple.safeParse(raw);
  return parsed.success ? ownerOf(parsed.data) : undefined;
};

const readTopic = (raw: unknown): TopicLink | undefined => {
  const parsed = topicTuple.safeParse(raw);
  if (!parsed.success) return undefined;
  const [tenant, messageId, profileId, at, topic, channel] = parsed.data;
  return { ...ownerOf([tenant, messageId, profileId, at]), topic, channel };
};

const readClick = (raw: unknown): ClickLink | undefined => {
  const parsed = clickTuple.safeParse(raw);
  if (!parsed.success || !isWebUrl(parsed.data[5])) return undefined;
  const [tenant, messageId, profileId, at, index, url] = parsed.data;
  return { ...ownerOf([tenant, messageId, profileId, at]), index, url };
};

const readers: { readonly [K in LinkKind]: (raw: unknown) => LinkPayloads[K] | undefined } = {
  click: readClick,
  open: readOwner,
  unsubscribe: readTopic,
  preferences: readTopic,
  view: readOwner,
};

/** True for an absolute http or https address, the only kind a click link may lead to. */
export const isWebUrl = (url: string): boolean => /^https?:\/\/[^/\\]/i.test(url) && URL.canParse(url);

/** The kind is part of what is signed, so that a token of one kind is worthless as another. */
const sign = (input: { kind: LinkKind; body: string; secret: string | KeyObject }): string =>
  createHmac('sha256', input.secret)
    .update(`ciclo-link:${version}:${input.kind}:${input.body}`)
    .digest('base64url')
    .slice(0, signatureLength);

const sameText = (a: string, b: string): boolean => {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * The payload of a token, or undefined for anything that we did not sign as this kind: altered, cut,
 * another kind, another installation, too old, or not a token at all. All secrets are tried, so that links
 * signed before a rotation go on working; the comparison takes constant time.
 */
export const readToken = <K extends LinkKind>(input: {
  token: string;
  kind: K;
  secrets: readonly string[];
  /** Both together refuse tokens older than `maxAgeSeconds` (never do so for unsubscribe). */
  now?: number;
  maxAgeSeconds?: number;
}): LinkPayloads[K] | undefined => {
  const { token } = input;
  if (token.length > maxToken || !/^1[\w-]{23,}$/.test(token)) return undefined;
  const signature = token.slice(1, 1 + signatureLength);
  const body = token.slice(1 + signatureLength);
  const genuine = input.secrets
    .map((secret) => sameText(signature, sign({ kind: input.kind, body, secret })))
    .includes(true);
  if (!genuine) return undefined;
  const payload = readers[input.kind](parseJson(Buffer.from(body, 'base64url').toString('utf8')));
  if (payload === undefined || input.now === undefined || input.maxAgeSeconds === undefined) return payload;
  return input.now - payload.at <= input.maxAgeSeconds ? payload : undefined;
};

/** Addresses of the public pages, signed. See `createLinks`. */
export type Links = {
  readonly click: (link: ClickLink) => string;
  readonly open: (owner: LinkOwner) => string;
  readonly unsubscribe: (link: TopicLink) => string;
  readonly preferences: (link: TopicLink) => string;
  readonly view: (owner: LinkOwner) => string;
  /** An advocate's referral address; the code is public by its nature, so it is not signed. */
  readonly referral: (code: string) => string;
};

/**
 * Makes the signed links of messages: `/c/` click, `/o/` open pixel, `/u/` unsubscribe, `/p/` preferences,
 * `/v/` view in browser, `/r/` referral. A token is `1`, 22 characters of HMAC-SHA256 (128 bits), and the
 * payload, all base64url. The first secret signs; keep older ones in the list given to `readToken`.
 */
export const createLinks = (input: { secret: string; publicUrl: string }): Links => {
  if (input.secret.length < 16) {
    throw new CicloError({
      code: 'bad-configuration',
      message: 'The secret that signs links needs at least 16 characters.',
    });
  }
  const secret = createSecretKey(Buffer.from(input.secret));
  const base = input.publicUrl.replace(/\/+$/, '');
  const tokenOf = (kind: LinkKind, parts: readonly (string | number)[]): string => {
    const body = Buffer.from(JSON.stringify(parts)).toString('base64url');
    return `${version}${sign({ kind, body, secret })}${body}`;
  };
  const owner = (link: LinkOwner) => [link.tenant, link.messageId, link.profileId, link.at];
  const topic = (link: TopicLink) => [...owner(link), link.topic, link.channel];
  return {
    click: (link) => `${base}/c/${tokenOf('click', [...owner(link), link.index, link.url])}`,
    open: (link) => `${base}/o/${tokenOf('open', owner(link))}.gif`,
    unsubscribe: (link) => `${base}/u/${tokenOf('unsubscribe', topic(link))}`,
    preferences: (link) => `${base}/p/${tokenOf('preferences', topic(link))}`,
    view: (link) => `${base}/v/${tokenOf('view', owner(link))}`,
    referral: (code) => `${base}/r/${encodeURIComponent(code)}`,
  };
};
