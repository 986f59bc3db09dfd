import type { StoredEvent } from '../events/event.ts';
import { ownNames } from '../events/own-names.ts';
import { hashId } from '../hash.ts';
import { own } from '../json.ts';
import {
  type Consent,
  type Consents,
  impliedBy,
  isKnownStatement,
  type Statement,
  statementOf,
  usualPurpose,
  withStatementOf,
} from '../profiles/consents.ts';
import type { EventScope } from '../profiles/event-scope.ts';
import { type Evidence, evidenceOf } from './evidence.ts';

/** One line of the consent ledger: what was said or followed, once, with its proof. Lines are added and never changed. */
export type ConsentEntry = {
  readonly id: string;
  readonly tenant: string;
  /** Absent in the proof that stays when the person is erased, and for what came after that. */
  readonly profileId?: string;
  /** The id of the event that said it. */
  readonly event?: string;
  readonly channel: string;
  /** `*` stands for the whole channel. */
  readonly topic: string;
  readonly purpose: string;
  /** `expired`: a yes reached its end. */
  readonly status: 'granted' | 'withdrawn' | 'expired';
  readonly basis: 'express' | 'implied';
  /** The owner of the address said it themself, by a link in a mail to it. */
  readonly confirmed: boolean;
  /** Whether the profile goes by it: not for another purpose, or a topic or channel that the workspace does not have. */
  readonly counts: boolean;
  /** When it was said, and when it was noted; epoch milliseconds. */
  readonly at: number;
  readonly recordedAt: number;
  readonly expiresAt?: number;
  readonly source?: string;
  /** The words that were agreed to: the name of their version, the words themselves, and their language. */
  readonly textVersion?: string;
  readonly text?: string;
  readonly locale?: string;
  /** Stays when the person is erased: shows which version of the words it was, to anyone who has them. */
  readonly textHash?: string;
  readonly evidence?: Evidence;
};

const textMax = 2000;

const textIn = (event: Pick<StoredEvent, 'properties'>, name: string, max: number): string | undefined => {
  const value = own(event.properties, name);
  return typeof value === 'string' && value.trim() !== '' ? value.slice(0, max) : undefined;
};

/** The name of a version of words, so that nothing but these words leads to it. */
export const textHashOf = (textVersion: string): string => hashId('consent-proof', textVersion);

const wordsOf = (input: { row: StoredEvent; textVersion: string | undefined }) => {
  const { row, textVersion } = input;
  const text = textIn(row, 'text', textMax);
  const locale = textIn(row, 'locale', 35);
  return {
    ...(textVersion === undefined ? {} : { textVersion, textHash: textHashOf(textVersion) }),
    ...(text === undefined ? {} : { text }),
    ...(locale === undefined ? {} : { locale }),
  };
};

type Told = { readonly row: StoredEvent; readonly profileId: string | undefined; readonly now: number };

const entryOf = (input: Told & { said: Statement; status: ConsentEntry['status']; counts: boolean }) => {
  const { row, profileId, said, status, counts, now } = input;
  const { channel, topic, purpose = usualPurpose, consent } = said;
  const { basis = 'express', at, expiresAt, source, textVersion, confirmed = false } = consent;
  const entry: ConsentEntry = {
    id: hashId('consent', row.tenant, row.id, basis, channel, topic),
    tenant: row.tenant,
    ...(profileId === undefined ? {} : { profileId }),
    event: row.id,
    channel,
    topic,
    purpose,
    status,
    basis,
    confirmed,
    counts,
    at,
    recordedAt: now,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    source,
    ...(basis === 'implied' ? {} : wordsOf({ row, textVersion })),
    evidence: evidenceOf(row),
  };
  return entry;
};

/** That a yes reached its end, as the engine tells it. */
const expiryIn = (input: Told): readonly ConsentEntry[] => {
  const { row } = input;
  if (row.name !== ownNames.expired || row.trust !== 'engine') return [];
  const { channel, topic, basis } = row.properties;
  if (typeof channel !== 'string' || typeof topic !== 'string') return [];
  const consent: Consent = {
    state: 'expired',
    at: row.timestamp,
    source: 'expiry',
    ...(basis === 'implied' ? { basis: 'implied' } : {}),
  };
  return [entryOf({ ...input, said: { channel, topic, consent }, status: 'expired', counts: false })];
};

/** The lines that an event adds to the ledger of a person; none for most events. */
export const entriesOf = (input: Told & { scope: EventScope }): readonly ConsentEntry[] => {
  const { row, scope, ...told } = input;
  const said = statementOf(row);
  const spoken =
    said === undefined || said.consent.state === 'expired'
      ? []
      : [
          entryOf({
            ...told,
            row,
            said,
            status: said.consent.state,
            counts: isKnownStatement({ said, scope }),
          }),
        ];
  const implied = impliedBy({ event: row, scope }).map((one) =>
    entryOf({ ...told, row, said: one, status: 'granted', counts: true }),
  );
  return [...spoken, ...implied, ...expiryIn({ row, ...told })];
};

/**
 * What the lines of a person come to: the consents their profile has, in whatever order the lines were added. As they were
 * said; what has expired since, `expireConsents` says.
 */
export const foldEntries = (entries: readonly ConsentEntry[]): Consents =>
  entries.reduce<Consents>((consents, entry) => {
    if (!entry.counts || entry.status === 'expired') return consents;
    const {
      channel,
      topic,
      status: state,
      basis,
      confirmed,
      at,
      expiresAt,
      source = '',
      textVersion,
    } = entry;
    const consent = {
      state,
      at,
      source,
      ...(basis === 'implied' ? { basis } : {}),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(textVersion === undefined ? {} : { textVersion }),
      ...(confirmed ? { confirmed } : {}),
    };
    return withStatementOf({ consents, said: { channel, topic, consent } });
  }, {});
