import { isObject } from '../json.ts';
import { type BounceKind, readReply } from './smtp-reply.ts';

/** The vendors' words for what kind of bounce it was, without case, blanks and punctuation. */
const words: ReadonlyMap<string, BounceKind> = new Map([
  ...[
    'soft softbounce transient transientfailure temporary temporaryfailure temporaryfail tempfail temp',
    'deferred deferral delayed delay undetermined unclassified unknown mailboxfull quota overquota dnserror',
    'timeout timedout autoresponder autoreply outofoffice throttled greylisted frequencyvolume technical',
    'connectionproblem mailboxunavailable old',
  ]
    .flatMap((line) => line.split(' '))
    .map((word) => [word, 'soft'] as const),
  ...[
    'policy policyrelated block blocked spam spamblock spamnotification content contentrejected espblock',
    'messagetoolarge attachmentrejected reputation blacklisted relaying sender dmarcpolicy rejected',
  ]
    .flatMap((line) => line.split(' '))
    .map((word) => [word, 'policy'] as const),
  ...[
    'hard hardbounce permanent permanentfailure permanentfail invalid invalidaddress invalidemail',
    'invalidrecipient invaliddomain invalidmailbox bademailaddress badaddress badmailbox baddomain nomailbox',
    'noemail userunknown unknownuser nosuchuser mailboxnotfound notfound nullmx',
  ]
    .flatMap((line) => line.split(' '))
    .map((word) => [word, 'hard'] as const),
]);

/** SparkPost's and Momentum's numbers. */
const bounceClasses: ReadonlyMap<string, BounceKind> = new Map([
  ['10', 'hard'],
  ['30', 'hard'],
  ...['25', '50', '51', '52', '53', '54'].map((number) => [number, 'policy'] as const),
]);

/** Where vendors say the kind. Under the first three whatever is said is meant as a kind. */
const kindKeys = ['kind', 'bouncetype', 'bounceclass'];
const wordKeys = [
  ...kindKeys,
  'type',
  'bouncesubtype',
  'subtype',
  'classification',
  'bounceclassification',
  'category',
  'bouncecategory',
  'severity',
  'bouncedescription',
];
const textKeys = [
  'reason',
  'message',
  'description',
  'details',
  'diagnostic',
  'diagnosticcode',
  'response',
  'smtpresponse',
  'smtpreply',
  'error',
  'status',
  'statuscode',
  'enhancedcode',
  'enhancedstatuscode',
  'code',
];
const nested = ['bounce', 'deliverystatus', 'data'];

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

type Said = { readonly key: string; readonly value: unknown };

/** What is said, with the keys without case and punctuation; of `bounce` and the like what is in them. */
const saidIn = (properties: Readonly<Record<string, unknown>>, depth = 0): readonly Said[] =>
  Object.entries(properties).flatMap(([name, value]) => {
    const key = plain(name);
    if (isObject(value)) return nested.includes(key) && depth < 2 ? saidIn(value, depth + 1) : [];
    return [{ key, value }];
  });

const flagKind = ({ key, value }: Said): readonly BounceKind[] => {
  if (key === 'hardbounce' && typeof value === 'boolean') return [value ? 'hard' : 'soft'];
  if (key === 'softbounce' && value === true) return ['soft'];
  return key === 'blocked' && value === true ? ['policy'] : [];
};

const wordKind = ({ key, value }: Said): readonly BounceKind[] => {
  if (!wordKeys.includes(key) || (typeof value !== 'string' && typeof value !== 'number')) return [];
  const word = plain(String(value));
  if (word === '' || word === 'bounce') return [];
  const known = key === 'bounceclass' && /^\d+$/.test(word) ? (bounceClasses.get(word) ?? 'soft') : undefined;
  const kind = known ?? words.get(word);
  if (kind !== undefined) return [kind];
  return kindKeys.includes(key) ? ['soft'] : [];
};

/** Texts in their order of trust do not matter: all of them together are read as one report. */
const textOf = (said: readonly Said[]): string =>
  said
    .filter(({ key, value }) => textKeys.includes(key) && ['string', 'number'].includes(typeof value))
    .map(({ value }) => String(value))
    .join(' ');

/**
 * What a reported bounce says about its address, no matter who reports it. `kind` (`hard`, `soft`, `policy`) is our own
 * word; those of Amazon SES, Brevo, Mailgun, Mailjet, Mandrill, Postmark, Resend, SendGrid, SparkPost and others are
 * understood under the keys they use, and the server's own words (`reason`, `diagnosticCode`, `status`...) overrule a
 * bare "permanent". A bounce of which nothing more is said is a hard one, as Segment's `Email Bounced` means it; one
 * whose words are not understood is not.
 */
export const bounceKind = (properties: Readonly<Record<string, unknown>>): BounceKind => {
  const said = saidIn(properties);
  const kinds = new Set([...said.flatMap(flagKind), ...said.flatMap(wordKind)]);
  if (kinds.has('soft')) return 'soft';
  if (kinds.has('policy')) return 'policy';
  const text = textOf(said);
  const read = text === '' ? undefined : readReply({ text });
  if (read !== undefined) return read;
  return kinds.has('hard') || text === '' ? 'hard' : 'soft';
};
