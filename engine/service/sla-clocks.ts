import { CicloError, messageOf } from '../../domain/errors.ts';
import type { Actor } from '../../domain/records/record.ts';
import type { Clock } from '../clock/clock.ts';
import type { Log } from '../events/dispatcher.ts';
import type { Records } from '../records/change-records.ts';
import type { RecordStore } from '../records/ports.ts';

/** The SLA clocks of the records of a tenant. */
export type SlaClocks = {
  /** Lets the clocks say what is due by now. */
  readonly turn: (tenant: string) => Promise<'more' | 'nothing'>;
  /** When the next of them has something to say (epoch milliseconds, the tenant's time); undefined when none has. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

const page = 100;
const actor: Actor = { kind: 'engine', id: 'sla' };

/**
 * Makes what tells of warnings and breaches at their instant. What a clock says is written with the record, at its next revision, so it
 * is told once, also after a crash. A record whose object is not there any more has nothing to say; what fails is logged and tried again.
 */
export const createSlaClocks = (deps: {
  records: Pick<RecordStore, 'due' | 'forgetDue'>;
  changeRecords: Pick<Records, 'tick'>;
  clock: Clock;
  log: Log;
}): SlaClocks => {
  const { records, changeRecords, clock, log } = deps;
  const tick = async (tenant: string, one: { id: string; kind: string; at: number }): Promise<boolean> => {
    const { id, kind, at } = one;
    try {
      const outcome = await changeRecords.tick({ tenant, kind, id, actor });
      if (outcome.kind === 'done' && outcome.isNew) return true;
      await records.forgetDue({ tenant, id, at });
      return true;
    } catch (thrown) {
      if (thrown instanceof CicloError && thrown.code === 'not-found') {
        await records.forgetDue({ tenant, id, at });
        return true;
      }
      log.warn({ tenant, record: id, error: messageOf(thrown) }, 'An SLA clock is told later.');
      return false;
    }
  };
  return {
    turn: async (tenant) => {
      const due = await records.due({ tenant, upTo: clock.now(tenant), limit: page });
      let told = 0;
      for (const one of due) if (await tick(tenant, one)) told += 1;
      return told > 0 && due.length === page ? 'more' : 'nothing';
    },
    next: async (tenant) => {
      const [first] = await records.due({ tenant, upTo: Number.MAX_SAFE_INTEGER, limit: 1 });
      return first?.at;
    },
  };
};
