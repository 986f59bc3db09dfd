/** Names of the events that tell of conversations, all of the engine's own. */
export const conversationNames = {
  /** The person wrote; `conversation`, `message`, `channel`, `subject`, `text`, `first`, `attachments`, and what it answers. */
  received: 'Message Received',
  opened: 'Conversation Opened',
  /** `assignee`, `team`. */
  assigned: 'Conversation Assigned',
  solved: 'Conversation Solved',
  reopened: 'Conversation Reopened',
} as const;
