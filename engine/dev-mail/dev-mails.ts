import type { WorkspaceStore } from '../journeys/ports.ts';
import type { MessageStore } from '../messages/ports.ts';
import type { DevMail, DevMailbox } from './dev-mailbox.ts';

/** What a team sees of the development inbox. */
export type DevMails = {
  /** Whether mails stay in a development inbox here. */
  readonly isOn: boolean;
  /** The newest mails of a tenant, at most `limit`; `about` narrows them by recipient or subject. */
  readonly list: (input: {
    tenant: string;
    limit: number;
    about?: string | undefined;
  }) => Promise<readonly DevMail[]>;
  readonly get: (input: { tenant: string; n: number }) => Promise<DevMail | undefined>;
};

/** Our own id in a Message-ID: what stands before the `@`. */
const idIn = (messageId: string): string => messageId.replace(/^</, '').split('@')[0] ?? '';

const isAbout = (mail: DevMail, about: string): boolean =>
  [mail.subject, ...mail.to].some((text) => text.toLowerCase().includes(about));

/**
 * Makes the view of the development inbox. One inbox holds the mails of all tenants of an engine: the only tenant sees all of them,
 * and where there are several each sees the messages that it sent.
 */
export const createDevMails = (deps: {
  devMailbox: DevMailbox | undefined;
  messages: Pick<MessageStore, 'get'>;
  workspaces: Pick<WorkspaceStore, 'revisions'>;
}): DevMails => {
  const { devMailbox, messages, workspaces } = deps;
  const seenBy = async (tenant: string): Promise<(mail: DevMail) => Promise<boolean>> => {
    const tenants = await workspaces.revisions();
    if (tenants.size === 1 && tenants.has(tenant)) return async () => true;
    return async (mail) => (await messages.get({ tenant, id: idIn(mail.messageId) })) !== undefined;
  };
  return {
    isOn: devMailbox !== undefined,
    list: async ({ tenant, limit, about = '' }) => {
      const isSeen = await seenBy(tenant);
      const found: DevMail[] = [];
      for (const mail of devMailbox?.list() ?? []) {
        if (found.length === limit) break;
        if (isAbout(mail, about.toLowerCase()) && (await isSeen(mail))) found.push(mail);
      }
      return found;
    },
    get: async ({ tenant, n }) => {
      const mail = devMailbox?.get(n);
      if (mail === undefined) return undefined;
      const isSeen = await seenBy(tenant);
      return (await isSeen(mail)) ? mail : undefined;
    },
  };
};
