import type { Scenario } from '../subject.ts';

/** A running stand-in for a provider that is looked at, in which things happen. */
export type RunningPollProvider = {
  readonly url: string;
  /** Values of variables that are only known now, such as an address with a port. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly play?: ((scenario: Scenario) => void) | undefined;
  /** Answers so many requests more as it does now, and plays the scenario from then on. */
  readonly playAfter?: ((requests: number, scenario: Scenario) => void) | undefined;
  /**
   * Something new happens, at an instant of the provider's clock. What is found of it says `name` in one of its values, and nothing else
   * does, unless `add` returns another text that takes its place.
   */
  readonly add: (name: string, at: number) => string | void;
  /** It changes, at an instant of the provider's clock. Left out where what was said once never changes. */
  readonly change?: ((name: string, at: number) => void) | undefined;
  readonly close: () => Promise<void>;
};

/** What the kit needs to know of a poll to check it. */
export type PollSubject = {
  readonly start: () => Promise<RunningPollProvider>;
  /** The scenarios it can play; the checks of others are left out. */
  readonly plays: readonly Scenario[];
  /** Where the subject's own config does not look at the provider. */
  readonly config?: (url: string) => unknown;
  /** Two pages and a half of things. */
  readonly many: number;
  /** It goes through everything each time, so that what did not change comes again. */
  readonly tellsAll?: boolean;
  /** Fields of the cursor that say when it was looked, and change with every look. */
  readonly clocks?: readonly string[];
};
