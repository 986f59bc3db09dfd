import type { Profile } from './profile.ts';

/** The lifecycle, in order; a tenant may name its own. */
export const defaultStages = ['visitor', 'lead', 'qualified', 'customer', 'loyal', 'advocate'] as const;

/** Moves a profile to a stage; backward only when told to. Stages not in the list may be set freely. */
export const withStage = (input: {
  profile: Profile;
  stage: string;
  stages: readonly string[];
  backward: boolean;
  now: number;
}): Profile => {
  const { profile, stage, stages } = input;
  const from = stages.indexOf(profile.stage);
  const to = stages.indexOf(stage);
  const isBackward = from !== -1 && to !== -1 && to < from;
  if (profile.stage === stage || (isBackward && !input.backward)) return profile;
  return { ...profile, stage, stageAt: new Date(input.now).toISOString() };
};
