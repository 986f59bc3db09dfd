import type { components } from '../../api/schema.ts';

export type ConversationRow = components['schemas']['Conversation'];
export type ConversationMessage = components['schemas']['ConversationMessage'];
