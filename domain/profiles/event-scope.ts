import { durationEnd } from '../journey/reduce/plan-wait.ts';
import type { TenantSettings } from '../workspace/tenant-settings.ts';
import type { TraitSchemas } from './trait-schema.ts';
import { channelNames } from '../messages/channels.ts';

/** A consent that follows from an event of a name, and until when it holds. */
export type ImpliedConsent = {
  readonly on: string;
  readonly channel: string;
  readonly topics: readonly string[];
  /** When it ends, by when the event happened; epoch milliseconds. */
  readonly endsAt: (at: number) => number;
};

/** What events may say of people in a workspace. */
export type EventScope = {
  /** What a yes can be about: its topics, and the channels it can send on. */
  readonly topics: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
  /** The only traits that pages may set, as the shop does; undefined when they may set whatever the shop does not. */
  readonly pageTraits: ReadonlySet<string> | undefined;
  /** What traits have to be; undefined where the workspace says nothing. */
  readonly traits?: TraitSchemas | undefined;
  /** What follows from events without a word about consent. */
  readonly implied: readonly ImpliedConsent[];
};

/**
 * What events may say: a yes to the topics of `ciclo.json` and those of messages without one (`*` is the whole channel,
 * `general` what has no topic), on the channels there are (a shop may collect phone numbers before it sends text messages) and those that messages of the workspace are for;
 * from pages, the traits of `tracking.publicTraits`.
 */
export const eventScopeOf = (workspace: {
  readonly settings: {
    readonly topics: Readonly<Record<string, unknown>>;
    readonly tracking?: { readonly publicTraits?: readonly string[] | undefined } | undefined;
    readonly traits?: TraitSchemas | undefined;
    readonly impliedConsent?: TenantSettings['impliedConsent'];
    readonly timezone: string;
  };
  readonly messages: Iterable<{ readonly channel: string }>;
}): EventScope => {
  const { topics, tracking, traits, timezone: zone, impliedConsent = [] } = workspace.settings;
  const listed = tracking?.publicTraits;
  return {
    topics: new Set(['*', 'general', ...Object.keys(topics)]),
    channels: new Set([...channelNames, ...Array.from(workspace.messages, ({ channel }) => channel)]),
    pageTraits: listed === undefined ? undefined : new Set(listed),
    traits,
    implied: impliedConsent.map(({ on, channel, topics: about, for: text }) => ({
      on,
      channel,
      topics: about,
      endsAt: (from) => durationEnd({ from, text, zone }),
    })),
  };
};
