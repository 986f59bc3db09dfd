/** An address of several parts that was read, or the parts it lacks. */
export type ComposedReading =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly missing: readonly string[] };

/** Everything that is particular to one channel on which messages reach people. */
export type ChannelType = {
  readonly channel: string;
  /** The trait and the kind of identity that hold the address, which are named alike. */
  readonly address: string;
  /** An address in its one form; undefined for what is none. */
  readonly normalise: (address: string) => string | undefined;
  /** What a person told of their address counts before what they are known under. */
  readonly told: boolean;
  /**
   * An address of several parts, such as a postal one: it is read from the traits, and is no identity, since a household shares it. As a text
   * it is what `normalise` gives.
   */
  readonly composed?: {
    /** The address among the traits of a person, or the parts it lacks; undefined where there is none. */
    readonly readIn: (traits: Readonly<Record<string, unknown>>) => ComposedReading | undefined;
    /** What spellings of one address have in common, by which it is suppressed; undefined for what is none. */
    readonly keyOf: (address: string) => string | undefined;
  };
  /** What a body is written in: MJML becomes HTML and a plain text, a page is HTML for print. */
  readonly body: 'mjml' | 'text' | 'page';
  /**
   * A delivery whose outcome nobody knows is tried again, since the recipient sees two copies under one id as one. Of others
   * nobody sends twice blindly.
   */
  readonly repeatable: boolean;
  /** It disturbs nobody at any hour: quiet hours do not hold it. */
  readonly anyHour?: boolean;
  /** So long after a person wrote last, free text reaches them (milliseconds); later only a template that the network approved. */
  readonly answerWindowMs?: number;
  /** A person has several addresses, one for each device, and a message goes to all of them. */
  readonly devices?: boolean;
  /** People end its messages by a word of theirs, such as STOP (`domain/consents/opt-out-words.ts`). */
  readonly optOutWords: boolean;
  /** What people call it. */
  readonly names: { readonly en: string; readonly es: string };
};

/** A channel with an address of its own, such as a device or a chat: bodies are plain text. */
export const ownChannel = (input: {
  channel: string;
  names?: ChannelType['names'] | undefined;
}): ChannelType => ({
  channel: input.channel,
  address: input.channel,
  normalise: (address) => (address.trim() === '' ? undefined : address.trim()),
  told: false,
  body: 'text',
  repeatable: false,
  optOutWords: true,
  names: input.names ?? { en: input.channel, es: input.channel },
});
