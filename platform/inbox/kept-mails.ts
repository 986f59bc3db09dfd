import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import type { InboxMail } from './mailbox.ts';

const mailSchema = z.object({
  n: z.number().int().positive(),
  messageId: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  date: z.string(),
  headers: z.record(z.string(), z.string()),
});

/** Mails that outlive the process: each is a file in a folder that nobody else may read. */
export type KeptMails = {
  /** Those that are kept, oldest first. A file that cannot be read, such as one cut by a crash, is left out. */
  readonly load: () => readonly InboxMail[];
  readonly save: (mail: InboxMail) => void;
  readonly remove: (mail: InboxMail) => void;
};

/** Keeps mails in `dir`, which is made where it is missing. */
export const createKeptMails = (input: { dir: string }): KeptMails => {
  const { dir } = input;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const fileOf = ({ n }: Pick<InboxMail, 'n'>): string => join(dir, `${n}.json`);
  const read = (file: string): readonly InboxMail[] => {
    try {
      return [mailSchema.parse(JSON.parse(readFileSync(join(dir, file), 'utf8')))];
    } catch {
      return [];
    }
  };
  return {
    load: () =>
      readdirSync(dir)
        .filter((file) => /^\d+\.json$/.test(file))
        .flatMap(read)
        .toSorted((a, b) => a.n - b.n),
    save: (mail) => writeFileSync(fileOf(mail), JSON.stringify(mail), { mode: 0o600 }),
    remove: (mail) => rmSync(fileOf(mail), { force: true }),
  };
};
