import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

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
type ClickLink = LinkOwner & {
  readonly index: number;
  readonly url: string;
  /** The address came from data: it is looked at again when somebody follows it. */
  readonly isData?: boolean;
};
export type TopicLink = LinkOwner & { readonly topic: string; readonly channel: string };

/** A survey, and what it is about: the id of a case, the number of an order. */
export type SurveyLink = LinkOwner & { readonly survey: string; readonly about: string };

/** `about` is the id of an event or appointment. */
export type RegistrationLink = LinkOwner & { readonly about: string };

/** What a token of each kind says once its signature holds. */
export type LinkPayloads = {
  readonly click: ClickLink;
  readonly open: LinkOwner;
  readonly unsubscribe: TopicLink;
  readonly preferences: TopicLink;
  readonly view: LinkOwner;
  /** `messageId` is the id of the event that asked. */
  readonly confirm: TopicLink;
  /** `messageId` is the id of the quote, `profileId` whom it is for. */
  readonly quote: LinkOwner;
  readonly survey: SurveyLink;
  readonly registration: RegistrationLink;
  /** `topic` is what they asked for: `data` or `erasure`; `messageId` the id of the event that asked. */
  readonly privacy: TopicLink;
  /** The pages of one person: says whose they are, and shows nothing without a session. */
  readonly selfService: LinkOwner;
  /** Opens them once; `messageId` is the id of the event that asked. */
  readonly selfServiceEntry: LinkOwner;
  /** Who opened them; `messageId` as in the entry. A cookie, never an address. */
  readonly selfServiceSession: LinkOwner;
  /** `messageId` is the key of the form; it is the same for everybody, and for good. */
  readonly form: LinkOwner;
};
export type LinkKind = keyof LinkPayloads;

const second = z.number().int().nonnegative();
const ownerParts = [z.string(), z.string(), z.string(), second] as const;
const ownerTuple = z.tuple([...ownerParts]);
const clickTuple = z.tuple([...ownerParts, z.number().int().nonnegative(), z.string()], z.literal('data'));
const registrationTuple = z.tuple([...ownerParts, z.string()]);
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

const readSurvey = (raw: unknown): SurveyLink | undefined => {
  const parsed = topicTuple.safeParse(raw);
  if (!parsed.success) return undefined;
  const [tenant, messageId, profileId, at, survey, about] = parsed.data;
  return { ...ownerOf([tenant, messageId, profileId, at]), survey, about };
};

const readRegistration = (raw: unknown): RegistrationLink | undefined => {
  const parsed = registrationTuple.safeParse(raw);
  if (!parsed.success) return undefined;
  const [tenant, messageId, profileId, at, about] = parsed.data;
  return { ...ownerOf([tenant, messageId, profileId, at]), about };
};

const readClick = (raw: unknown): ClickLink | undefined => {
  const parsed = clickTuple.safeParse(raw);
  if (!parsed.success || !isWebUrl(parsed.data[5])) return undefined;
  const [tenant, messageId, profileId, at, index, url, ...rest] = parsed.data;
  return {
    ...ownerOf([tenant, messageId, profileId, at]),
    index,
    url,
    ...(rest.length > 0 ? { isData: true } : {}),
  };
};

const readers: { readonly [K in LinkKind]: (raw: unknown) => LinkPayloads[K] | undefined } = {
  click: readClick,
  open: readOwner,
  unsubscribe: readTopic,
  preferences: readTopic,
  view: readOwner,
  confirm: readTopic,
  quote: readOwner,
  survey: readSurvey,
  registration: readRegistration,
  privacy: readTopic,
  selfService: readOwner,
  selfServiceEntry: readOwner,
  selfServiceSession: readOwner,
  form: readOwner,
};

/**
 * True for an absolute http or https address, the only kind a click link may lead to. What stands before an `@` in front
 * of a host only serves to look like another host, so it is refused.
 */
