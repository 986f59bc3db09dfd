import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptedEvent } from '../../domain/events/event.ts';
import { messageOf } from '../../domain/errors.ts';
import type { LinkDeps } from './deps.ts';

const patienceMs = 1500;

/**
 * Notes what somebody did with a link, but never keeps them waiting for it: a reader wants the page, also when
 * our store is away.
 */
export const createRecord =
  (deps: Pick<LinkDeps, 'accept' | 'log'>) =>
  async (input: { tenant: string; event: AcceptedEvent }): Promise<void> => {
    const { tenant, event } = input;
    const lose = (why: string) => {
      deps.log.warn({ tenant, event: event.name, why }, 'What a link told could not be noted.');
    };
    const accepting = deps.accept({ tenant, events: [event] }).then(
      () => 'noted' as const,
      (thrown: unknown) => {
        lose(messageOf(thrown));
        return 'lost' as const;
      },
    );
    const controller = new AbortController();
    const late = sleep(patienceMs, 'late' as const, { signal: controller.signal, ref: false }).catch(
      () => 'late' as const,
    );
    const end = await Promise.race([accepting, late]);
    controller.abort();
    if (end === 'late') lose('it took too long');
  };
