import colors from 'picocolors';

import { parseMailAddress } from '../../domain/messages/mail-address.ts';
import type { Mail } from '../../engine/messages/send/compose-mail.ts';
import type { CompiledMessage } from '../../domain/messages/compiled-message.ts';
import type { Finding } from '../../domain/messages/review/check.ts';
import type { Preview } from '../../engine/templates/render-preview.ts';

type Shown = Extract<Preview, { kind: 'shown' }>;

const recipient = ({ to, toName }: Mail): string => {
  if (to === '') return '(the sample has no address)';
  return toName === undefined ? to : `${toName} <${to}>`;
};

/** The headers of a mail, as a mail program shows its source. */
export const headerLines = (mail: Mail): readonly string[] => {
  const sender = parseMailAddress(mail.from);
  const fields: readonly (readonly [string, string])[] = [
    ['From', sender.ok ? mail.from : `${mail.from} (not an address)`],
    ['To', recipient(mail)],
    ...(mail.replyTo === undefined ? [] : [['Reply-To', mail.replyTo] as const]),
    ['Subject', mail.subject],
    ...Object.entries(mail.headers),
  ];
  return fields.map(([name, value]) => `${name}: ${value}`);
};

/** Something doubtful, as a line. Holes and what was left out stand among the findings. */
export const findingLine = ({ severity, code, message, hint }: Finding): string => {
  const paint = severity === 'error' ? colors.red : severity === 'warning' ? colors.yellow : colors.dim;
  return `${paint(severity)} ${code}  ${message} ${hint}`;
};

/** What is worth saying of a preview: another locale than asked for. */
const noteLines = (input: { shown: Shown; wanted: string | undefined }): readonly string[] => {
  const { rendered } = input.shown;
  const isOther = input.wanted !== undefined && input.wanted !== rendered.locale;
  return isOther ? [`There is no text in \`${input.wanted}\`; people there get \`${rendered.locale}\`.`] : [];
};

/** A preview as people read it in a terminal: headers, preheader, plain text, links. */
export const previewLines = (input: {
  message: CompiledMessage;
  shown: Shown;
  /** The locale that was asked for. */
  wanted: string | undefined;
  withHtml: boolean;
}): readonly string[] => {
  const { message, shown } = input;
  const { rendered, mail, links } = shown;
  const { html } = rendered;
  const size = html === undefined ? 0 : Math.ceil(Buffer.byteLength(html) / 1024);
  const title = [message.key, message.channel, message.class, `topic ${message.topic}`, rendered.locale];
  return [
    colors.bold(title.join('  ')),
    ...(mail === undefined ? [] : headerLines(mail)),
    ...(rendered.preheader === '' ? [] : [`Preheader: ${rendered.preheader}`]),
    '',
    rendered.text.trimEnd(),
    '',
    ...(links.length === 0 ? [] : [colors.bold('Links'), ...links.map((link) => `  ${link}`), '']),
    ...(html === undefined
      ? []
      : input.withHtml
        ? [html]
        : [`HTML: ${size} KB (--html shows it, --out writes it).`]),
    ...noteLines({ shown, wanted: input.wanted }).map((note) => `${colors.yellow('note')} ${note}`),
  ];
};
