/** When the team ended the self-service pages of people, as long as something older could still open them. Instants are real time, epoch seconds. */
export type SelfServiceEndStore = {
  /** What was opened, or sent to open the pages, up to `at` opens them no more. */
  readonly end: (input: { tenant: string; profileId: string; at: number }) => Promise<void>;
  /** The latest end; undefined where there was none. */
  readonly of: (input: { tenant: string; profileId: string }) => Promise<number | undefined>;
};
