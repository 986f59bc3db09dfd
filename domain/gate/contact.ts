import { optOutSource } from '../consents/opt-out-words.ts';
import {
  type Consent,
  fittingStatement,
  joinConsent,
  mayMarket,
  type Statement,
} from '../profiles/consents.ts';
import { own } from '../json.ts';
import { type Pressure, pressureMax } from '../profiles/profile.ts';
import { capRefusal, type Passage, pressureKeptMs, pressureOf, type Refusal } from './gate.ts';

/** One message to an address, of anyone who has it. */
export type Booking = Pressure & { readonly isMarketing: boolean };

/** What is kept of an address, under a keyed hash, no matter who has it. */
export type Contact = {
  /** Messages of late, as far back as caps and the ceiling look. */
  readonly bookings: readonly Booking[];
  /** What was withdrawn, and confirmed again, by topic; `*` stands for the whole channel. */
  readonly consents: Readonly<Record<string, Consent>>;
  /** Mails of late that asked whether something is meant, by the event that asked; `sent` once it was handed over, `opens` of one that opens self-service. */
  readonly asked?: readonly {
    readonly id: string;
    readonly at: number;
    readonly sent?: boolean;
    readonly opens?: true;
  }[];
};

/** An address nothing is kept of. */
export const noContact: Contact = { bookings: [], consents: {} };

const hourMs = 3_600_000;
const usualCeiling = 30;

const union = <T extends { readonly id: string }>(a: readonly T[], b: readonly T[]): readonly T[] => [
  ...new Map([...a, ...b].map((one) => [one.id, one])).values(),
];

/** What is kept of one address under two secrets. */
export const joinContacts = (a: Contact, b: Contact): Contact => {
  const asked = union(a.asked ?? [], b.asked ?? []);
  return {
    bookings: union(a.bookings, b.bookings)
      .toSorted((one, two) => one.at - two.at)
      .slice(-pressureMax),
    consents: Object.entries(b.consents).reduce(withConsent, a.consents),
    ...(asked.length === 0 ? {} : { asked }),
  };
};

/** Who said STOP and unsubscribes by another way as well has said STOP still. */
const stillStopped = (before: Consent, joined: Consent): Consent =>
  isStop(before) && joined.state === 'withdrawn' ? { ...joined, source: optOutSource } : joined;

const isStop = ({ state, source }: Consent): boolean => state === 'withdrawn' && source === optOutSource;

const withConsent = (
  consents: Contact['consents'],
  [topic, consent]: readonly [string, Consent],
): Contact['consents'] => {
  const before = own(consents, topic);
  const joined = before === undefined ? consent : stillStopped(before, joinConsent(before, consent));
  return Object.fromEntries([...Object.entries(consents), [topic, joined]]);
};

/** Notes what was said of an address; a yes that nobody confirmed lifts nothing, so it is not kept. */
export const withStatement = (contact: Contact, brought: Statement): Contact => {
  const said = fittingStatement({ consents: { [brought.channel]: contact.consents }, said: brought });
  if (said === undefined || (said.consent.state !== 'withdrawn' && said.consent.confirmed !== true))
    return contact;
  return { ...contact, consents: withConsent(contact.consents, [said.topic, said.consent]) };
};

/** Whether the address said STOP, and not START after it. Nothing goes there then but answers. */
export const hasStopped = (contact: Pick<Contact, 'consents'>): boolean => {
  const whole = own(contact.consents, '*');
  return whole !== undefined && isStop(whole);
};

/** Whether somebody withdrew this address, under whatever profile. A withdrawal by an opt-out word stops transactional messages as well. */
export const withdrawnRefusal = (passage: Passage, contact: Contact): Refusal | undefined => {
  const { channel, topic, now } = passage;
  if (hasStopped(contact) && passage.isAnswer !== true) {
    return { kind: 'skipped', reason: 'stopped', detail: { channel } };
  }
  if (passage.class === 'transactional') return undefined;
  const consents = { [channel]: contact.consents };
  const answer = mayMarket({ consents, channel, topic, optOut: true, now });
  if (answer.allowed) return undefined;
  return { kind: 'skipped', reason: answer.reason, detail: { topic, channel, by: 'address' } };
};

