import {
  capRefusal as capped,
  consentRefusal as unwanted,
  type Passage as PassageOf,
  quietRefusal as quiet,
  type Refusal,
} from '../../../domain/gate/gate.ts';
import type { SendStep } from '../../../domain/journey/steps.ts';
import type { LiveWorkspace } from '../../journeys/live-workspace.ts';

/** What the gate has to know of a message that is about to go out. */
export type Passage = Omit<PassageOf, 'settings' | 'step'> & {
  readonly step: SendStep;
  readonly live: LiveWorkspace;
};

/** The same, as the gate of the domain takes it. */
export const settled = (passage: Passage): PassageOf => ({
  ...passage,
  settings: passage.live.published.settings,
});

/** Whether the person wants it: not restricted, and consent for the topic on the channel. */
export const consentRefusal = (passage: Passage): Refusal | undefined => unwanted(settled(passage));

/** Whether a frequency cap is reached; windows slide, and the message itself does not count twice. */
export const capRefusal = (passage: Passage): Refusal | undefined => capped(settled(passage));

/** Whether it is quiet hours for the person, in their own zone. */
export const quietRefusal = (passage: Passage): Refusal | undefined => quiet(settled(passage));
