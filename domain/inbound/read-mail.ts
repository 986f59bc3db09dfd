import { type AddressObject, type Attachment as Part, type ParsedMail, simpleParser } from 'mailparser';

import { messageOf } from '../errors.ts';
import { headerText } from '../messages/header-text.ts';
import { normaliseEmail } from '../messages/mail-address.ts';
import { type Attachment, fitAttachments, type LeftOutFile } from './attachments.ts';
import { type Authentication, readAuthentication } from './authentication.ts';
import { type Automatic, automaticReason } from './auto-reply.ts';
import { cutQuoted } from './cut-quoted.ts';
import { htmlToPlain } from './html-to-plain.ts';
import { type MailReport, readBounce, readComplaint } from './mail-report.ts';
import { wholeText } from './whole-text.ts';

/** A mail as it was read. Texts are bounded; ids of mails are without their brackets. */
export type ReadMail = {
  /** The Message-ID; undefined when the mail has none. */
  readonly id: string | undefined;
  readonly from: { readonly address: string; readonly name?: string };
  /** All addresses it is to, in their one form: of the envelope where it is known, then To and Cc. */
  readonly to: readonly string[];
  readonly subject: string;
  /** All of its text. */
  readonly text: string;
  /** What its author wrote, without quotations. */
  readonly reply: string;
  /** The mails it answers: In-Reply-To first, then References, the latest first. */
  readonly refs: readonly string[];
  /** The Date header, in epoch milliseconds. */
  readonly date: number | undefined;
  readonly automatic: Automatic | undefined;
  readonly authentication: Authentication;
  readonly attachments: readonly Attachment[];
  readonly leftOut: readonly LeftOutFile[];
  readonly report: MailReport | undefined;
};

export type MailToRead = {
  readonly raw: Uint8Array;
  /** The envelope, where the receiving side tells it. */
  readonly recipients?: readonly string[] | undefined;
  readonly returnPath?: string | undefined;
  /** The name under which the receiving server writes what it found out of the sender. */
  readonly authserv?: string | undefined;
};

export const mailLimits = { text: 100_000, subject: 500, refs: 50, id: 250, to: 100 } as const;

const withoutBrackets = (id: string): string => id.trim().replace(/^<(.*)>$/, '$1');
const isId = (id: string): boolean => /^[\x21-\x7e]+$/.test(id) && id.length <= mailLimits.id;

const idsIn = (value: string): readonly string[] =>
  value
    .slice(0, 20_000)
    .split(/[\s,]+/)
    .map(withoutBrackets)
    .filter((id) => id !== '' && isId(id));

const addressesOf = (value: AddressObject | AddressObject[] | undefined): readonly string[] =>
  [value ?? []]
    .flat()
    .flatMap((one) => one.value.flatMap((each) => [each, ...(each.group ?? [])]))
    .slice(0, mailLimits.to)
    .flatMap(({ address = '' }) => normaliseEmail(address) ?? []);

/** The values of a header in the order in which they stand. */
const headersOf = (parsed: ParsedMail, name: string): readonly string[] =>
  parsed.headerLines
    .filter(({ key }) => key === name)
    .map(({ line }) =>
      line
        .slice(line.indexOf(':') + 1)
        .replaceAll(/\r?\n[ \t]+/g, ' ')
        .trim(),
    );

/** Of several senders nobody can say which one the receiving server looked at. */
const hasOneSender = (parsed: ParsedMail): boolean =>
  headersOf(parsed, 'from').length === 1 && parsed.from?.value.length === 1;

const isReport = (parsed: ParsedMail): boolean =>
  /^multipart\/report\b/i.test(headersOf(parsed, 'content-type')[0] ?? '');

