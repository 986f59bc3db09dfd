import { type Connect, definePlugin, entryOf } from '../contract.ts';
import { imapConfig } from './config.ts';
import { lookAtMailbox } from './look-at-mailbox.ts';

/** Mails that people write to a mailbox, fetched over IMAP. */
export const imapPlugin = definePlugin({
  id: 'imap',
  version: '1.0.0',
  name: 'IMAP',
  config: imapConfig,
  hosts: ({ server }) => [entryOf(server)],
  open: ({ connect }): { readonly connect: Connect } => ({ connect }),
  close: () => undefined,
  polls: {
    mailbox: {
      title: 'Mails in a mailbox',
      everyMs: ({ everySeconds }) => everySeconds * 1_000,
      timeoutMs: 180_000,
      run: (ctx, cursor) => lookAtMailbox({ ...ctx, connect: ctx.resource.connect, cursor }),
    },
  },
});
