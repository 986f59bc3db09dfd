import type { EventView, PageOf } from '../../api/ports/views.ts';

/** Events for people to look at. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type EventReads = {
  /** By `receivedAt`, then `id`. */
  readonly events: (
    input: PageOf & {
      tenant: string;
      profileId?: string;
      name?: string;
      state?: EventView['state'];
    },
  ) => Promise<readonly EventView[]>;
};