export const isWebUrl = (url: string): boolean =>
  /^https?:\/\/[^/\\?#@\s]+(?:[/?#]|$)/i.test(url) && URL.canParse(url);

/**
 * HMACs by purpose: `mac` under the current secret, `macs` under every one that is honoured, so that links signed
 * before a rotation go on working.
 */
export type LinkKeys = {
  readonly mac: (input: { readonly purpose: string; readonly data: string }) => string;
  readonly macs: (input: { readonly purpose: string; readonly data: string }) => readonly string[];
};

/** The kind is part of what is signed, so that a token of one kind is worthless as another. */
const signed = (input: { kind: LinkKind; body: string }) => ({
  purpose: 'link',
  data: `ciclo-link:${version}:${input.kind}:${input.body}`,
});

const cut = (mac: string): string => mac.slice(0, signatureLength);

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
 * another kind, another installation, too old, or not a token at all. The comparison takes constant time.
 */
export const readToken = <K extends LinkKind>(input: {
  token: string;
  kind: K;
  keys: Pick<LinkKeys, 'macs'>;
  /** Both together refuse tokens older than `maxAgeSeconds` (never do so for unsubscribe). */
  now?: number;
  maxAgeSeconds?: number;
}): LinkPayloads[K] | undefined => {
  const { token } = input;
  if (token.length > maxToken || !/^1[\w-]{23,}$/.test(token)) return undefined;
  const signature = token.slice(1, 1 + signatureLength);
  const body = token.slice(1 + signatureLength);
  const genuine = input.keys
    .macs(signed({ kind: input.kind, body }))
    .map((mac) => sameText(signature, cut(mac)))
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
  readonly confirm: (link: TopicLink) => string;
  readonly quote: (owner: LinkOwner) => string;
  /** The page of a survey with a score chosen; without `score` none is. */
  readonly survey: (link: SurveyLink & { readonly score?: number | undefined }) => string;
  /** The page of an event or appointment. */
  readonly registration: (link: RegistrationLink) => string;
  readonly privacy: (link: TopicLink) => string;
  readonly selfService: (owner: LinkOwner) => string;
  readonly selfServiceEntry: (owner: LinkOwner) => string;
  /** A token, and no address. */
  readonly selfServiceSession: (owner: LinkOwner) => string;
  /** The page of a form, which takes it as well. */
  readonly form: (form: { readonly tenant: string; readonly key: string }) => string;
  /** An advocate's referral address; the code is public by its nature, so it is not signed. */
  readonly referral: (code: string) => string;
};

/**
 * Makes the signed links of messages: `/c/` click, `/o/` open pixel, `/u/` unsubscribe, `/p/` preferences,
 * `/v/` view in browser, `/y/` confirmed opt-in, `/q/` quote, `/s/` survey, `/e/` event or appointment, `/d/` one's data, `/f/` form, `/a/` self-service, `/r/` referral. A token is `1`, 22 characters
 * of HMAC-SHA256 (128 bits), and the payload, all base64url.
 */
export const createLinks = (input: { keys: Pick<LinkKeys, 'mac'>; publicUrl: string }): Links => {
  const base = input.publicUrl.replace(/\/+$/, '');
  const tokenOf = (kind: LinkKind, parts: readonly (string | number)[]): string => {
    const body = Buffer.from(JSON.stringify(parts)).toString('base64url');
    return `${version}${cut(input.keys.mac(signed({ kind, body })))}${body}`;
  };
  const owner = (link: LinkOwner) => [link.tenant, link.messageId, link.profileId, link.at];
  const topic = (link: TopicLink) => [...owner(link), link.topic, link.channel];
  return {
    click: (link) =>
      `${base}/c/${tokenOf('click', [
        ...owner(link),
        link.index,
        link.url,
        ...(link.isData === true ? ['data'] : []),
      ])}`,
    open: (link) => `${base}/o/${tokenOf('open', owner(link))}.gif`,
    unsubscribe: (link) => `${base}/u/${tokenOf('unsubscribe', topic(link))}`,
    preferences: (link) => `${base}/p/${tokenOf('preferences', topic(link))}`,
    view: (link) => `${base}/v/${tokenOf('view', owner(link))}`,
    quote: (link) => `${base}/q/${tokenOf('quote', owner(link))}`,
    privacy: (link) => `${base}/d/${tokenOf('privacy', topic(link))}`,
    selfService: (link) => `${base}/a/${tokenOf('selfService', owner(link))}`,
    selfServiceEntry: (link) => `${base}/a/in/${tokenOf('selfServiceEntry', owner(link))}`,
    selfServiceSession: (link) => tokenOf('selfServiceSession', owner(link)),
    form: ({ tenant, key }) =>
      `${base}/f/${tokenOf('form', owner({ tenant, messageId: key, profileId: '', at: 0 }))}`,
    confirm: (link) => `${base}/y/${tokenOf('confirm', topic(link))}`,
    survey: (link) => {
      const token = tokenOf('survey', [...owner(link), link.survey, link.about]);
      return `${base}/s/${token}${link.score === undefined ? '' : `/${link.score}`}`;
    },
    registration: (link) => `${base}/e/${tokenOf('registration', [...owner(link), link.about])}`,
    referral: (code) => `${base}/r/${encodeURIComponent(code)}`,
  };
};
