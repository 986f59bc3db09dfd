declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  type Message = { readonly raw: string; readonly flags: string[] };
  type Mailbox = { readonly messages: Message[]; uidvalidity: number; uidnext: number };

  /** An IMAP server for tests, as far as they use it. */
  type ImapServer = {
    readonly server: Server;
    listen(port: number, host: string): void;
    close(done: () => void): void;
    getMailbox(path: string): Mailbox;
    appendMessage(mailbox: string, flags: string[], date: string | false, raw: string): void;
  };

  const hoodiecrow: (options: Readonly<Record<string, unknown>>) => ImapServer;
  export default hoodiecrow;
}
