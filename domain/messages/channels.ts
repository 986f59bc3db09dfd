import { type ChannelType, ownChannel } from './channels/channel-type.ts';
import { chat } from './channels/chat.ts';
import { email } from './channels/email.ts';
import { messenger } from './channels/messenger.ts';
import { post } from './channels/post.ts';
import { push } from './channels/push.ts';
import { sms } from './channels/sms.ts';
import { social } from './channels/social.ts';
import { whatsapp } from './channels/whatsapp.ts';

/** The channels with something particular to them. This list is the only one. */
const builtIn: readonly ChannelType[] = [email, sms, whatsapp, messenger, push, chat, social, post];

const byName: ReadonlyMap<string, ChannelType> = new Map(builtIn.map((type) => [type.channel, type]));

/** The names of the channels that come with the engine. */
export const channelNames: readonly string[] = builtIn.map(({ channel }) => channel);

/** The traits that hold the addresses of these channels. */
export const addressTraits: ReadonlySet<string> = new Set(builtIn.map(({ address }) => address));

/** What is particular to a channel. One that only a plugin knows is addressed by an identity of its own name, in plain text. */
export const channelType = (channel: string): ChannelType => byName.get(channel) ?? ownChannel({ channel });
