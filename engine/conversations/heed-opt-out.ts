import { optOutAnswer, optOutSource, optOutWordIn } from '../../domain/consents/opt-out-words.ts';
import { CicloError } from '../../domain/errors.ts';
import { type AcceptedEvent, eventIdOf } from '../../domain/events/event.ts';
import { hasStopped, withStatement } from '../../domain/gate/contact.ts';
import { hashId } from '../../domain/hash.ts';
import { own } from '../../domain/json.ts';
import { channelType } from '../../domain/messages/channels.ts';
import { localeChain } from '../../domain/messages/locales.ts';
import type { Consent } from '../../domain/profiles/consents.ts';
import { newProfile, textTrait } from '../../domain/profiles/profile.ts';
import { conversationSettingsOf } from '../../domain/workspace/conversation-settings.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { Clock } from '../clock/clock.ts';
import type { createNoteConsent } from '../consents/note-consent.ts';
import type { ContactStore } from '../consents/ports.ts';
import type { Accept } from '../events/accept.ts';
import type { EventRow } from '../events/ports.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { HashedAddress, SuppressionStore } from '../messages/ports.ts';
import { hashedAddress } from '../messages/send/reach.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { ConversationMessage, ConversationRow, Incoming, OptOut } from './ports.ts';
import type { WriteMessage } from './write-message.ts';

export type HeedOptOut = {
  /** The opt-out word that a message consists of; undefined for any other message. */
  readonly wordOf: (incoming: Incoming) => Promise<OptOut | undefined>;
  /** Does what the word of a message asks for, once however often it is called. */
  readonly heed: (input: { row: ConversationRow; message: ConversationMessage }) => Promise<void>;
};

type Needs = {
  readonly live: LiveWorkspaces;
  readonly contacts: ContactStore;
  readonly suppressionsByEngine: SuppressionStore;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly keyring: Keyring;
  readonly accept: Accept;
  readonly noteConsent: ReturnType<typeof createNoteConsent>;
  readonly writeMessage: WriteMessage;
  readonly clock: Pick<Clock, 'now'>;
};

type Job = {
  readonly use: Needs;
  readonly live: LiveWorkspace;
  readonly row: ConversationRow;
  readonly message: ConversationMessage;
  readonly optOut: OptOut;
  readonly address: string;
  readonly hashed: HashedAddress;
  /** The person whose address it is, as far as anybody knows. */
  readonly profileId: string | undefined;
};

const triesMax = 50;
/** What a provider refuses to send to since the recipient said STOP to it, as connectors name it. */
const optedOut = 'opted-out';

const consentBy = ({ message, optOut }: Job): Consent => ({
  state: optOut.word === 'stop' ? 'withdrawn' : 'granted',
  at: message.at,
  source: optOutSource,
  ...(optOut.word === 'start' ? { confirmed: true } : {}),
});

/**
 * Notes the word on the address, where it holds for everybody who has it. False when it was said before: who says STOP twice is
 * answered once.
 */
const isFirst = async (job: Job): Promise<boolean> => {
  const { use, hashed: address, message, optOut } = job;
  const consent = consentBy(job);
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { rev, ...contact } = await use.contacts.get(address);
    const before = own(contact.consents, '*');
    const isRepeat = before?.state === consent.state && before.source === optOutSource;
    if (isRepeat && before.at === message.at) return true;
    const said = { channel: message.channel, topic: '*', consent };
    const changed = withStatement(contact, said);
    const saved = await use.contacts.save({ address, contact: changed, rev });
    if (saved === 'saved') return !isRepeat && hasStopped(changed) === (optOut.word === 'stop');
  }
  throw new CicloError({ code: 'unavailable', message: 'The address is being changed by too many at once.' });
};

const eventOf = (job: Job): AcceptedEvent => {
  const { message, optOut, address, profileId } = job;
  return {
    messageId: `opt-out:${hashId(message.tenant, message.id)}`,
    type: 'track',
    name: optOut.word === 'stop' ? 'Consent Withdrawn' : 'Consent Granted',
    ...(profileId === undefined ? {} : { profileId }),
    externalIds: [],
    properties: {
      channel: message.channel,
      topic: '*',
      source: optOutSource,
      // The words themselves are the proof.
      text: message.text,
      message_id: message.id,
      address,
      ...(optOut.word === 'start' ? { confirmed: true } : {}),
    },
    traits: {},
    context: {},
    timestamp: message.at,
    source: 'ciclo',
    trust: 'engine',
    backfill: false,
  };
};

