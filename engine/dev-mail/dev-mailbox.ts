/** A mail that the development inbox keeps instead of sending it. */
export type DevMail = {
  readonly n: number;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** ISO instant. */
  readonly date: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** The mails of the development inbox, the newest first. */
export type DevMailbox = {
  readonly list: () => readonly DevMail[];
  readonly get: (n: number) => DevMail | undefined;
};
