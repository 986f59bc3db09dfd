import type { JourneyDefinition } from '../../domain/journey/definition.ts';
import { walkSteps } from '../../domain/journey/graph.ts';
import type { ReadyJourney } from '../../domain/journey/ready-journey.ts';
import type { Step } from '../../domain/journey/steps.ts';
import { withChoices } from '../../domain/simulate/choices.ts';
import type { PlayInput } from '../../domain/simulate/simulation.ts';
import type { TenantSettings } from '../../domain/workspace/tenant-settings.ts';
import { compileJourney } from '../journeys/compiled-journey.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { readyJourneys } from '../journeys/ready-workspace.ts';
import type { PublishedWorkspace } from '../journeys/ports.ts';

type Version = PublishedWorkspace['journeys'][number];

/** What a journey is played with, made ready once for any number of people. */
export type Stage = {
  /** The workspace in which nobody but the journey takes people in, and those it enrols them in. */
  readonly live: LiveWorkspace;
  readonly settings: TenantSettings;
  readonly journey: ReadyJourney;
  /** The steps as they are written, whatever was chosen. */
  readonly written: ReadonlyMap<string, Step>;
  /** The outcomes that steps take whatever the facts say. */
  readonly choose: Readonly<Record<string, string>>;
};

/** The journey and those that it enrols people in, and so on. */
const takingPart = (input: {
  journey: JourneyDefinition;
  others: ReadonlyMap<string, JourneyDefinition>;
}): ReadonlySet<string> => {
  const taking = new Map([[input.journey.key, input.journey]]);
  for (const definition of taking.values()) {
    for (const { step } of walkSteps({ steps: definition.steps })) {
      const enrolled = step.type === 'enrol' ? input.others.get(step.journey) : undefined;
      if (enrolled !== undefined && !taking.has(enrolled.key)) taking.set(enrolled.key, enrolled);
    }
  }
  return new Set(taking.keys());
};

/** All journeys as they stand in a play: those that take no part are over. */
const versionsOf = (input: {
  live: LiveWorkspace;
  journey: JourneyDefinition;
  holdout: boolean;
}): readonly Version[] => {
  const { live, journey, holdout } = input;
  const standing = live.published.journeys.filter(({ key }) => key !== journey.key);
  const others = new Map(standing.map(({ key, definition }) => [key, definition]));
  const taking = takingPart({ journey, others });
  const open = (definition: JourneyDefinition): JourneyDefinition =>
    holdout || (definition.holdout ?? 0) === 0 ? definition : { ...definition, holdout: 0 };
  const version = live.journeys.get(journey.key)?.version ?? 1;
  const { key } = journey;
  return [
    { key, version, definition: open(journey), hash: '', publishedAt: 0, mode: 'live' },
    ...standing.map(({ frozen: _frozen, ...other }): Version => ({
      ...other,
      definition: open(other.definition),
      mode: taking.has(other.key) ? 'live' : 'ended',
    })),
  ];
};

/** Messages whose links lead where they are written to: nothing of a play is tracked. */
const untracked = (messages: LiveWorkspace['messages']): LiveWorkspace['messages'] =>
  new Map(
    [...messages].map(([key, message]) => {
      const compiled = { ...message.compiled, track: { clicks: false, opens: false } };
      return [key, { ...message, compiled }];
    }),
  );

/**
 * Makes ready what a journey is played with: the workspace with this journey in it, as published or as a draft, and
 * with the outcomes that were chosen. Throws `invalid-input` when a choice names what is not in the journey.
 */
export const createStage = (
  input: { live: LiveWorkspace; journey: JourneyDefinition } & Pick<PlayInput, 'choose' | 'holdout'>,
): Stage => {
  const { live, choose = {}, holdout = true } = input;
  const { settings } = live.published;
  const published: PublishedWorkspace = {
    ...live.published,
    settings: holdout ? settings : { ...settings, holdout: 0 },
    journeys: versionsOf({ live, journey: input.journey, holdout }),
  };
  const journeys = readyJourneys({
    published,
    journeyOf: (version) => {
      const known = live.journeys.get(version.key);
      if (known?.definition === version.definition && version.key !== input.journey.key) return known;
      const compiled = compileJourney(version);
      return version.key === input.journey.key
        ? { ...compiled, ...withChoices({ journey: compiled, choose }) }
        : compiled;
    },
  });
  const journey = journeys.journeys.get(input.journey.key);
  if (journey === undefined) throw new Error('The journey is not on its stage.');
  return {
    live: { ...live, published, ...journeys, messages: untracked(live.messages) },
    settings: published.settings,
    journey,
    written: new Map([...walkSteps({ steps: input.journey.steps })].map(({ step }) => [step.id, step])),
    choose,
  };
};

/** The stage as it stands at an instant from which its journeys count as published. */
export const publishedFrom = (stage: Stage, at: number): LiveWorkspace => {
  const journeys = new Map([...stage.live.journeys].map(([key, one]) => [key, { ...one, publishedAt: at }]));
  const ofName = (names: LiveWorkspace['entriesByEvent']): LiveWorkspace['entriesByEvent'] =>
    new Map([...names].map(([name, list]) => [name, list.map((one) => journeys.get(one.key) ?? one)]));
  return { ...stage.live, journeys, entriesByEvent: ofName(stage.live.entriesByEvent) };
};

/** The same from when on no date and no schedule of the journey starts it any more. */
export const withoutRecurring = (input: { stage: Stage; live: LiveWorkspace }): LiveWorkspace => {
  const { live, stage } = input;
  const { key, entry } = stage.journey.definition;
  const journey = live.journeys.get(key);
  if (journey === undefined || !('date' in entry || 'schedule' in entry)) return live;
  return {
    ...live,
    journeys: new Map([...live.journeys, [key, { ...journey, takesEntries: false }]]),
    dateEntries: live.dateEntries.filter((one) => one.journey !== key),
  };
};