/** Tells of the consent; of somebody nobody knows it is noted on the address, with the proof, and no profile is made. */
const tell = async (job: Job): Promise<void> => {
  const { use, live, message, profileId } = job;
  const { tenant } = message;
  const event = eventOf(job);
  if (profileId !== undefined) {
    await use.accept({ tenant, events: [event] });
    return;
  }
  const now = use.clock.now(tenant);
  const profile = newProfile({ id: '', tenant, ids: [message.address], referralCode: '', now });
  const id = eventIdOf(event);
  const row: EventRow = { ...event, id, tenant, receivedAt: message.at, state: 'done', attempts: 0 };
  await use.noteConsent({ row, profile, scope: live.eventScope, now });
};

type Localised = string | Readonly<Record<string, string>>;

const textIn = (written: Localised | undefined, locales: readonly string[]): string | undefined =>
  written === undefined || typeof written === 'string'
    ? written
    : locales.flatMap((locale) => own(written, locale) ?? [])[0];

/** An address of mail without the name beside it. */
const plainAddress = (text: string): string => /<([^<>]+)>/.exec(text)?.[1] ?? text;

const answer = async (job: Job): Promise<void> => {
  const { use, live, row, message, optOut, profileId } = job;
  const { tenant } = message;
  const { settings } = live.published;
  const person = profileId === undefined ? undefined : await use.profiles.get({ tenant, profileId });
  const { optOutAnswers, optOutWords: ownWords } = conversationSettingsOf(settings);
  const language = optOutWordIn({ text: message.text, own: ownWords })?.language;
  const locale = person === undefined ? undefined : textTrait(person, 'locale');
  const locales = localeChain({ preferred: [language, locale], fallback: settings.defaultLocale });
  const contact = plainAddress(settings.replyTo ?? settings.from);
  const usual = optOutAnswer({ word: optOut.word, locales, business: settings.name, contact });
  await use.writeMessage({
    tenant,
    conversation: row.id,
    kind: 'out',
    text: textIn(optOutAnswers?.[optOut.word], locales) ?? usual,
    key: `opt-out:${message.id}`,
    // Whose turn it is does not change by what a program answers.
    state: row.state,
  });
};

/** A provider that said "opted out" of the address lets messages through again after START. */
const lift = async ({ use, hashed }: Job): Promise<void> => {
  const found = await use.suppressionsByEngine.find(hashed);
  if (found?.reason === optedOut) await use.suppressionsByEngine.remove(hashed);
};

const jobOf = async (
  use: Needs,
  input: { row: ConversationRow; message: ConversationMessage; optOut: OptOut },
): Promise<Job> => {
  const { row, message } = input;
  const { tenant, channel } = message;
  const address = message.address.slice(message.address.indexOf(':') + 1);
  const hashed = hashedAddress({ keyring: use.keyring, tenant, channel, address });
  // Of somebody who writes in a conversation of another only the address is known.
  const isTheirs = message.isOther !== true && message.address === row.address;
  const profileId = isTheirs ? (row.profileId ?? row.suggested) : undefined;
  return { use, live: await use.live.of(tenant), address, hashed, profileId, ...input };
};

/**
 * Makes what the channels do with opt-out words, whatever connector brings them: STOP withdraws the channel for the address and its
 * person, and is confirmed once; START takes that back; HELP says who writes. A forged sender can end messages, which the law
 * asks to believe, and take up again only what such a word, or the provider, ended.
 */
export const createHeedOptOut = (use: Needs): HeedOptOut => ({
  wordOf: async (incoming) => {
    const { tenant, channel, address, automatic, authentication, optOut: told } = incoming;
    if (automatic !== undefined || !channelType(channel).optOutWords) return undefined;
    if (told !== undefined && told.word !== 'start') return told;
    const { optOutWords: ownWords } = conversationSettingsOf((await use.live.of(tenant)).published.settings);
    const word = told?.word ?? optOutWordIn({ text: incoming.text, own: ownWords })?.word;
    if (word === undefined || incoming.attachments.length > 0) return undefined;
    if (word !== 'start') return { word, answered: false };
    const contact = await use.contacts.get(hashedAddress({ keyring: use.keyring, tenant, channel, address }));
    const isEnded = own(contact.consents, '*')?.state === 'withdrawn';
    const mayTakeBack = hasStopped(contact) || told !== undefined || authentication === 'pass';
    // Where nothing was ended it is a message like any other: a yes needs more than a word.
    return isEnded && mayTakeBack ? { word, answered: told?.answered ?? false } : undefined;
  },
  heed: async ({ row, message }) => {
    const { optOut } = message;
    if (optOut === undefined) return;
    const job = await jobOf(use, { row, message, optOut });
    const isNews = optOut.word === 'help' || (await isFirst(job));
    if (optOut.word === 'start') await lift(job);
    if (isNews && !optOut.answered) await answer(job);
    if (optOut.word !== 'help') await tell(job);
  },
});
