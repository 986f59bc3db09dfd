import { type AddressObject, simpleParser } from 'mailparser';

import type { KeptMails } from './kept-mails.ts';

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
  /** Removes the mails to these addresses. */
  readonly forget: (addresses: readonly string[]) => void;
};

const addresses = (value: AddressObject | AddressObject[] | undefined): readonly string[] =>
  [value ?? []].flat().flatMap((one) => one.value.flatMap((each) => each.address ?? []));

/** Makes a mailbox that keeps the newest mails, at most `max`; with `kept`, over restarts too. */
export const createMailbox = (input: { max: number; kept?: KeptMails }): Mailbox => {
  const { max, kept } = input;
  const mails: InboxMail[] = [...(kept?.load() ?? [])];
  let count = mails.at(-1)?.n ?? 0;
  const drop = (gone: readonly InboxMail[]): void => {
    for (const mail of gone) kept?.remove(mail);
  };
  drop(mails.splice(0, Math.max(0, mails.length - max)));
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
      kept?.save(mail);
      if (mails.length > max) drop(mails.splice(0, 1));
      return mail;
    },
    list: () => mails.toReversed(),
    get: (n) => mails.find((mail) => mail.n === n),
    forget: (addresses) => {
      const gone = new Set(addresses.map((one) => one.toLowerCase()));
      const isGone = (mail: InboxMail): boolean => mail.to.some((one) => gone.has(one.toLowerCase()));
      const all = mails.splice(0);
      drop(all.filter(isGone));
      mails.push(...all.filter((mail) => !isGone(mail)));
    },
    clear: () => {
      drop(mails.splice(0));
    },
  };
};
