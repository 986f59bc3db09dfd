import { channelNames } from '../messages/channels.ts';

/** What events may say of people in a workspace. */
export type EventScope = {
  /** What a yes can be about: its topics, and the channels it can send on. */
  readonly topics: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
  /** The only traits that pages may set, as the shop does; undefined when they may set whatever the shop does not. */
  readonly pageTraits: ReadonlySet<string> | undefined;
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
  };
  readonly messages: Iterable<{ readonly channel: string }>;
}): EventScope => {
  const { topics, tracking } = workspace.settings;
  const listed = tracking?.publicTraits;
  return {
    topics: new Set(['*', 'general', ...Object.keys(topics)]),
    channels: new Set([...channelNames, ...Array.from(workspace.messages, ({ channel }) => channel)]),
    pageTraits: listed === undefined ? undefined : new Set(listed),
  };
};
