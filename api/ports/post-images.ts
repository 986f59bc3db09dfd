/** Images of posts, as networks fetch them. */
export type PostImages = {
  readonly read: (input: {
    tenant: string;
    id: string;
  }) => Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined>;
};
