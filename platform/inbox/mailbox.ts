import { type AddressObject, simpleParser } from 'mailparser';

/** A mail that arrived at the development inbox. */
export type InboxMail = {
  readonly n: number;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly date: string;
  readonly headers: Readonly<Record<string, string>>;
};

export type Mailbox = {
  readonly add: (raw: Buffer) => Promise<InboxMail>;
  readonly list: () => readonly InboxMail[];
  readonly get: (n: number) => InboxMail | undefined;
  readonly clear: () => void;
};

const addresses = (value: AddressObject | AddressObject[] | undefined): readonly string[] =>
  [value ?? []].flat().flatMap((one) => one.value.flatMap((each) => each.address ?? []));

/** Makes a mailbox that keeps the newest mails, at most `max`. */
export const createMailbox = (input: { max: number }): Mailbox => {
  const mails: InboxMail[] = [];
  let count = 0;
  return {
    add: async (raw) => {
      const parsed = await simpleParser(raw, { skipImageLinks: true });
      count += 1;
      const headers = Object.fromEntries(
        parsed.headerLines.map(({ key, line }) => [
          key,
          line
            .slice(line.indexOf(':') + 1)
            .replaceAll(/\r?\n\s+/g, ' ')
            .trim(),
        ]),
      );
      const mail: InboxMail = {
        n: count,
        messageId: parsed.messageId ?? '',
        from: parsed.from?.text ?? '',
        to: addresses(parsed.to),
        subject: parsed.subject ?? '',
        html: typeof parsed.html === 'string' ? parsed.html : '',
        text: parsed.text ?? '',
        date: (parsed.date ?? new Date(0)).toISOString(),
        headers,
      };
      mails.push(mail);
      if (mails.length > input.max) mails.shift();
      return mail;
    },
    list: () => mails.toReversed(),
    get: (n) => mails.find((mail) => mail.n === n),
    clear: () => {
      mails.splice(0);
    },
  };
};
