import type { Frequency, LearnedZone } from '../../domain/gate/wishes.ts';
import type { Consents } from '../../domain/profiles/consents.ts';
import type { Subscription } from '../../domain/profiles/subscription.ts';
import type { TenantSettings } from '../../domain/workspace/tenant-settings.ts';

/** What the public pages show of a business. */
export type PublicSettings = Pick<
  TenantSettings,
  'name' | 'url' | 'defaultLocale' | 'postalAddress' | 'topics' | 'brand' | 'surveys'
> & {
  /** Absent in workspaces published before there were any. */
  readonly linkHosts?: readonly string[];
  /** The channels it sends on: `email`, ... */
  readonly channels: readonly string[];
  /** The forms of the workspace, by key. */
  readonly forms?: TenantSettings['forms'];
  /** The languages its messages are written in. */
  readonly locales?: readonly string[];
};

/** What a person said so far of what they want to get, as the preference centre shows it. */
export type PersonWishes = {
  readonly consents: Consents;
  /** The language they read. */
  readonly locale?: string;
  readonly zone?: LearnedZone;
  /** Until when they want no marketing, epoch milliseconds. */
  readonly pausedUntil?: number;
  readonly frequency?: Frequency;
};

/** A document that is kept of a person. */
export type PersonDataRow = {
  readonly collection: string;
  readonly row: Readonly<Record<string, unknown>>;
};

/** What the public pages need to know, and nothing more. */
export type Pages = {
  readonly settings: (tenant: string) => Promise<PublicSettings | undefined>;
  /** What a person said so far; undefined when we do not know them (any more). */
  readonly person: (input: { tenant: string; profileId: string }) => Promise<PersonWishes | undefined>;
  /** What is kept of a person, as far as a page can hold it; undefined when we do not know them (any more). */
  readonly personData: (input: {
    tenant: string;
    profileId: string;
  }) => Promise<{ readonly rows: readonly PersonDataRow[]; readonly isAll: boolean } | undefined>;
  /** A message as it was sent, as HTML with its links; undefined when it cannot be shown any more. */
  readonly message: (input: {
    tenant: string;
    messageId: string;
    profileId: string;
  }) => Promise<{ readonly html: string } | undefined>;
  /** What an event asked to subscribe to; undefined when it is not there any more. */
  readonly subscription: (input: { tenant: string; id: string }) => Promise<Subscription | undefined>;
  /** Whose referral code it is, in the spelling it was given out in. */
  readonly referral: (
    code: string,
  ) => Promise<{ readonly tenant: string; readonly code: string } | undefined>;
};
