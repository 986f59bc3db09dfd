import type { Key } from '../ports/keys.ts';

/** What middleware leaves for handlers. */
export type ApiEnv = {
  Variables: {
    /** Names the request in answers and logs. */
    requestId: string;
    /** Whose key it came with; set by the authentication. */
    key: Key;
  };
};
