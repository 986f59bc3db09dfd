import { checkLimits, checkUseless } from '../../gate/check-limits.ts';
import type { Limiting } from '../../gate/limits.ts';
import type { CompiledMessage } from '../../messages/compiled-message.ts';
import type { Problem } from '../../problem.ts';

/** Caps and quiet hours that a message states beside those of the tenant, which they only narrow. */
export const checkMessageLimits = (input: {
  messages: readonly CompiledMessage[];
  tenant: Limiting;
}): readonly Problem[] =>
  input.messages.flatMap((message) => {
    const file = `messages/${message.key}/message.json`;
    const problems =
      message.class === 'transactional'
        ? checkUseless({ limits: message, path: '' })
        : checkLimits({
            limits: message,
            path: '',
            about: { channel: message.channel },
            tenant: input.tenant,
          });
    return problems.map((problem) => ({ ...problem, file }));
  });
