import type { Attachment, LeftOutFile } from '../../domain/inbound/attachments.ts';
import type { Authentication } from '../../domain/inbound/authentication.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { OptOutWord } from '../../domain/consents/opt-out-words.ts';
import type { PageOf } from '../../domain/page.ts';

export const conversationStates = ['open', 'waiting', 'solved'] as const;
/** `open`: the team has to do something; `waiting`: the person has; `solved`: nobody. */
export type ConversationState = (typeof conversationStates)[number];

/** A record that a conversation is about. */
export type LinkedRecord = { readonly kind: string; readonly id: string };

/** An event of a conversation that is still to be told; ids make a repeat harmless. */
export type Tell = {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly properties: JsonObject;
};

/** All messages with one person about one matter on one channel. Instants are of the tenant's clock. */
export type ConversationRow = {
  readonly id: string;
  readonly tenant: string;
  /** The person; absent while nobody knows for sure who writes. */
  readonly profileId?: string;
  /** Whose address it is, where the sender was not proven to be its owner. */
  readonly suggested?: string;
  readonly channel: string;
  /** Their address as an identity, `email:ana@example.com`. */
  readonly address: string;
  /** How they call themselves. */
  readonly name?: string;
  /** The address of the business that they wrote to. */
  readonly ours?: string;
  /** The plugin instance that brought it; absent when the team opened it. */
  readonly instance?: string;
  readonly subject: string;
  /** What messages of one matter share: the thread of the provider, else the subject without prefixes. */
  readonly matter: string;
  readonly state: ConversationState;
  /** The id of a user. */
  readonly assignee?: string;
  readonly team?: string;
  readonly tags: readonly string[];
  readonly records: readonly LinkedRecord[];
  readonly snoozedUntil?: number;
  readonly openedAt: number;
  readonly lastAt: number;
  readonly solvedAt?: number;
  /** Only a program has written so far. */
  readonly automatic?: true;
  readonly tells: readonly Tell[];
  readonly rev: number;
};

/** A file of a message. */
export type KeptFile = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
};

/** The message of ours that a message answers; journey, run and step when a journey sent it. */
export type Answered = {
  readonly message: string;
  readonly journey?: string;
  readonly run?: string;
  readonly step?: string;
};

/** The opt-out word that a message consists of, and whether the provider has answered it. */
export type OptOut = { readonly word: OptOutWord; readonly answered: boolean };

/** How an answer of the team stands. */
export type SendStatus = 'sending' | 'retrying' | 'sent' | 'refused' | 'bounced';

/** One message of a conversation: `in` of the person, `out` of the team, or a `note` that only the team sees. */
export type ConversationMessage = {
  readonly id: string;
  readonly tenant: string;
  readonly conversation: string;
  readonly profileId?: string;
  readonly direction: 'in' | 'out' | 'note';
  readonly channel: string;
  /** Of an `in` the sender, of an `out` the recipient, as an identity. */
  readonly address: string;
  readonly name?: string;
  readonly subject: string;
  /** All of the text. */
  readonly text: string;
  /** The text without quotations, where that is less. */
  readonly reply?: string;
  /** The Message-ID of a mail, without brackets. */
  readonly header?: string;
  readonly answers?: Answered;
  readonly files: readonly KeptFile[];
  readonly leftOut?: readonly LeftOutFile[];
  readonly at: number;
  readonly authentication?: Authentication;
  /** Why it counts as written by a program. */
  readonly automatic?: string;
  readonly optOut?: OptOut;
  /** True when somebody else than the person of the conversation wrote it. */
  readonly isOther?: true;
  /** Who of the team wrote it. */
  readonly by?: string;
  readonly mentions?: readonly string[];
  readonly status?: SendStatus;
  /** Why it was refused, or is tried again. */
  readonly reason?: string;
  readonly attempts?: number;
  /** An `in` whose conversation was not changed yet. */
  readonly pending?: true;
};

