import { z } from 'zod';

/**
 * Text that ends up in a header: every control character and line separator becomes a space, so that one
 * header stays one header whatever a profile holds.
 */
const headerText = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim());

const bareAddress = z
  .string()
  .max(254)
  .regex(/^[^\s\p{Cc}<>,;:"()[\]\\@]+@[^\s\p{Cc}<>,;:"()[\]\\@]+$/u, 'One plain address: name@host.');

const messageId = z
  .string()
  .max(250)
  .regex(/^<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>$/, 'A full Message-ID: <left@right>.');

/** Headers a message may not set by name, because the fields beside it or the transport set them. */
const owned =
  /^(?:from|sender|to|cc|bcc|subject|date|reply-to|return-path|received|message-id|mime-version|content-.*|dkim-signature|resent-.*)$/i;

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,76}$/, 'A header name has letters, digits and hyphens.')
  .refine((name) => !owned.test(name), 'This header is set by a field of its own.');

/** So many characters of base64 go along with one mail at most: 7 MB, which every provider takes. */
const attachedMax = 9_500_000;

/** A file that goes along: by its content, never by a path or an address. */
const attachment = z.strictObject({
  name: z.string().regex(/^[^\p{Cc}\\/"<>]{1,200}$/u, 'A file name without a path.'),
  type: z
    .string()
    .max(120)
    .regex(/^[a-z0-9]+\/[a-z0-9.+-]+$/, 'A media type, such as text/csv.'),
  base64: z
    .string()
    .max(attachedMax)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'Base64 without line ends.'),
  /** A picture that the HTML shows as `cid:<it>`; without it the file is listed. */
  cid: z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .optional(),
});

/**
 * One e-mail, ready to hand over: what every action of channel `email` takes as its input.
 * `from` and `replyTo` are an address, or a name with an address in angle brackets.
 */
export const emailMessage = z.strictObject({
  to: bareAddress,
  toName: headerText(200).optional(),
  from: headerText(500).pipe(z.string().min(3)),
  replyTo: headerText(500).optional(),
  subject: headerText(998),
  html: z.string().min(1),
  text: z.string(),
  /** The full header value, `<id@domain>`: the same for every attempt at the same message. */
  messageId,
  /** Further headers, `List-Unsubscribe` for one. */
  headers: z.record(headerName, headerText(4000)).default({}),
  /** The Date header, ISO 8601. */
  date: z.iso.datetime({ offset: true }),
  attachments: z
    .array(attachment)
    .max(20)
    .refine(
      (files) => files.reduce((sum, { base64 }) => sum + base64.length, 0) <= attachedMax,
      'Too large together.',
    )
    .default([]),
});

export type EmailMessage = z.input<typeof emailMessage>;