const reportOf = (parsed: ParsedMail, raw: Uint8Array): MailReport | undefined => {
  if (!isReport(parsed)) return undefined;
  const part = (type: string): string | undefined =>
    parsed.attachments.find(({ contentType }) => contentType === type)?.content.toString('latin1');
  const returned = Buffer.from(raw).toString('latin1');
  const status = part('message/delivery-status') ?? part('message/global-delivery-status');
  if (status !== undefined) return readBounce({ status, returned });
  const feedback = part('message/feedback-report');
  return feedback === undefined ? undefined : readComplaint({ feedback, returned });
};

const isReportPart = ({ contentType }: Part): boolean =>
  /^(?:message\/(?:global-)?(?:delivery-status|feedback-report)|text\/rfc822-headers)$/.test(contentType);

const textOf = (parsed: ParsedMail): string => {
  const { text, html } = parsed;
  if (text !== undefined && text.trim() !== '') return wholeText(text, mailLimits.text).trim();
  return typeof html === 'string' ? wholeText(htmlToPlain(html), mailLimits.text).trim() : '';
};

const toRead = (parsed: ParsedMail, mail: MailToRead): ReadMail | undefined => {
  const [sender] = parsed.from?.value ?? [];
  const address = normaliseEmail(sender?.address ?? '');
  const report = reportOf(parsed, mail.raw);
  // A bounce may come from nobody; whatever else has no author is no mail.
  if (address === undefined && report === undefined) return undefined;
  const from = address ?? '';
  const subject = headerText(wholeText(parsed.subject ?? '', mailLimits.subject));
  const text = textOf(parsed);
  const returnPath = mail.returnPath ?? headersOf(parsed, 'return-path')[0];
  const name = headerText(wholeText(sender?.name ?? '', 200));
  const files = parsed.attachments
    .filter((part) => !isReportPart(part))
    .map((part) => ({ name: part.filename ?? '', type: part.contentType, bytes: part.content }));
  const { kept: attachments, leftOut } = fitAttachments(files);
  const refs = [
    ...headersOf(parsed, 'in-reply-to').flatMap(idsIn),
    ...headersOf(parsed, 'references').flatMap(idsIn).toReversed(),
  ];
  const [id] = headersOf(parsed, 'message-id').flatMap(idsIn);
  return {
    id,
    from: { address: from, ...(name === '' ? {} : { name }) },
    to: [
      ...new Set([
        ...(mail.recipients ?? []).flatMap((one) => normaliseEmail(one) ?? []),
        ...addressesOf(parsed.to),
        ...addressesOf(parsed.cc),
      ]),
    ].slice(0, mailLimits.to),
    subject,
    text,
    reply: cutQuoted(text),
    refs: [...new Set(refs)].slice(0, mailLimits.refs),
    date:
      parsed.date === undefined || Number.isNaN(parsed.date.getTime()) ? undefined : parsed.date.getTime(),
    automatic: automaticReason({
      header: (header) => headersOf(parsed, header)[0],
      returnPath,
      from,
      subject,
    }),
    authentication: hasOneSender(parsed)
      ? readAuthentication({
          results: headersOf(parsed, 'authentication-results'),
          authserv: mail.authserv,
          from,
        })
      : 'fail',
    attachments,
    leftOut,
    report,
  };
};

/**
 * Reads a raw mail (RFC 5322, MIME) of anybody: whatever its charset, structure and size say, the answer is a mail within the
 * limits, or one sentence that says why it is none. It never throws.
 */
export const readMail = async (
  mail: MailToRead,
): Promise<
  { readonly ok: true; readonly mail: ReadMail } | { readonly ok: false; readonly message: string }
> => {
  try {
    const parsed = await simpleParser(Buffer.from(mail.raw), {
      skipHtmlToText: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      skipImageLinks: true,
      keepCidLinks: true,
      keepDeliveryStatus: true,
    });
    const read = toRead(parsed, mail);
    return read === undefined ? { ok: false, message: 'The mail has no sender.' } : { ok: true, mail: read };
  } catch (thrown) {
    return { ok: false, message: `The mail cannot be read: ${messageOf(thrown).slice(0, 200)}` };
  }
};
