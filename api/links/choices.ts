import { hashId } from '../../domain/hash.ts';
import { type Consents, mayMarket } from '../../domain/profiles/consents.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { PublicSettings } from '../ports/pages.ts';
import { channelName, localised } from './texts.ts';

/** One box of the preference centre: a topic on a channel, and the words beside it. */
export type Choice = {
  /** `email:offers`: its name in the form. */
  readonly name: string;
  readonly channel: string;
  readonly topic: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly isOn: boolean;
};

type Reader = { readonly locale: 'en' | 'es'; readonly chain: readonly string[] };

/** Every topic on every channel, as it stands for this person. */
export const choicesOf = (
  input: Reader & { settings: PublicSettings; consents: Consents; now: number },
): readonly Choice[] => {
  const { settings, consents, chain, now } = input;
  return settings.channels.flatMap((channel) =>
    Object.entries(settings.topics).map(([topic, { name, description, default: byDefault }]) => ({
      name: `${channel}:${topic}`,
      channel,
      topic,
      label: localised({ text: name, chain }),
      description: description === undefined ? undefined : localised({ text: description, chain }),
      isOn: mayMarket({ consents, channel, topic, optOut: byDefault === 'opt-out', now }).allowed,
    })),
  );
};

/** The words a person agreed to, and a short name of exactly these words: the proof of a consent. */
const wording = (input: Reader & { choice: Choice; lead: string }): { text: string; textVersion: string } => {
  const { choice, locale, lead } = input;
  const what = choice.description === undefined ? choice.label : `${choice.label}: ${choice.description}`;
  const text = `${lead} ${what} (${channelName({ channel: choice.channel, locale })})`;
  return { text, textVersion: hashId('consent-text', locale, text) };
};

/** A change of mind about one choice, as the event that says so. */
export type Change = {
  readonly name: 'Consent Granted' | 'Consent Withdrawn';
  readonly properties: JsonObject;
};

/** What differs between the choices as they stand and the boxes that came back ticked. */
export const changesOf = (
  input: Reader & {
    choices: readonly Choice[];
    ticked: ReadonlySet<string>;
    lead: string;
    messageId: string;
  },
): readonly Change[] =>
  input.choices
    .filter((choice) => choice.isOn !== input.ticked.has(choice.name))
    .map((choice) => ({
      name: choice.isOn ? 'Consent Withdrawn' : 'Consent Granted',
      properties: {
        channel: choice.channel,
        topic: choice.topic,
        message_id: input.messageId,
        source: 'preference-centre',
        // The link was sent to them: nobody else can have said so.
        confirmed: true,
        locale: input.locale,
        ...wording({ ...input, choice }),
      },
    }));

/** Everything withdrawn on every channel, which also holds for topics that come later. */
export const withdrawAll = (input: { channels: readonly string[]; messageId: string }): readonly Change[] =>
  input.channels.map((channel) => ({
    name: 'Consent Withdrawn',
    properties: { channel, topic: '*', message_id: input.messageId, source: 'preference-centre' },
  }));
