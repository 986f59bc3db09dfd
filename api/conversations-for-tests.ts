import type { ConversationStore } from '../engine/conversations/ports.ts';
import { createMemoryStores } from '../server/stores/memory-stores.ts';

/** A conversation of the tests, `c-1` of the tenant `shop`, with three messages, over stores in memory. */
export const createConversationsWorld = () => {
  const stores = createMemoryStores();
  const { conversations, conversationMessages, conversationFiles } = stores;
  const common = { tenant: 'shop', channel: 'chat', address: 'chat:ana', subject: '' };
  const seed = async (): Promise<void> => {
    const row = { ...common, id: 'c-1', matter: 's:', state: 'open' as const, tags: [], records: [] };
    await conversations.insert({ row: { ...row, openedAt: 1, lastAt: 3, tells: [], rev: 0 }, systemTime: 1 });
    for (const at of [1, 2, 3]) {
      const message = { ...common, id: `i-${at}`, conversation: 'c-1', direction: 'in' as const };
      await conversationMessages.insert({ row: { ...message, text: 'Hello', files: [], at } });
    }
  };
  let seeded: Promise<void> | undefined;
  const seeding: Pick<ConversationStore, 'get' | 'list'> = {
    get: async (named) => {
      await (seeded ??= seed());
      return conversations.get(named);
    },
    list: async (query) => {
      await (seeded ??= seed());
      return conversations.list(query);
    },
  };
  return {
    conversations: { ...conversations, ...seeding },
    conversationMessages,
    conversationFiles,
    changeConversation: async () => undefined,
    writeMessage: async () => undefined,
  };
};