/** A message that arrived, on any channel, before it is known what conversation it belongs to. */
export type Incoming = {
  readonly tenant: string;
  readonly instance: string;
  /** Unique in the tenant, and the same whenever the message is told of. */
  readonly id: string;
  readonly channel: string;
  /** Their address in its one form, and as an identity. */
  readonly address: string;
  readonly identity: string;
  /** Who writes, where that is proven by other means than the message: by a session. */
  readonly profileId?: string;
  readonly name?: string;
  readonly ours?: string;
  readonly subject: string;
  readonly text: string;
  readonly reply: string;
  readonly header?: string;
  /** Ids of mails it answers. */
  readonly refs: readonly string[];
  readonly thread?: string;
  readonly authentication: Authentication;
  readonly automatic?: string;
  /** The opt-out word that the provider took it for. */
  readonly optOut?: OptOut;
  readonly attachments: readonly Attachment[];
  readonly leftOut: readonly LeftOutFile[];
  readonly at: number;
};

type Named = { readonly tenant: string; readonly id: string };

export type ConversationStore = {
  readonly insert: (input: { row: ConversationRow; systemTime: number }) => Promise<'inserted' | 'conflict'>;
  readonly get: (input: Named) => Promise<ConversationRow | undefined>;
  /** Writes it as the revision after `row.rev`, if it is at `row.rev`. */
  readonly save: (input: { row: ConversationRow; systemTime: number }) => Promise<'saved' | 'conflict'>;
  /** The latest of an address about a matter that is not solved. */
  readonly findOpen: (input: {
    tenant: string;
    channel: string;
    address: string;
    matter: string;
  }) => Promise<ConversationRow | undefined>;
  /** Those with events that are still to be told, changed before `before` (real time). */
  readonly owing: (input: { before: number; limit: number }) => Promise<readonly ConversationRow[]>;
  /** By `lastAt`, then `id`. Snoozed ones are left out unless asked for. */
  readonly list: (
    input: PageOf & {
      tenant: string;
      state?: ConversationState;
      assignee?: string;
      team?: string;
      profileId?: string;
      tag?: string;
      /** Leaves out what is snoozed beyond this instant. */
      awakeAt?: number;
      /** Only those of a user and of teams. */
      within?: { readonly user: string; readonly teams: readonly string[] };
    },
  ) => Promise<readonly ConversationRow[]>;
};

export type ConversationMessageStore = {
  /** Adds a message once; an answer of the team with `due` (real time), when it is to be sent. */
  readonly insert: (input: { row: ConversationMessage; due?: number }) => Promise<'inserted' | 'duplicate'>;
  readonly get: (input: Named) => Promise<ConversationMessage | undefined>;
  /** The conversation of the message was changed. */
  readonly settle: (input: Named) => Promise<void>;
  /** Messages by their Message-ID or, of ours, their id. */
  readonly named: (input: {
    tenant: string;
    headers: readonly string[];
    ids: readonly string[];
  }) => Promise<readonly ConversationMessage[]>;
  /** By `at`, then `id`, newest first; of a conversation, or of a person. */
  readonly list: (
    input: PageOf & { tenant: string; conversation?: string; profileId?: string; direction?: 'in' | 'out' },
  ) => Promise<readonly ConversationMessage[]>;
  /** How many an address sent since then, at most `limit`. */
  readonly countFrom: (input: {
    tenant: string;
    address: string;
    since: number;
    limit: number;
    /** Only those of a channel: one number may have several. */
    channel?: string;
  }) => Promise<number>;
  /** Gives the messages of a conversation to a person. */
  readonly give: (input: { tenant: string; conversation: string; profileId: string }) => Promise<void>;
  /** Answers whose next attempt is due (real time), leased for one attempt each. */
  readonly takeDue: (input: {
    systemTime: number;
    lease: number;
    limit: number;
  }) => Promise<readonly ConversationMessage[]>;
  /** Notes how an attempt at an answer ended; tried again at `due` (real time). */
  readonly noteAttempt: (
    input: Named & { status: SendStatus; reason?: string; due?: number },
  ) => Promise<void>;
};

export type ConversationFileStore = {
  /** Keeps the bytes of a file, once. */
  readonly put: (input: {
    tenant: string;
    file: string;
    conversation: string;
    profileId: string | undefined;
    address: string;
    bytes: Uint8Array;
  }) => Promise<void>;
  readonly read: (input: { tenant: string; file: string }) => Promise<Uint8Array | undefined>;
  readonly give: (input: { tenant: string; conversation: string; profileId: string }) => Promise<void>;
};
