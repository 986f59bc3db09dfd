import { unsubscribeHeaders } from './unsubscribe-headers.ts';

/** A label of a List-Id: letters, digits and hyphens. */
const label = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '-');

/**
 * The headers that say what kind of mail it is. Every mail of a journey was made by a process and answers no other mail
 * (`Auto-Submitted`, RFC 3834), so that nobody's absence notice replies to it. Marketing is mail of a list that people
 * can leave: `List-Id` (RFC 2919; one list for each topic, under the sender's domain) and one-click unsubscribe.
 */
export const mailHeaders = (input: {
  class: 'marketing' | 'transactional';
  topic: string;
  /** The domain of the sender. */
  domain: string;
  /** The signed address of one-click unsubscribe. */
  unsubscribe: string;
}): Readonly<Record<string, string>> => ({
  'Auto-Submitted': 'auto-generated',
  ...(input.class === 'marketing'
    ? {
        'List-Id': `<${label(input.topic)}.list.${input.domain}>`,
        ...unsubscribeHeaders({ url: input.unsubscribe }),
      }
    : {}),
});
