import type { Caller } from '../ports/keys.ts';
import type { CursorSigner } from './cursor.ts';

/** What middleware leaves for handlers. */
export type ApiEnv = {
  Variables: {
    /** Names the request in answers and logs. */
    requestId: string;
    /** Whose key it came with, or which user; set by the authentication. */
    key: Caller;
    /** Counts bytes of the body as they come; throws `unavailable` when all requests together hold too many. */
    takeBytes: (count: number) => void;
    /** Signs the cursors of lists. */
    cursors: CursorSigner;
    /** What the audit trail is told of this call, where its address does not say it. Never personal data. */
    audited?: {
      readonly action?: string;
      readonly subject?: string;
      readonly details?: Readonly<Record<string, string | number | boolean>>;
    };
  };
};