/** The frequency caps, counted over everybody who has the address. */
const capped = (passage: Passage, contact: Contact): Refusal | undefined => {
  const pressure = contact.bookings.filter((one) => one.isMarketing);
  return capRefusal({ ...passage, profile: { ...passage.profile, pressure } });
};

/** The ceiling of an hour, which holds for messages of every class; what comes above it waits. */
const overCeiling = (passage: Passage, contact: Contact): Refusal | undefined => {
  const max = passage.settings.addressCeiling ?? usualCeiling;
  const ends = contact.bookings
    .filter((one) => one.id !== passage.messageId)
    .map((one) => one.at + hourMs)
    .filter((end) => end > passage.now)
    .toSorted((a, b) => a - b);
  const room = ends[ends.length - max];
  if (room === undefined) return undefined;
  return { kind: 'deferred', reason: 'address-ceiling', until: room + 1, detail: { max } };
};

/** Why a message does not go to this address now, no matter who it is meant for. */
export const contactRefusal = (input: { passage: Passage; contact: Contact }): Refusal | undefined => {
  const { passage, contact } = input;
  return withdrawnRefusal(passage, contact) ?? capped(passage, contact) ?? overCeiling(passage, contact);
};

/** The address with one message booked, without bookings too old to count. */
export const withBooking = (input: { passage: Passage; contact: Contact }): Contact => {
  const { passage, contact } = input;
  const { messageId: id, now: at } = passage;
  const isMarketing = passage.class === 'marketing';
  const marketingFrom = at - Math.max(hourMs, pressureKeptMs(passage.settings.caps));
  const isKept = (one: Booking): boolean =>
    one.at >= (one.isMarketing ? marketingFrom : at - hourMs) || (one.keptUntil ?? 0) > at;
  const kept = contact.bookings.filter((one) => one.id !== id && isKept(one));
  const bookings = [...kept, { ...pressureOf(passage), isMarketing }].slice(-pressureMax);
  return { ...contact, bookings };
};

/** When nothing of it counts any more; undefined while a statement is kept, which stays. */
export const contactExpiry = (input: { passage: Passage; contact: Contact }): number | undefined => {
  const { passage, contact } = input;
  if (Object.keys(contact.consents).length > 0) return undefined;
  const usual = passage.now + Math.max(hourMs, pressureKeptMs(passage.settings.caps));
  return Math.max(usual, ...contact.bookings.map(({ keptUntil = 0 }) => keptUntil));
};

const dayMs = 24 * hourMs;
const askedMax = 2;
/** People come back to their pages; only anyone who has a link made for them can ask for these mails. */
const openersMax = 8;

/**
 * Books a mail that asks whether something is meant; undefined when it was sent, or the address was asked often enough within a day. Anybody
 * can type any address into a form, so this is all that an address which never said yes gets. Mails that open self-service count apart.
 */
export const withAsked = (input: {
  contact: Contact;
  id: string;
  now: number;
  opens?: boolean;
}): Contact | undefined => {
  const { contact, id, now, opens = false } = input;
  const recent = (contact.asked ?? []).filter((one) => one.at > now - dayMs);
  const before = recent.find((one) => one.id === id);
  if (before !== undefined) return before.sent === true ? undefined : contact;
  const alike = recent.filter((one) => (one.opens === true) === opens);
  const added = { id, at: now, ...(opens ? { opens } : {}) };
  return alike.length >= (opens ? openersMax : askedMax)
    ? undefined
    : { ...contact, asked: [...recent, added] };
};

/** Notes that the mail was handed over, which an event that comes again does not repeat. */
export const withAskSent = (input: { contact: Contact; id: string }): Contact => {
  const { contact, id } = input;
  const asked = (contact.asked ?? []).map((one) => (one.id === id ? { ...one, sent: true } : one));
  return asked.length === 0 ? contact : { ...contact, asked };
};

/** When an address that was only asked is forgotten. */
export const askedExpiry = (input: { contact: Contact; now: number }): number | undefined =>
  Object.keys(input.contact.consents).length > 0 || input.contact.bookings.length > 0
    ? undefined
    : input.now + 2 * dayMs;
