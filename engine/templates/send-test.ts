import { randomUUID } from 'node:crypto';

import { CicloError } from '../../domain/errors.ts';
import { normalAddress } from '../../domain/gate/reach.ts';
import { channelType } from '../../domain/messages/channels.ts';
import type { Keyring } from '../access/keyring-port.ts';
import type { Clock } from '../clock/clock.ts';
import type { SuppressionStore } from '../messages/ports.ts';
import { composeLetter } from '../messages/send/compose-letter.ts';
import { composeMail } from '../messages/send/compose-mail.ts';
import { hashedAddress } from '../messages/send/reach.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { PreviewTemplate, PreviewWish, TemplatePreview } from './preview-template.ts';

/**
 * Sends a message once to an address of the team, filled for a person or the sample. Throws `invalid-input` for what is no address,
 * `unprocessable` where the message would not be sent or the provider refuses, `unavailable` where it does not answer.
 */
export type SendTest = (wish: PreviewWish & { readonly to: string }) => Promise<{ readonly to: string }>;

type Deps = {
  readonly previewTemplate: PreviewTemplate;
  readonly plugins: Plugins;
  readonly suppressions: SuppressionStore;
  readonly keyring: Pick<Keyring, 'macs'>;
  readonly clock: Clock;
  readonly defaultFrom: string;
};

const mark = '[Test]';

const refuse = (message: string): CicloError => new CicloError({ code: 'unprocessable', message });

/** What the plugin of the channel is handed. */
const inputOf = (input: {
  deps: Deps;
  found: TemplatePreview;
  to: string;
  id: string;
  now: number;
}): unknown => {
  const { deps, found, to, now } = input;
  const { message, preview, reader, settings } = found;
  if (preview.kind === 'missing') {
    const names = preview.variables.map((name) => `\`${name}\``).join(', ');
    throw refuse(
      `The message is not sent: ${names} has no value (\`whenMissing\` is \`${preview.policy}\`).`,
    );
  }
  const { rendered } = preview;
  if (channelType(message.channel).body === 'page') return composeLetter({ message, rendered, to });
  const subject = `${mark} ${rendered.subject}`;
  if (channelType(message.channel).body !== 'mjml') {
    const { template } = rendered;
    return {
      to,
      text: `${mark} ${rendered.text}`,
      ...(template === undefined ? {} : { template }),
      ...(rendered.subject === '' ? {} : { subject }),
    };
  }
  // Nobody can leave a list by the sample links of a test, so it says it is of none.
  return composeMail({
    message,
    settings,
    defaultFrom: deps.defaultFrom,
    rendered: { ...rendered, subject },
    to: { address: to, profile: { ...reader.profile, traits: {} } },
    messageId: input.id,
    class: 'transactional',
    topic: message.topic,
    unsubscribe: '',
    now,
  });
};

/** Makes the sending of test messages: nothing is noted of the person, counted or tracked. */
export const createSendTest = (deps: Deps): SendTest => {
  return async ({ to: written, ...wish }) => {
    const found = await deps.previewTemplate(wish);
    const { live, message } = found;
    const { tenant } = wish;
    const { channel } = message;
    const to = normalAddress({ channel, address: written });
    if (to === undefined) {
      const text = `“${written}” is no address of the channel ${channel}.`;
      throw new CicloError({ code: 'invalid-input', message: text });
    }
    const { keyring } = deps;
    const suppressed = await deps.suppressions.find(hashedAddress({ keyring, tenant, channel, address: to }));
    if (suppressed !== undefined) {
      throw refuse(`Nothing is sent to this address: it is suppressed (${suppressed.reason}).`);
    }
    if (!deps.plugins.channels(live).includes(channel)) {
      throw refuse(`No plugin sends on the channel ${channel}. Name one in ciclo.json.`);
    }
    const now = deps.clock.now(tenant);
    const id = `test-${randomUUID()}`;
    const sent = await deps.plugins.send({
      live,
      channel,
      input: inputOf({ deps, found, to, id, now }),
      idempotencyKey: id,
      now,
      slotAt: undefined,
    });
    if (sent.kind === 'done') return { to };
    if (sent.kind === 'rejected') throw refuse(`The provider refused it: ${sent.message}`);
    throw new CicloError({ code: 'unavailable', message: `The provider did not take it: ${sent.message}` });
  };
};
