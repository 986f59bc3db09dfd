import type { MessageView, PageOf } from '../../api/ports/views.ts';

/** Messages for people to look at. Every query names its tenant; lists are newest first, by the time and the tie-breaks named at each, and strictly behind `after`. */
export type MessageReads = {
  /** By `plannedAt`, then `id`; `runs` are of the profile that is named with them. */
  readonly messages: (
    input: PageOf & {
      tenant: string;
      profileId?: string;
      run?: string;
      runs?: readonly string[];
      journey?: string;
      channel?: string;
      status?: MessageView['status'];
    },
  ) => Promise<readonly MessageView[]>;
};
