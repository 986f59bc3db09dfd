import type { Module } from '../module.ts';
import { createChangeConversation } from './change-conversation.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { conversationListRoutes } from './conversations-routes.ts';
import { conversationAccessRoutes } from './access-routes.ts';
import { createConversationReach, createMayOpenConversation } from './conversation-reach.ts';
import { createFindConversation } from './find-conversation.ts';
import { createFindSender } from './find-sender.ts';
import { createHeedOptOut } from './heed-opt-out.ts';
import { createOpenConversation } from './open-conversation.ts';
import { openConversationRoutes } from './open-routes.ts';
import { createPlaceMessage } from './place-message.ts';
import { createReplyByStep } from './reply-by-step.ts';
import { createSendAnswers } from './send-answers.ts';
import { conversationSchema } from './store/conversation-schema.ts';
import { createConversationWork } from './store/conversation-work.ts';
import { createConversationStore } from './store/conversations.ts';
import { filePartSchema } from './store/file-schema.ts';
import { createConversationFileStore } from './store/files.ts';
import { conversationMessageSchema } from './store/message-schema.ts';
import { createConversationMessageStore } from './store/messages.ts';
import { createTakeInbound } from './take-inbound.ts';
import { createTakeMail } from './take-mail.ts';
import { createTakeMessage } from './take-message.ts';
import { createTellConversations, type TellConversations } from './tell-conversation.ts';
import { createWriteMessage } from './write-message.ts';

/** Conversations: what people write on any channel, and what the team answers. */
export const conversationsModule = {
  name: 'conversations',
  collections: [conversationSchema, conversationMessageSchema, filePartSchema],
  stores: {
    conversations: createConversationStore,
    conversationMessages: createConversationMessageStore,
    conversationWork: createConversationWork,
    conversationFiles: createConversationFileStore,
  },
  services: {
    findConversation: createFindConversation,
    findSender: createFindSender,
    placeMessage: createPlaceMessage,
    tellConversations: createTellConversations,
    heedOptOut: createHeedOptOut,
    takeMessage: createTakeMessage,
    takeMail: createTakeMail,
    takeInbound: createTakeInbound,
    changeConversation: createChangeConversation,
    conversationReach: createConversationReach,
    mayOpenConversation: createMayOpenConversation,
    writeMessage: createWriteMessage,
    openConversation: createOpenConversation,
    replyByStep: createReplyByStep,
    sendAnswers: createSendAnswers,
  },
  loops: {
    answers: ({ sendAnswers }: { sendAnswers: ReturnType<typeof createSendAnswers> }) => ({
      every: 1,
      job: sendAnswers,
    }),
    conversations: ({ tellConversations }: { tellConversations: TellConversations }) => ({
      every: 5,
      job: tellConversations.sweep,
    }),
  },
  routes: {
    // First: it stands before all routes of one conversation.
    conversationAccess: conversationAccessRoutes,
    conversationLists: conversationListRoutes,
    conversations: conversationRoutes,
    openConversations: openConversationRoutes,
  },
  audited: {
    'POST /api/conversations': { action: 'conversation.open' },
    'PATCH /api/conversations/:id': { action: 'conversation.change', param: 'id' },
    'POST /api/conversations/:id/messages': { action: 'conversation.write', param: 'id' },
    'PUT /api/conversations/:id/records/:kind/:recordId': { action: 'conversation.link', param: 'id' },
    'DELETE /api/conversations/:id/records/:kind/:recordId': { action: 'conversation.unlink', param: 'id' },
  },
} as const satisfies Module;
